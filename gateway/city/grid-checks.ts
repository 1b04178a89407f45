import { sweep } from './coverage.ts';
import type { MultiPolygon } from './geometry.ts';
import type { GridCell } from './grid-systems.ts';
import type { CityProblem } from './problem.ts';

/** What is checked together: all cells of a system, and the area its leaves must fill. */
export interface Tiling {
  readonly cells: readonly GridCell[];
  /** Level of the leaves. */
  readonly leafLevel: string;
  /** Absent where nothing need be filled: an overlay. */
  readonly mask?: MultiPolygon;
  /** `file:line:column` of the mask. */
  readonly maskAt: () => string;
  /** Areas up to this size are drawing noise, m². */
  readonly toleranceM2: number;
  /** The cells may leave holes in the mask. */
  readonly sparse?: boolean;
  /** Problems of one kind that are told one by one; the others are counted. Default 20. */
  readonly named?: number;
}

/** Areas of one kind of trouble by the cells it concerns, each with its largest piece so that it can be found on a map. */
interface Trouble {
  areaM2: number;
  largest: number;
  lon: number;
  lat: number;
}

type Troubles = Map<string, Trouble>;

function add(troubles: Troubles, key: string, areaM2: number, lon: number, lat: number): void {
  const known = troubles.get(key) ?? { areaM2: 0, largest: 0, lon, lat };
  known.areaM2 += areaM2;
  if (areaM2 > known.largest) Object.assign(known, { largest: areaM2, lon, lat });
  troubles.set(key, known);
}

/** All troubles of a tiling, from one sweep over every level and the mask together. */
function survey({ cells, leafLevel, mask, sparse }: Tiling) {
  const found = { overlap: new Map(), outside: new Map(), gap: new Map(), beyond: new Map() } as Record<
    'overlap' | 'outside' | 'gap' | 'beyond',
    Troubles
  >;
  /** What lies outside its parent lies in these, by the same key. */
  const into = new Map<string, Set<string>>();
  const numbers = new Map(cells.map((cell, number) => [cell.code, number]));
  const parents = cells.map(({ parent }) => (parent === undefined ? undefined : (numbers.get(parent) ?? -1)));
  const levels = [...new Set(cells.map(({ level }) => level))];
  const levelOf = cells.map(({ level }) => levels.indexOf(level));
  const leaf = levels.indexOf(leafLevel);
  /** First cell of each level in the piece at hand: a sound piece has one of each. */
  const first = new Int32Array(levels.length);
  sweep([...cells.map((cell) => cell.shape), ...(mask ? [mask] : [])], (inside, areaM2, lon, lat) => {
    const covered = !mask || inside.has(cells.length);
    first.fill(-1);
    for (const number of inside) {
      const cell = cells[number];
      if (!cell) continue;
      const level = levelOf[number] as number;
      if (first[level] === -1) first[level] = number;
      else
        for (const other of inside) {
          // Those before it only, so that each pair counts once.
          if (other === number) break;
          if (levelOf[other] !== level) continue;
          add(found.overlap, [cell.code, cells[other]?.code].sort().join(' '), areaM2, lon, lat);
        }
      const parent = parents[number];
      if (parent !== undefined && !inside.has(parent)) {
        add(found.outside, cell.code, areaM2, lon, lat);
        const reached = into.get(cell.code) ?? new Set();
        for (const other of inside) if (levelOf[other] === levelOf[parent]) reached.add(cells[other]?.code ?? '');
        into.set(cell.code, reached);
      }
      if (level === leaf && !covered) add(found.beyond, cell.code, areaM2, lon, lat);
    }
    if (mask && covered && !sparse && first[leaf] === -1) add(found.gap, '', areaM2, lon, lat);
  });
  return { ...found, into };
}

const m2 = (areaM2: number) => `${areaM2.toFixed(1)} m²`;

/**
 * The grid rule 不交叉、不遗漏、不跨社区: cells of a level do not overlap, a cell lies inside its parent, the leaves fill the
 * managed area and stay inside it. Every problem says how many square metres and where. A hundred problems of one kind do not
 * flood: the largest are told, the others counted with their sum.
 */
export function checkTiling(tiling: Tiling): CityProblem[] {
  const { named = 20, toleranceM2, maskAt } = tiling;
  const byCode = new Map(tiling.cells.map((cell) => [cell.code, cell]));
  const { overlap, outside, gap, beyond, into } = survey(tiling);
  const report = (
    kind: string,
    troubles: Troubles,
    { where, say }: { where: (key: string) => string; say: (key: string) => string },
  ): CityProblem[] => {
    const large = [...troubles]
      .filter(([, trouble]) => trouble.areaM2 > toleranceM2)
      .sort(([, a], [, b]) => b.areaM2 - a.areaM2);
    const problems = large.slice(0, named).map(([key, { areaM2, lon, lat }]): CityProblem => {
      const place = `${m2(areaM2)} (largest piece near ${lon.toFixed(6)}, ${lat.toFixed(6)})`;
      return { level: 'error', where: where(key), message: `${say(key)} ${place}`, areaM2 };
    });
    const rest = large.slice(named);
    if (rest.length === 0) return problems;
    const areaM2 = rest.reduce((sum, [, trouble]) => sum + trouble.areaM2, 0);
    const message = `and ${rest.length} smaller ${kind} of ${m2(areaM2)} in all; "gridwarden city check --all" names them`;
    return [...problems, { level: 'error', where: where(rest[0]?.[0] ?? ''), message, areaM2 }];
  };
  const where = (key: string) => byCode.get(key.split(' ')[0] ?? '')?.where() ?? maskAt();
  const intoOf = (code: string) => {
    const others = [...(into.get(code) ?? [])];
    return others.length > 0 ? `, in ${others.slice(0, 3).join(', ')}${others.length > 3 ? ' …' : ''},` : '';
  };
  return [
    ...report('overlaps', overlap, { where, say: (key) => `grids ${key.replace(' ', ' and ')} overlap by` }),
    ...report('overhangs', outside, {
      where,
      say: (key) => `grid ${key} lies outside its parent ${byCode.get(key)?.parent}${intoOf(key)} with`,
    }),
    ...report('gaps', gap, { where: maskAt, say: () => 'the managed area has no grid on' }),
    ...report('overhangs', beyond, { where, say: (key) => `grid ${key} lies outside the managed area with` }),
  ];
}
