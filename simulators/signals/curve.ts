import { z } from 'zod';
import { duration } from '../duration.ts';

/** A quantity over the run: `[after the start, value]`, straight lines between, level before the first and behind the last. */
export const curve = z
  .array(z.tuple([duration, z.number()]))
  .min(1)
  .refine((points) => points.every(([at], index) => index === 0 || at > (points[index - 1]?.[0] ?? 0)), {
    message: 'each point of a curve lies behind the one before it',
  });

export type Curve = z.output<typeof curve>;

/** The value `elapsed` ms after the start. */
export function levelAt(points: Curve, elapsed: number): number {
  const after = points.findIndex(([at]) => at > elapsed);
  const [fromAt, from] = points[after === -1 ? points.length - 1 : Math.max(0, after - 1)] ?? [0, 0];
  if (after <= 0) return from;
  const [toAt, to] = points[after] ?? [fromAt, from];
  return from + ((to - from) * (elapsed - fromAt)) / (toAt - fromAt);
}
