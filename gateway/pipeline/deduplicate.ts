import { isDecided } from './candidate-row.ts';
import type { Stage } from './stage.ts';

/**
 * Was it decided before? A redelivery meets its own row. The first stage of all, since whatever comes behind it writes. What
 * was on hold has its row too, and comes back on purpose.
 */
export const deduplicate: Stage = (draft, { tx }) => {
  if (draft.released === undefined && isDecided(tx, draft.candidate.candidateId)) return { known: true };
  return { pass: draft };
};
