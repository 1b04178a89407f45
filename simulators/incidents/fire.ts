import { z } from 'zod';
import { duration } from '../duration.ts';
import { rounded } from '../sensors/sensor.ts';
import { numberOf, trapezoid } from './curves.ts';
import { incidentKind } from './incident.ts';

/** Smoke and heat climb together; heat lags and stays lower than a flame would make it until the room is lost. */
export const fire = incidentKind(
  'fire',
  {
    peak: z.number().default(0.6),
    heat: z.number().default(68),
    rise: duration.prefault('60s'),
    hold: duration.prefault('4min'),
    fall: duration.prefault('3min'),
    every: duration.prefault('2s'),
  },
  ({ peak, heat, rise, hold, fall, every }) => ({
    effects: [
      {
        from: 0,
        to: rise + hold + fall,
        every,
        shape: (elapsed, normal) => ({
          ...normal,
          smoke: rounded(trapezoid(elapsed, { rise, hold, fall }, numberOf(normal['smoke']), peak), 3),
          temperature: rounded(
            trapezoid(
              elapsed,
              { rise: rise * 2, hold: Math.max(0, hold - rise), fall },
              numberOf(normal['temperature']),
              heat,
            ),
            1,
          ),
        }),
      },
    ],
  }),
);
