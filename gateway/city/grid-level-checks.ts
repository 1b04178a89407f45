import type { LevelSpec } from './grid-system-spec.ts';
import type { GridCell } from './grid-systems.ts';
import type { CityProblem } from './problem.ts';

/** Cells named in one warning; the others are counted. */
const NAMED = 10;

/** Codes and parents: of the level of their file, hanging from a cell one level up. */
export function checkLevel(
  level: LevelSpec,
  cells: readonly GridCell[],
  above: ReadonlyMap<string, GridCell>,
  top: boolean,
): CityProblem[] {
  return cells.flatMap((cell): CityProblem[] => {
    const say = (message: string): CityProblem => ({
      level: 'error',
      where: cell.where(),
      message: `grid ${cell.code} ${message}`,
    });
    const problems: CityProblem[] = [];
    if (cell.level !== level.id) problems.push(say(`is of level "${cell.level}" in the file of level "${level.id}"`));
    if (top && cell.parent !== undefined) problems.push(say('is of the top level and cannot have a parent'));
    if (!top && (cell.parent === undefined || !above.has(cell.parent)))
      problems.push(say(`has parent "${cell.parent ?? ''}", which no cell of the level above is called`));
    if (!(cell.areaM2 > 0)) problems.push(say('has no area'));
    return problems;
  });
}

/** The counts that the profile says, in all and of each type. */
export function checkCounts(
  { id, count, types }: LevelSpec,
  cells: readonly GridCell[],
  where: () => string,
): CityProblem[] {
  const problems: CityProblem[] = [];
  const say = (message: string) => problems.push({ level: 'error', where: where(), message });
  if (count !== undefined && count !== cells.length)
    say(`level "${id}" has ${cells.length} cells, the profile says ${count}`);
  for (const [type, expected] of Object.entries(types ?? {})) {
    const found = cells.filter((cell) => cell.type === type).length;
    if (found !== expected) say(`level "${id}" has ${found} cells of type ${type}, the profile says ${expected}`);
  }
  return problems;
}

/**
 * Cells with an unusual number of children, as one warning: the published rule of 3 to 5 grids in a community does not hold even
 * where it was published.
 */
export function checkChildren(level: LevelSpec, cells: readonly GridCell[], below: readonly GridCell[]): CityProblem[] {
  const counts = new Map<string, number>();
  for (const { parent = '' } of below) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  const { min, max } = { min: 1, max: Number.POSITIVE_INFINITY, ...level.children };
  const odd = cells.filter(({ code }) => (counts.get(code) ?? 0) < min || (counts.get(code) ?? 0) > max);
  const [first] = odd;
  if (!first) return [];
  const usual = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  const list = odd.slice(0, NAMED).map(({ code }) => `${code} (${counts.get(code) ?? 0})`);
  if (odd.length > NAMED) list.push(`and ${odd.length - NAMED} more`);
  const message = `${odd.length} of ${cells.length} cells of level "${level.id}" have not ${usual} cells of the level below, as is usual: ${list.join(', ')}`;
  const warning: CityProblem = {
    level: 'warning',
    // Found when it is asked for: the place costs a parse of the file, and at a start nobody asks.
    get where() {
      return first.where();
    },
    message,
  };
  return [warning];
}
