import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { Unmet } from './unmet.ts';

/** Longest piece of an answer that a failure repeats. */
const SHOWN = 300;

/** One statement about a JSON value: what lies at a path is this, so many, about so much. */
export const assertion = z.strictObject({
  /**
   * Keys with dots between them, from the answer's root; `*` is every member, `key=value` keeps the members of a list with
   * that value, a number is a place in a list. A path with `*` or `=` yields a list.
   */
  at: z.string().default(''),
  is: z.unknown().optional(),
  not: z.unknown().optional(),
  count: z.int().min(0).optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  /** Equal within a share of the value: `{ value: 19.41e6, within: 0.01 }`. */
  near: z.strictObject({ value: z.number(), within: z.number() }).optional(),
  matches: z.string().optional(),
  /** How many different values there are. */
  distinct: z.int().min(0).optional(),
  sum: z.number().optional(),
  /** Every member of the list is this, and there is one. */
  all: z.unknown().optional(),
  /** No member of the list is less than the one before it. */
  ascending: z.literal(true).optional(),
  /** The list holds this, among others. */
  has: z.unknown().optional(),
  lacks: z.unknown().optional(),
});

export type Assertion = z.output<typeof assertion>;

type Found = { readonly many: boolean; readonly filtered?: boolean; readonly values: readonly unknown[] };

function step({ many, filtered, values }: Found, part: string): Found {
  // What a filter kept is a list of its own: its members are `*`, and a number is a place in it.
  if (filtered && part === '*') return { many: true, values };
  if (filtered && /^\d+$/.test(part)) return { many: false, values: [values[Number(part)]] };
  if (part === '*')
    return {
      many: true,
      values: values.flatMap((each) =>
        Array.isArray(each) ? each : typeof each === 'object' && each !== null ? Object.values(each) : [],
      ),
    };
  const filter = /^(\w+)=(.*)$/.exec(part);
  if (filter)
    return {
      many: true,
      filtered: true,
      values: values
        .flatMap((each) => (Array.isArray(each) ? each : []))
        .filter((each) => String((each as Record<string, unknown> | null)?.[filter[1] ?? '']) === filter[2]),
    };
  const inner = values.map((each) => (each as Record<string, unknown> | null | undefined)?.[part]);
  return { many, values: many ? inner.filter((each) => each !== undefined) : inner };
}

/** What lies at a path: one value, or a list where the path has `*` or `=`. */
export function select(json: unknown, path: string): unknown {
  const parts = path === '' ? [] : path.split('.');
  const { many, values } = parts.reduce<Found>(step, { many: false, values: [json] });
  return many ? values : values[0];
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN);
}

const sizeOf = (value: unknown) => (Array.isArray(value) ? value.length : Object.keys(value ?? {}).length);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether `value` has everything that `wanted` names; lists must be equal, and null is what is not there. */
export function fits(value: unknown, wanted: unknown): boolean {
  if (wanted === null) return value === null || value === undefined;
  if (typeof wanted !== 'object' || Array.isArray(wanted)) return isDeepStrictEqual(value, wanted);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(wanted).every(([key, inner]) => fits((value as Record<string, unknown>)[key], inner));
}

/** How many statements hold about `json`. Throws Unmet at the first that does not. */
export function assertAll(json: unknown, assertions: readonly Assertion[], what: string): number {
  for (const { at, ...wanted } of assertions) {
    const value = select(json, at);
    const number = Number(value);
    const { is, not, count, atLeast, atMost, near, matches, distinct, sum, all, ascending, has, lacks } = wanted;
    const refuse = (text: string): never => {
      throw new Unmet(`${what}${at ? ` ${at}` : ''}: ${text}; it is ${shown(value)}`);
    };
    if (is !== undefined && !fits(value, is)) refuse(`expected ${shown(is)}`);
    // What is not there at all is not something else: a statement about an absent field must not hold.
    if (not !== undefined && (value === undefined || fits(value, not)))
      refuse(`must be there and not be ${shown(not)}`);
    if (count !== undefined && sizeOf(value) !== count) refuse(`expected ${count}, found ${sizeOf(value)}`);
    if (atLeast !== undefined && !(number >= atLeast)) refuse(`expected at least ${atLeast}`);
    if (atMost !== undefined && !(number <= atMost)) refuse(`expected at most ${atMost}`);
    if (near && !(Math.abs(number - near.value) <= Math.abs(near.value * near.within)))
      refuse(`expected ${near.value} ± ${near.within * 100} %`);
    if (matches !== undefined && (value === undefined || !new RegExp(matches, 'u').test(String(value))))
      refuse(`expected /${matches}/`);
    const members = listOf(value);
    if (all !== undefined && !(members.length > 0 && members.every((each) => fits(each, all))))
      refuse(`expected each to be ${shown(all)}`);
    const falls = members.findIndex((each, index) => index > 0 && String(each) < String(members[index - 1]));
    if (ascending && (members.length < 2 || falls > 0)) refuse(`expected to ascend, member ${falls} does not`);
    const kinds = new Set(listOf(value).map((each) => JSON.stringify(each))).size;
    if (distinct !== undefined && kinds !== distinct) refuse(`expected ${distinct} different, found ${kinds}`);
    const total = listOf(value).reduce<number>((added, each) => added + Number(each), 0);
    if (sum !== undefined && total !== sum) refuse(`expected a sum of ${sum}, found ${total}`);
    if (has !== undefined && !listOf(value).some((each) => fits(each, has))) refuse(`expected ${shown(has)} in it`);
    if (lacks !== undefined && listOf(value).some((each) => fits(each, lacks))) refuse(`must not hold ${shown(lacks)}`);
  }
  return assertions.length;
}
