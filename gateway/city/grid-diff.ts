import type { GridType } from '../model/grid.ts';
import { sweep } from './coverage.ts';
import { centreOf, metresBetween } from './geometry.ts';
import type { GridCell, GridSystem } from './grid-systems.ts';

/** An area that two versions share under different codes. */
export interface SharedArea {
  readonly code: string;
  readonly areaM2: number;
}

export interface ChangedCell {
  readonly code: string;
  readonly name: string;
  readonly type: GridType;
  readonly areaM2: number;
}

/** What a newer version of the leaves changes. Codes within each list ascend. */
export interface GridDiff {
  readonly from: { readonly system: string; readonly version: string; readonly cells: number };
  readonly to: { readonly system: string; readonly version: string; readonly cells: number };
  /** New codes; `of`: the old cells whose ground they take, largest first. */
  readonly added: readonly (ChangedCell & { readonly of: readonly SharedArea[] })[];
  /** Codes that are gone; `to`: the new cells on their ground. */
  readonly removed: readonly (ChangedCell & { readonly to: readonly SharedArea[] })[];
  /** Same code, less than half of the smaller shape in common. */
  readonly moved: readonly (ChangedCell & { readonly byM: number })[];
  /** Same code, another outline. */
  readonly reshaped: readonly (ChangedCell & { readonly gainedM2: number; readonly lostM2: number })[];
  readonly retyped: readonly (ChangedCell & { readonly was: GridType })[];
  readonly reparented: readonly (ChangedCell & { readonly was: string; readonly parent: string })[];
  readonly renamed: readonly (ChangedCell & { readonly was: string })[];
  /** Cells that are the same in everything. */
  readonly unchanged: number;
}

/** What is compared: a version in a profile, or a map that may become one. */
export type DiffSide = Pick<GridSystem, 'leaves'> & {
  readonly spec: { readonly system: string; readonly version: string };
};

const changed = ({ code, name, type, areaM2 }: GridCell): ChangedCell => ({ code, name, type, areaM2 });
const sideOf = ({ spec: { system, version }, leaves }: DiffSide) => ({ system, version, cells: leaves.length });
const byCode = (leaves: readonly GridCell[]) => new Map(leaves.map((leaf) => [leaf.code, leaf]));

/** m² in common, by old code and new code. */
function commonAreas(before: readonly GridCell[], after: readonly GridCell[]): Map<string, Map<string, number>> {
  const common = new Map<string, Map<string, number>>();
  sweep(
    [...before, ...after].map(({ shape }) => shape),
    (inside, areaM2) => {
      for (const a of inside)
        for (const b of inside) {
          const [old, young] = [before[a], after[b - before.length]];
          if (!old || !young) continue;
          const row = common.get(old.code) ?? new Map<string, number>();
          common.set(old.code, row.set(young.code, (row.get(young.code) ?? 0) + areaM2));
        }
    },
  );
  return common;
}

/**
 * Compares the leaves of two versions. Differences up to `toleranceM2` are drawing noise. Only cells that are not drawn alike
 * are overlaid, so that a small change of a large map is found at once.
 */
export function diffGrids(from: DiffSide, to: DiffSide, toleranceM2 = 1): GridDiff {
  const [old, young] = [byCode(from.leaves), byCode(to.leaves)];
  const drawnAlike = (a: GridCell, b: GridCell) => JSON.stringify(a.shape) === JSON.stringify(b.shape);
  const pairs = to.leaves.flatMap((after) => {
    const before = old.get(after.code);
    return before ? [{ before, after, alike: drawnAlike(before, after) }] : [];
  });
  const redrawn = pairs.filter(({ alike }) => !alike);
  const added = to.leaves.filter(({ code }) => !old.has(code));
  const removed = from.leaves.filter(({ code }) => !young.has(code));
  const common = commonAreas(
    [...removed, ...redrawn.map(({ before }) => before)],
    [...added, ...redrawn.map(({ after }) => after)],
  );
  const shared = (areas: Iterable<readonly [string, number]>): SharedArea[] =>
    [...areas]
      .filter(([, areaM2]) => areaM2 > toleranceM2)
      .sort(([, a], [, b]) => b - a)
      .map(([code, areaM2]) => ({ code, areaM2 }));
  const moved: GridDiff['moved'][number][] = [];
  const reshaped: GridDiff['reshaped'][number][] = [];
  for (const { before, after } of redrawn) {
    const both = common.get(after.code)?.get(after.code) ?? 0;
    const [gainedM2, lostM2] = [after.areaM2 - both, before.areaM2 - both];
    if (both < Math.min(before.areaM2, after.areaM2) / 2) {
      const [a, b] = [centreOf(before.shape), centreOf(after.shape)];
      const byM = metresBetween({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] });
      moved.push({ ...changed(after), byM });
    } else if (gainedM2 > toleranceM2 || lostM2 > toleranceM2) reshaped.push({ ...changed(after), gainedM2, lostM2 });
  }
  const retyped = pairs.filter(({ before, after }) => before.type !== after.type);
  const reparented = pairs.filter(({ before, after }) => before.parent !== after.parent);
  const renamed = pairs.filter(({ before, after }) => before.name !== after.name);
  const touched = new Set(
    [...moved, ...reshaped, ...[...retyped, ...reparented, ...renamed].map(({ after }) => after)].map(
      ({ code }) => code,
    ),
  );
  return {
    ...{ from: sideOf(from), to: sideOf(to), moved, reshaped },
    added: added.map((cell) => ({
      ...changed(cell),
      of: shared(
        [...common].flatMap(([code, row]) => (row.has(cell.code) ? [[code, row.get(cell.code) ?? 0] as const] : [])),
      ),
    })),
    removed: removed.map((cell) => ({ ...changed(cell), to: shared(common.get(cell.code) ?? []) })),
    retyped: retyped.map(({ before, after }) => ({ ...changed(after), was: before.type })),
    reparented: reparented.map(({ before, after }) => ({
      ...changed(after),
      was: before.parent ?? '',
      parent: after.parent ?? '',
    })),
    renamed: renamed.map(({ before, after }) => ({ ...changed(after), was: before.name })),
    unchanged: pairs.length - touched.size,
  };
}
