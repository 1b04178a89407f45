import { z } from 'zod';
import { duration } from '../duration.ts';

/** A stretch of time after the start, out of which the seed picks an instant. */
const stretch = z
  .tuple([duration, duration])
  .refine(([from, to]) => from <= to, 'the second time lies before the first: write [from, to]');

/** An instant after the start of the scenario, or one that the seed picks from a stretch. */
export const instant = z.union([duration, z.strictObject({ between: stretch })]);
