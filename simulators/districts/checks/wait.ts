import { z } from 'zod';
import { duration } from '../../duration.ts';
import { epochOf } from '../../lab-clock.ts';
import { checkKind } from '../check.ts';

/** The city's time passes: for a while, or until an instant. */
export const waitCheck = checkKind(
  'wait',
  {
    for: duration.optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    /** Longest step. */
    step: duration.prefault('1min'),
  },
  async (stand, { for: length, until, step }) => {
    const ms = until === undefined ? (length ?? 0) : epochOf(until) - stand.clock.now();
    if (ms <= 0) throw new Error('a wait needs `for`, or an `until` that is still to come');
    await stand.pass(ms, step);
    return 0;
  },
);
