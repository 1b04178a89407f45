import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Street light: on from 19 to 6 h; voltage, current and power follow; leakage of a sound lamp. */
export const streetlight: SensorProfile = {
  type: 'streetlight',
  every: 5 * MINUTE,
  start(random) {
    const watts = random.between(90, 150);
    return ({ hour }) => {
      const on = hour >= 19 || hour < 6;
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
