import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { GatewayError } from '../errors.ts';
import { LIMITS, type Limits } from '../pipeline/limits.ts';

const length = z
  .string()
  .transform((text) => parseDuration(text))
  .refine((ms): ms is number => ms !== undefined, 'must be a length of time such as 10min');
const count = z.int().min(1).max(1_000_000);
const radiusM = z.number().min(0).max(100_000);

const { flapping, storm, upstream, confirm, clue } = LIMITS;
const schema = z.strictObject({
  flapping: z
    .strictObject({ cycles: count.default(flapping.cycles), window: length.default(flapping.window) })
    .optional(),
  storm: z.strictObject({ cases: count.default(storm.cases), window: length.default(storm.window) }).optional(),
  upstream: z
    .strictObject({
      share: z.number().min(0).max(1).default(upstream.share),
      window: length.default(upstream.window),
      devices: count.default(upstream.devices),
    })
    .optional(),
  confirm: z
    .strictObject({ radiusM: radiusM.default(confirm.radiusM), window: length.default(confirm.window) })
    .optional(),
  clue: z.strictObject({ radiusM: radiusM.default(clue.radiusM), window: length.default(clue.window) }).optional(),
  reopen: length.optional(),
  defer: length.optional(),
});

/**
 * Limits of the pipeline as people write them, lengths of time as `10min`; what is not named stays as it is. Throws
 * REQUEST_INVALID with everything that is wrong.
 */
export function readLimits(given: object): Partial<Limits> {
  const { success, data, error } = schema.safeParse(given);
  if (!success) {
    const faults = error.issues.map(({ path, message }) => `pipeline.${path.join('.')}: ${message}`);
    throw new GatewayError('REQUEST_INVALID', faults.join('; '), { path: 'pipeline' });
  }
  return Object.fromEntries(Object.entries(data).filter(([, limit]) => limit !== undefined));
}
