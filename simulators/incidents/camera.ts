import { z } from 'zod';
import { duration } from '../duration.ts';
import { incidentKind } from './incident.ts';

/** Somebody inside a watched field. */
export const intrusion = incidentKind(
  'intrusion',
  { zone: z.string(), object: z.string().default('1'), hold: duration.prefault('20s') },
  ({ zone, object, hold }) => ({
    actions: [
      { after: 0, verb: 'intrusion', args: [true, zone, object] },
      { after: hold, verb: 'intrusion', args: [false, zone, object] },
    ],
  }),
);

/** Movement in the picture: a tree, a cat, a bus. */
export const motion = incidentKind('motion', { hold: duration.prefault('8s') }, ({ hold }) => ({
  actions: [
    { after: 0, verb: 'motion', args: [true] },
    { after: hold, verb: 'motion', args: [false] },
  ],
}));
