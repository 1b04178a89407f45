import { z } from 'zod';
import type { Stand } from './stand.ts';

/** A kind of step that a row may have: its own parameters, and what it does and asserts on a stand. */
export interface CheckKind {
  readonly kind: string;
  readonly schema: z.ZodObject;
  /** Resolves with the number of statements that held. Throws Unmet for one that does not, Error when it cannot be tried. */
  run(stand: Stand, parameters: unknown): Promise<number>;
}

/** Declares a kind of check. `${name}` in a text of its parameters is what an earlier step of the row saved. */
export function checkKind<K extends string, S extends z.ZodRawShape>(
  kind: K,
  shape: S,
  run: (stand: Stand, parameters: z.output<z.ZodObject<S>>) => Promise<number> | number,
) {
  const parameters = z.strictObject(shape);
  return {
    kind,
    schema: z.strictObject({ kind: z.literal(kind), ...shape }),
    run: async (stand: Stand, given: unknown) => {
      const { kind: _kind, ...rest } = given as Record<string, unknown>;
      return await run(stand, parameters.parse(filled(rest, stand.saved)));
    },
  } satisfies CheckKind;
}

/** The value with every `${name}` in its texts replaced; one that is nothing else becomes what was saved, a number or a list. Throws for a name that nothing was saved under. */
export function filled(value: unknown, saved: ReadonlyMap<string, unknown>): unknown {
  const whole = typeof value === 'string' ? /^\$\{(\w+)\}$/.exec(value)?.[1] : undefined;
  if (whole !== undefined && saved.has(whole)) return saved.get(whole);
  if (typeof value === 'string')
    return value.replace(/\$\{(\w+)\}/g, (_text, name: string) => {
      if (!saved.has(name)) throw new Error(`no earlier step saved "${name}"`);
      return String(saved.get(name));
    });
  if (Array.isArray(value)) return value.map((each) => filled(each, saved));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, saved)]));
}
