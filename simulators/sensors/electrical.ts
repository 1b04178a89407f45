import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Residual-current monitor of a distribution box: 20–80 mA, cables at 25–45 ℃, two daily load peaks, no arcs. */
export const electrical: SensorProfile = {
  type: 'electrical',
  every: 2 * MINUTE,
  start(random) {
    const leak = random.between(20, 50);
    return ({ hour }) => {
      const load = 0.3 + 0.5 * bump(hour, 9, 3) + 0.6 * bump(hour, 19, 3);
      return {
        residual: rounded(limited(leak + 20 * load + random.noise(2), 10, 90), 0),
        temperature: rounded(25 + 15 * load + random.noise(0.5), 1),
        arcs: 0,
      };
    };
  },
};
