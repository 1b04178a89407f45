import { MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Inclination and crack width of an old building: a daily thermal sine of 0.02°, no drift. */
export const structure: SensorProfile = {
  type: 'structure',
  every: 10 * MINUTE,
  start(random) {
    const phase = random.between(0, 24);
    const crack = random.between(0.5, 2);
    return ({ hour }) => ({
      tilt: rounded(0.02 * Math.sin(((hour + phase) / 12) * Math.PI) + random.noise(0.003), 3),
      crack: rounded(crack + random.noise(0.02), 2),
    });
  },
};
