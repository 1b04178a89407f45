import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** People counter on a square: busiest around noon and in the evening, twice as busy at weekends, never crowded. */
export const crowd: SensorProfile = {
  type: 'crowd',
  every: MINUTE,
  start(random) {
    const area = random.between(150, 400);
    return ({ hour, restDay, sky }) => {
      const dry = 1 - 0.8 * Math.min(1, sky.rain / 10);
      const people = 0.2 + 0.6 * bump(hour, 12, 3) + 0.9 * bump(hour, 19, 3);
      const density = limited(dry * (restDay ? 2 : 1) * people + random.noise(0.08), 0, 3);
      return {
        density: rounded(density, 2),
        count: Math.round(density * area),
        flow: Math.round(limited(density * 20 + random.noise(3), 0, 60)),
      };
    };
  },
};
