import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Water on the road under a bridge: dry, 0–1 cm, no rain. */
export const flood: SensorProfile = {
  type: 'flood',
  every: 5 * MINUTE,
  start(random) {
    return () => ({ level: rounded(limited(0.3 + random.noise(0.2), 0, 1), 1), rain: 0 });
  },
};
