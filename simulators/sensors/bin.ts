import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Emptied at 05:30 and 14:00. */
const ROUNDS = [5.5, 14] as const;

/** Litter bin: a saw-tooth, 4–9 % an hour by day, less by night, emptied twice a day. */
export const bin: SensorProfile = {
  type: 'bin',
  every: 10 * MINUTE,
  start(random) {
    const rate = random.between(4, 9);
    const left = random.between(2, 8);
    return ({ hour, sky }) => {
      const since = Math.min(...ROUNDS.map((round) => (hour - round + 24) % 24));
      // Half a night lies between the evening and the morning round; nobody fills bins then.
      const filled = Math.min(since, 9) * rate;
      return {
        fill: rounded(limited(left + filled + random.noise(0.5), 0, 88), 0),
        temperature: rounded((sky.temperature ?? 22) + random.noise(0.5), 1),
        tilt: rounded(Math.abs(random.noise(0.5)), 1),
      };
    };
  },
};
