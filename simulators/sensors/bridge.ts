import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Bridge: lorries within their limit, the deck following load and heat, air that a tunnel's fans keep fresh. */
export const bridge: SensorProfile = {
  type: 'bridge',
  every: MINUTE,
  start(random) {
    return ({ hour, restDay, sky }) => {
      // In heavy rain people stay where they are.
      const rain = 1 - 0.5 * Math.min(1, sky.rain / 30);
      const traffic = rain * (restDay ? 0.6 : 1) * (0.2 + 0.8 * Math.max(bump(hour, 8, 3), bump(hour, 18, 3)));
      const lorry = random.between(0, 1) < 0.3 * traffic;
      const load = random.between(15, 42);
      const weight = lorry ? load : 2 + 3 * traffic;
      const heat = bump(hour, 15, 9);
      return {
        weight: rounded(weight, 1),
        displacement: rounded(0.15 * weight + 3 * heat + random.noise(0.3), 1),
        strain: rounded(40 + 2 * weight + 30 * heat + random.noise(3), 0),
        co: rounded(limited(5 + 15 * traffic + random.noise(2), 0, 40), 0),
        illuminance: rounded(limited(150 + random.noise(10), 80, 220), 0),
        temperature: rounded(16 + 8 * heat + random.noise(0.3), 1),
      };
    };
  },
};
