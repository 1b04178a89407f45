import { z } from 'zod';
import type { CheckKind } from '../check.ts';
import type { Stand } from '../stand.ts';

const value = z.union([z.string(), z.number()]);
const parameters = z.strictObject({
  kind: z.literal('each'),
  /** What the steps see under its key as `${key}`, one after the other. */
  of: z.array(z.record(z.string(), value)).min(1),
  checks: z.array(z.looseObject({ kind: z.string() })).min(1),
});

/** The same steps for several things. Their `${name}` are filled in as it is their turn, so that they see what was saved before. */
export function eachCheck(play: (stand: Stand, given: { readonly kind: string }) => Promise<number>) {
  return {
    kind: 'each',
    schema: parameters,
    async run(stand: Stand, given: unknown) {
      const { of, checks } = parameters.parse(given);
      let asserted = 0;
      for (const values of of) {
        for (const [name, own] of Object.entries(values)) stand.saved.set(name, own);
        for (const check of checks) asserted += await play(stand, check);
      }
      return asserted;
    },
  } as const satisfies CheckKind;
}
