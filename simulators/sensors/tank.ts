import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Tank with hazardous goods: a level that hardly moves, a pressure that follows the day's heat, no gas around it. */
export const tank: SensorProfile = {
  type: 'tank',
  every: MINUTE,
  start(random) {
    const level = random.between(40, 75);
    const pressure = random.between(300, 450);
    return ({ hour }) => ({
      level: rounded(level + random.noise(0.1), 1),
      pressure: rounded(pressure + 40 * bump(hour, 15, 9) + random.noise(2), 0),
      temperature: rounded(18 + 9 * bump(hour, 15, 9) + random.noise(0.2), 1),
      lel: rounded(limited(random.noise(0.2), 0, 1), 2),
    });
  },
};
