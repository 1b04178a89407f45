import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Street light: on from dusk to dawn as the season has them; voltage, current and power follow; leakage of a sound lamp. */
export const streetlight: SensorProfile = {
  type: 'streetlight',
  every: 5 * MINUTE,
  start(random) {
    const watts = random.between(90, 150);
    return ({ hour, winter }) => {
      const on = hour >= 19.3 - 1.8 * winter || hour < 5.2 + 1.6 * winter;
      const voltage = 230 + random.noise(2);
      const power = on ? watts + random.noise(2) : 0;
      return {
        on,
        voltage: rounded(voltage, 1),
        current: rounded(power / voltage, 3),
        power: rounded(power, 1),
        leakage: rounded(limited(3 + random.noise(1), 0, 10), 1),
      };
    };
  },
};
