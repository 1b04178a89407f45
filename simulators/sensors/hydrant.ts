import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Fire hydrant: 0.25–0.35 MPa, a little more at night; no flow, upright. */
export const hydrant: SensorProfile = {
  type: 'hydrant',
  every: 5 * MINUTE,
  start(random) {
    const mean = random.between(0.27, 0.32);
    return ({ hour }) => ({
      pressure: rounded(limited(mean + 0.03 * bump(hour, 2, 5) + random.noise(0.006), 0.24, 0.38), 3),
      flow: false,
      tilt: rounded(Math.abs(random.noise(0.3)), 1),
    });
  },
};
