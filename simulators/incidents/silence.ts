import { duration } from '../duration.ts';
import { incidentKind } from './incident.ts';

/** The device says nothing more, as with an empty battery; it comes back after `lasts`. */
export const silence = incidentKind('silence', { lasts: duration }, ({ lasts }) => ({
  effects: [{ from: 0, to: lasts, every: lasts, mute: true }],
}));
