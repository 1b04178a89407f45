import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Weather station: a fair day with a light breeze, warmest at 15 h, unless the scenario has weather of its own. */
export const weather: SensorProfile = {
  type: 'weather',
  every: 5 * MINUTE,
  start(random) {
    const morning = random.between(14, 20);
    return ({ hour, sky }) => ({
      temperature: rounded((sky.temperature ?? morning + 8 * bump(hour, 15, 9)) + random.noise(0.3), 1),
      humidity: rounded(limited(65 - 25 * bump(hour, 15, 9) + random.noise(2) + 6 * sky.rain, 15, 98), 0),
      pressure: rounded(1012 + random.noise(0.4), 1),
      wind_speed: rounded(limited((sky.wind ?? 2 + 1.5 * bump(hour, 14, 7)) + random.noise(0.8), 0, 60), 1),
      wind_direction: rounded(limited(135 + random.noise(20), 0, 359), 0),
      rain: rounded(sky.rain, 1),
    });
  },
};
