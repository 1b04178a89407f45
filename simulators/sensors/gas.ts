import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Combustible-gas detector: 0–1 %LEL of noise, restaurant peaks up to 3 at meal times, traces of CO. */
export const gas: SensorProfile = {
  type: 'gas',
  every: MINUTE,
  start(random) {
    const restaurant = random.between(0, 2);
    return ({ hour }) => ({
      lel: rounded(
        limited(random.between(0, 1) + restaurant * Math.max(bump(hour, 12, 1.5), bump(hour, 18.5, 1.5)), 0, 3),
        2,
      ),
      co: rounded(limited(2 + random.noise(1), 0, 8), 1),
    });
  },
};
