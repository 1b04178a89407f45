import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** How full a sewer is: a base flow with two daily peaks of use, the rain, and the flow and pumping that go with it. */
export const sewer: SensorProfile = {
  type: 'sewer',
  every: 5 * MINUTE,
  start(random) {
    const base = random.between(12, 25);
    return ({ hour, sky, exposure }) => {
      const use = bump(hour, 8, 3) + 1.2 * bump(hour, 20, 3);
      const rain = exposure * sky.standing;
      return {
        fill: rounded(limited(limited(base + 15 * use + random.noise(1), 3, 70) + 1.5 * rain, 3, 100), 0),
        flow: rounded(limited(20 + 15 * use + random.noise(2), 0, 80) + 2 * rain, 1),
        level: rounded(limited(0.4 + 0.3 * use, 0.2, 2) + 0.04 * rain, 2),
        pump_on: rain > 5,
        pump: 'auto',
      };
    };
  },
};
