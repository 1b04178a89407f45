import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Reference station: the city's air, without any site, with the two daily ridges of traffic. */
export const airStation: SensorProfile = {
  type: 'air-station',
  every: 15 * MINUTE,
  start(random) {
    const base = random.between(40, 70);
    return ({ hour }) => {
      const pm10 = limited(base * (1 + 0.3 * Math.max(bump(hour, 8, 3), bump(hour, 20, 3))) + random.noise(4), 10, 150);
      return {
        pm10: rounded(pm10, 0),
        pm25: rounded(pm10 * 0.5, 0),
        so2: rounded(limited(8 + random.noise(1), 2, 20), 0),
        no2: rounded(limited(30 + 15 * bump(hour, 8, 3) + random.noise(3), 5, 80), 0),
        o3: rounded(limited(40 + 60 * bump(hour, 15, 5) + random.noise(5), 5, 150), 0),
        co: rounded(limited(0.7 + random.noise(0.1), 0.2, 2), 1),
      };
    };
  },
};
