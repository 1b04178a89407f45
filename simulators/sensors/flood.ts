import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** mm that the gullies swallow before water stands on the road, and cm of water in the dip for each mm beyond. */
const SWALLOWED = 4;
const CM_PER_MM = 1.2;

/** Water on the road under a bridge: dry, 0–1 cm; after rain what the gullies do not swallow. */
export const flood: SensorProfile = {
  type: 'flood',
  every: 5 * MINUTE,
  start(random) {
    return ({ sky, exposure }) => ({
      level: rounded(
        limited(0.3 + random.noise(0.2), 0, 1) + exposure * CM_PER_MM * Math.max(0, sky.standing - SWALLOWED),
        1,
      ),
      rain: rounded(sky.rain, 1),
    });
  },
};
