import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Length of a sortie in hours. */
const SORTIE = 1 / 3;

/** Drone that flies twenty minutes at the start of every second hour by day, over roofs that the sun warms. */
export const drone: SensorProfile = {
  type: 'drone',
  every: MINUTE,
  start(random) {
    const height = random.between(80, 120);
    return ({ hour, sky }) => {
      const into = hour % 2;
      // Nobody flies one in rain or in more than a fresh breeze.
      const fair = sky.rain < 2 && (sky.wind ?? 0) < 10;
      const flying = fair && hour >= 8 && hour < 18 && into < SORTIE;
      return {
        thermal_max: rounded(flying ? limited(38 + random.noise(4), 20, 58) : 22 + random.noise(0.5), 1),
        altitude: rounded(flying ? height + random.noise(1) : 0, 1),
        heading: flying ? random.whole(0, 359) : 0,
        battery: rounded(flying ? 98 - (50 * into) / SORTIE : 98, 0),
      };
    };
  },
};
