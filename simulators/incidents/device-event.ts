import { z } from 'zod';
import { duration } from '../duration.ts';
import { incidentKind } from './incident.ts';

/** A discrete event that goes on and, when `hold` is over, off again. */
export const deviceEvent = incidentKind(
  'event',
  {
    code: z.string(),
    hold: duration,
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  },
  ({ code, hold, data }) => ({
    effects: [
      {
        from: 0,
        to: hold,
        every: hold,
        events: [
          { after: 0, event: { code, active: true, data } },
          { after: hold, event: { code, active: false, data } },
        ],
      },
    ],
  }),
);
