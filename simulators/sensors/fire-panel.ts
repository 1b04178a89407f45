import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Fire water of a building: pipes under pressure, the tank full, mains there. */
export const firePanel: SensorProfile = {
  type: 'fire-panel',
  every: 5 * MINUTE,
  start(random) {
    const pressure = random.between(0.35, 0.5);
    const height = random.between(3, 4);
    return () => ({
      pressure: rounded(limited(pressure + random.noise(0.008), 0.25, 0.6), 3),
      height: rounded(height + random.noise(0.01), 2),
      voltage: rounded(230 + random.noise(2), 1),
    });
  },
};
