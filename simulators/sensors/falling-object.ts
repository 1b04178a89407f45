import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Camera at a facade: birds and rain that it is not sure of, and no event. */
export const fallingObject: SensorProfile = {
  type: 'falling-object',
  every: 5 * MINUTE,
  start(random) {
    return () => ({ confidence: rounded(limited(0.08 + random.noise(0.05), 0, 0.4), 2) });
  },
};
