import { z } from 'zod';
import { duration } from '../duration.ts';
import { incidentKind, type PeerAction } from './incident.ts';

const door = z.string().default('Door1');

/** A door opened by force; closed again after `hold`. */
export const doorForced = incidentKind('door-forced', { door, hold: duration.prefault('90s') }, ({ door, hold }) => ({
  actions: [
    { after: 0, verb: 'forceOpen', args: [door] },
    { after: hold, verb: 'close', args: [door] },
  ],
}));

/** A door held open longer than it may be. */
export const doorHeld = incidentKind('door-held', { door, hold: duration.prefault('4min') }, ({ door, hold }) => ({
  actions: [
    { after: 0, verb: 'holdOpen', args: [door] },
    { after: hold, verb: 'close', args: [door] },
  ],
}));

/** The same card refused again and again. */
export const accessDenied = incidentKind(
  'access-denied',
  {
    door,
    times: z.int().min(1).default(5),
    over: duration.prefault('80s'),
    reason: z.string().default('CredentialNotEnabled'),
  },
  ({ door, times, over, reason }) => ({
    actions: Array.from({ length: times }, (_, index): PeerAction => {
      // Whole seconds: the tick of most scenarios.
      const after = times === 1 ? 0 : Math.round((over * index) / (times - 1) / 1000) * 1000;
      return { after, verb: 'deny', args: [door, reason] };
    }),
  }),
);

/** Residents coming home. */
export const accessGranted = incidentKind(
  'access-granted',
  { door, times: z.int().min(1).default(1), over: duration.prefault('60s') },
  ({ door, times, over }) => ({
    actions: Array.from({ length: times }, (_, index): PeerAction => {
      const after = times === 1 ? 0 : Math.round((over * index) / (times - 1) / 1000) * 1000;
      return { after, verb: 'grant', args: [door] };
    }),
  }),
);

/** Somebody enters a code under threat. */
export const duress = incidentKind('duress', { door }, ({ door }) => ({
  actions: [{ after: 0, verb: 'duress', args: [door] }],
}));
