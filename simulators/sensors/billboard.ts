import { battery, bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Sign on a facade: what the wind moves it by, 0.3° at most. */
export const billboard: SensorProfile = {
  type: 'billboard',
  every: 10 * MINUTE,
  start(random) {
    const charge = battery(random);
    return (moment) => {
      const wind = limited(3 + 3 * bump(moment.hour, 14, 7) + random.noise(1), 0, 10);
      return {
        tilt: rounded(limited(0.03 * wind * random.between(-1, 1), -0.3, 0.3), 2),
        wind: rounded(wind, 1),
        vibration: rounded(wind * 0.4, 1),
        battery: charge(moment),
      };
    };
  },
};
