import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** People counter on a square: busiest around noon and in the evening, far from crowded. */
export const crowd: SensorProfile = {
  type: 'crowd',
  every: MINUTE,
  start(random) {
    const area = random.between(150, 400);
    return ({ hour }) => {
      const density = limited(0.2 + 0.6 * bump(hour, 12, 3) + 0.9 * bump(hour, 19, 3) + random.noise(0.08), 0, 2);
      return {
        density: rounded(density, 2),
        count: Math.round(density * area),
        flow: Math.round(limited(density * 20 + random.noise(3), 0, 60)),
      };
    };
  },
};
