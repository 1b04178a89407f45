import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Spoil lorry: drives at night, as cities demand, with its lid shut; most of them rest on Saturdays and Sundays. */
export const muckTruck: SensorProfile = {
  type: 'muck-truck',
  every: 2 * MINUTE,
  start(random) {
    const load = random.between(12, 18);
    return ({ hour, restDay, working = !restDay && (hour >= 21 || hour < 5), sky }) => {
      const driving = working;
      const slow = 1 - 0.5 * Math.min(1, sky.rain / 30);
      const loaded = driving && hour % 1 < 0.5;
      return {
        speed: driving ? rounded(slow * limited(35 + random.noise(8), 0, 70), 0) : 0,
        load: loaded ? rounded(load, 1) : 0,
        lid_open: false,
      };
    };
  },
};
