import { battery, bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** m/s up to which a sound sign only trembles, and degrees by which it leans for each square of m/s beyond. */
const STEADY = 8;
const LEAN = 0.008;

/** Sign on a facade: what the wind moves it by, 0.3° at most in fair weather; a gale bends what it gets hold of. */
export const billboard: SensorProfile = {
  type: 'billboard',
  every: 10 * MINUTE,
  start(random) {
    const charge = battery(random);
    return (moment) => {
      const wind = limited((moment.sky.wind ?? 3 + 3 * bump(moment.hour, 14, 7)) + random.noise(1), 0, 60);
      const lean = moment.exposure * LEAN * Math.max(0, (moment.sky.wind ?? 0) - STEADY) ** 2;
      return {
        tilt: rounded(lean + limited(0.03 * wind * random.between(-1, 1), -0.3, 0.3), 2),
        wind: rounded(wind, 1),
        vibration: rounded(wind * 0.4, 1),
        battery: charge(moment),
      };
    };
  },
};
