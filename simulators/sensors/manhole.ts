import { battery, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Manhole cover: within one degree of where it was fitted; battery. */
export const manhole: SensorProfile = {
  type: 'manhole',
  every: 5 * MINUTE,
  start(random) {
    const charge = battery(random);
    return (moment) => ({
      tilt: rounded(limited(Math.abs(random.noise(0.4)), 0, 1), 2),
      water: false,
      battery: charge(moment),
    });
  },
};
