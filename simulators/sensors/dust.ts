import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Dust at a site that keeps it down, µg/m³: 30–80 with a ridge in the morning and in the evening, more while work goes on and in winter. */
export const dust: SensorProfile = {
  type: 'dust',
  every: MINUTE,
  start(random) {
    const base = random.between(30, 60);
    const loud = random.between(1.5, 3);
    return ({ hour, restDay, winter, working = !restDay && hour >= 7 && hour < 18, sky }) => {
      const ridge = 1 + 0.3 * Math.max(bump(hour, 8, 3), bump(hour, 20, 3));
      const work = working ? loud : 1;
      // Rain washes it out of the air.
      const washed = 1 - 0.6 * Math.min(1, sky.rain / 5);
      const pm10 = limited(base * ridge * (1 + 0.4 * winter) * work * washed + random.noise(5), 10, 400);
      return {
        tsp: rounded(pm10 * 1.6, 0),
        pm10: rounded(pm10, 0),
        pm25: rounded(pm10 * 0.45, 0),
        wind_speed: rounded(limited((sky.wind ?? 2) + random.noise(0.8), 0, 60), 1),
        humidity: rounded(limited(55 - 10 * bump(hour, 15, 8) + random.noise(2), 15, 95), 0),
      };
    };
  },
};
