import { battery, bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Stand-alone smoke detector: 0.00–0.03 dB/m, cooking between 17 and 19 h up to 0.08, room temperature. */
export const smoke: SensorProfile = {
  type: 'smoke',
  every: 5 * MINUTE,
  start(random) {
    const charge = battery(random);
    const room = random.between(18, 25);
    const kitchen = random.between(0, 0.05);
    return (moment) => ({
      smoke: rounded(limited(random.between(0, 0.03) + kitchen * bump(moment.hour, 18, 1), 0, 0.08), 3),
      temperature: rounded(room + 2 * bump(moment.hour, 15, 8) + random.noise(0.2), 1),
      battery: charge(moment),
    });
  },
};
