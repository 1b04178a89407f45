import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** A slow river and a restaurant that cleans its fume: peaks at meals, higher at weekends, below the limit. */
export const quality: SensorProfile = {
  type: 'quality',
  every: 5 * MINUTE,
  start(random) {
    const ph = random.between(7, 7.8);
    return ({ hour, restDay }) => ({
      ph: rounded(limited(ph + 0.1 * bump(hour, 15, 8) + random.noise(0.03), 6.6, 8.4), 2),
      dissolved_oxygen: rounded(limited(7 + bump(hour, 15, 8) + random.noise(0.2), 5, 10), 1),
      ammonia: rounded(limited(0.5 + random.noise(0.05), 0.2, 1), 2),
      fume: rounded(
        limited(
          0.1 + (restDay ? 1.1 : 0.9) * Math.max(bump(hour, 12, 1.5), bump(hour, 18.5, 2)) + random.noise(0.08),
          0,
          1.6,
        ),
        2,
      ),
    });
  },
};
