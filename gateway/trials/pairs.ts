/** Trouble as two observers see it: what it is about, and from when to when. */
export interface Spell {
  /** Where the trouble is: an asset, or a device and its part. */
  readonly subject: string;
  readonly category: string;
  /** Epoch ms at which it began. */
  readonly from: number;
  /** Epoch ms at which it was over; absent while it lasts. */
  readonly until?: number;
}

export interface Pairs<T> {
  readonly both: readonly (readonly [a: T, b: T])[];
  readonly onlyA: readonly T[];
  readonly onlyB: readonly T[];
}

/** ms by which two spells that do not overlap may begin apart and still be the same trouble. */
export const NEAR_MS = 3_600_000;
/** Spells to each side of a beginning that are looked at: those farther away are less alike. */
const NEIGHBOURS = 4;

function overlap(a: Spell, b: Spell): boolean {
  return a.from <= (b.until ?? Number.POSITIVE_INFINITY) && b.from <= (a.until ?? Number.POSITIVE_INFINITY);
}

function groups<T extends Spell>(spells: readonly T[], keyOf: (spell: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const spell of spells) {
    const list = found.get(keyOf(spell));
    if (list) list.push(spell);
    else found.set(keyOf(spell), [spell]);
  }
  for (const list of found.values()) list.sort((a, b) => a.from - b.from);
  return found;
}

/** Pairs of one group: the nearest beginnings first, each spell once. */
function pairGroup<T extends Spell>(as: readonly T[], bs: readonly T[]): [T, T][] {
  const possible: { a: T; b: T; apart: number }[] = [];
  let next = 0;
  for (const a of as) {
    while (next < bs.length && (bs[next]?.from ?? 0) < a.from) next++;
    for (const b of bs.slice(Math.max(0, next - NEIGHBOURS), next + NEIGHBOURS)) {
      const apart = Math.abs(a.from - b.from);
      if (apart <= NEAR_MS || overlap(a, b)) possible.push({ a, b, apart });
    }
  }
  const taken = new Set<T>();
  return possible
    .sort((one, other) => one.apart - other.apart)
    .flatMap(({ a, b }): [T, T][] => {
      if (taken.has(a) || taken.has(b)) return [];
      taken.add(a).add(b);
      return [[a, b]];
    });
}

function pairBy<T extends Spell>(as: readonly T[], bs: readonly T[], keyOf: (spell: T) => string): [T, T][] {
  const groupsB = groups(bs, keyOf);
  return [...groups(as, keyOf)].flatMap(([key, list]) => pairGroup(list, groupsB.get(key) ?? []));
}

/**
 * Which troubles of `as` and `bs` are the same: those at one subject that overlap or begin within an hour, first among those of
 * one category, then across categories. The nearest beginnings find each other first.
 */
export function pairUp<T extends Spell>(as: readonly T[], bs: readonly T[]): Pairs<T> {
  const same = pairBy(as, bs, ({ subject, category }) => `${subject}|${category}`);
  const taken = new Set(same.flat());
  const free = (spell: T) => !taken.has(spell);
  const across = pairBy(as.filter(free), bs.filter(free), ({ subject }) => subject);
  for (const pair of across) for (const spell of pair) taken.add(spell);
  return { both: [...same, ...across], onlyA: as.filter(free), onlyB: bs.filter(free) };
}
