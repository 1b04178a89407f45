import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Water supply of a block: 250–350 kPa with a dip in the morning; dry floor, clear water. */
export const water: SensorProfile = {
  type: 'water',
  every: 5 * MINUTE,
  start(random) {
    const mean = random.between(280, 330);
    return ({ hour }) => ({
      pressure: rounded(limited(mean - 25 * bump(hour, 7, 2) + random.noise(4), 250, 350), 0),
      wet: false,
      turbidity: rounded(limited(0.3 + random.noise(0.05), 0.1, 0.8), 2),
      chlorine: rounded(limited(0.5 + random.noise(0.05), 0.3, 0.8), 2),
    });
  },
};
