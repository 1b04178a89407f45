import { z } from 'zod';
import { duration, positiveDuration } from '../duration.ts';
import { rounded } from '../sensors/sensor.ts';
import { hydrograph, numberOf } from './curves.ts';
import { incidentKind } from './incident.ts';

/** Heavy rain on one low point: the water rises 1–3 cm a minute and drains with a half-life of a quarter of an hour or so. */
export const storm = incidentKind(
  'storm',
  {
    peak: z.number().default(32),
    rise: duration.prefault('16min'),
    halfLife: duration.prefault('8min'),
    lasts: duration.prefault('40min'),
    rain: z.number().default(45),
    every: positiveDuration.prefault('10s'),
  },
  ({ peak, rise, halfLife, lasts, rain, every }) => ({
    effects: [
      {
        from: 0,
        to: lasts,
        every,
        shape: (elapsed, normal) => ({
          ...normal,
          level: rounded(Math.max(numberOf(normal['level']), hydrograph(elapsed, rise, halfLife, peak)), 1),
          rain: elapsed < rise ? rain : 0,
        }),
      },
    ],
  }),
);
