import type { Case, HandlingLevel } from '../model/case.ts';
import type { TimeLimit } from '../model/catalogue.ts';
import type { Ladder } from '../model/ladder.ts';

const MINUTE = 60_000;
const minutes = (count: number): TimeLimit => ({ ms: count * MINUTE, clock: 'continuous' });

/**
 * The ladder of a city that has none of its own: five levels are told, two command; minor matters never leave their grid
 * (小事不出网格), others not their street (大事不出街道), danger to life goes up to the district. The limits are proposals of this
 * project, not of a standard.
 */
export const DEFAULT_LADDER: Ladder = {
  levels: [
    { level: 'GRID', name: { zh: '网格', en: 'grid' }, command: false, patience: minutes(10) },
    { level: 'UNIT', name: { zh: '单元', en: 'unit' }, command: false, patience: minutes(10) },
    { level: 'AREA', name: { zh: '片区', en: 'area' }, command: false, patience: minutes(15) },
    { level: 'STREET', name: { zh: '街道', en: 'street' }, command: true, patience: minutes(30) },
    { level: 'DISTRICT', name: { zh: '区', en: 'district' }, command: true, patience: minutes(60) },
  ],
  bySeverity: {
    1: { from: 'GRID', to: 'DISTRICT' },
    2: { from: 'GRID', to: 'STREET' },
    3: { from: 'GRID', to: 'STREET' },
    4: { from: 'GRID', to: 'GRID' },
  },
};

/** Levels of a path from its top to its leaf, by its length: systems have one to five. */
const LEVELS_OF_PATH: Readonly<Record<number, readonly HandlingLevel[]>> = {
  1: ['DISTRICT'],
  2: ['DISTRICT', 'GRID'],
  3: ['DISTRICT', 'STREET', 'GRID'],
  4: ['DISTRICT', 'STREET', 'AREA', 'GRID'],
  5: ['DISTRICT', 'STREET', 'AREA', 'UNIT', 'GRID'],
};

/** A level of the ladder that this case can be taken to. */
export interface Rung {
  readonly level: HandlingLevel;
  readonly name: { readonly zh: string; readonly en: string };
  /** Code of the cell at that level in the responsible grid system, or of the organisation that dispatches. */
  readonly code: string;
  readonly command: boolean;
  readonly patience: TimeLimit;
}

/**
 * The levels a case can climb, from where it is handled to where its severity lets it go. Levels that its grid system has not
 * are left out; a case outside every grid has only the district's.
 */
export function rungsOf({ levels, bySeverity }: Ladder, record: Case): readonly Rung[] {
  const path = record.grids[0]?.path ?? [];
  const named = LEVELS_OF_PATH[path.length] ?? [];
  const codes = new Map(named.map((level, index) => [level, path[index] ?? '']));
  if (codes.size === 0) codes.set('DISTRICT', record.orgCode);
  const place = (level: HandlingLevel) => levels.findIndex((each) => each.level === level);
  const range = bySeverity[record.severity];
  const from = place(record.handlingLevel ?? range.from);
  const to = Math.max(from, place(range.to));
  const rungs = levels.flatMap(({ level, name, command, patience }, index): Rung[] => {
    const code = codes.get(level);
    return index < from || index > to || code === undefined ? [] : [{ level, name, code, command, patience }];
  });
  if (rungs.length > 0) return rungs;
  // Nowhere in reach: the one who dispatches is told.
  const top = levels.at(-1);
  return top ? [{ ...top, code: record.orgCode }] : [];
}
