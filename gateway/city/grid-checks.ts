import { sweep } from './coverage.ts';
import type { MultiPolygon } from './geometry.ts';
import type { GridCell } from './grid-systems.ts';
import type { CityProblem } from './problem.ts';

/** What is checked together: all cells of a system, and the area its leaves must fill. */
export interface Tiling {
  readonly cells: readonly GridCell[];
  /** Level of the leaves. */
  readonly leafLevel: string;
  readonly mask: MultiPolygon;
  /** `file:line:column` of the mask. */
  readonly maskAt: () => string;
  /** Areas up to this size are drawing noise, m². */
  readonly toleranceM2: number;
}

/** Areas of one kind of trouble by the cells it concerns, each with its largest piece so that it can be found on a map. */
interface Trouble {
  areaM2: number;
  largest: number;
  lon: number;
  lat: number;
}

function add(troubles: Map<string, Trouble>, key: string, areaM2: number, lon: number, lat: number): void {
  const known = troubles.get(key) ?? { areaM2: 0, largest: 0, lon, lat };
  known.areaM2 += areaM2;
  if (areaM2 > known.largest) Object.assign(known, { largest: areaM2, lon, lat });
  troubles.set(key, known);
}

/** All troubles of a tiling, from one sweep over every level and the mask together. */
function survey({ cells, leafLevel, mask }: Tiling) {
  const found = { overlap: new Map<string, Trouble>(), outside: new Map<string, Trouble>() };
  const gap = new Map<string, Trouble>();
  const beyond = new Map<string, Trouble>();
  const maskNumber = cells.length;
  const shapes = [...cells.map((cell) => cell.shape), mask];
  sweep(shapes, (inside, areaM2, lon, lat) => {
    const here = [...inside].flatMap((number) => cells[number] ?? []);
    const covered = inside.has(maskNumber);
    let hasLeaf = false;
    for (const cell of here) {
      if (cell.parent !== undefined && !here.some((other) => other.code === cell.parent))
        add(found.outside, cell.code, areaM2, lon, lat);
      for (const other of here)
        if (other.level === cell.level && cell.code < other.code)
          add(found.overlap, `${cell.code} ${other.code}`, areaM2, lon, lat);
      if (cell.level !== leafLevel) continue;
      hasLeaf = true;
      if (!covered) add(beyond, cell.code, areaM2, lon, lat);
    }
    if (covered && !hasLeaf) add(gap, '', areaM2, lon, lat);
  });
  return { ...found, gap, beyond };
}

/**
 * The grid rule 不交叉、不遗漏: cells of a level do not overlap, a cell lies inside its parent, the leaves fill the managed
 * area and stay inside it. Every problem says how many square metres and where.
 */
export function checkTiling(tiling: Tiling): CityProblem[] {
  const byCode = new Map(tiling.cells.map((cell) => [cell.code, cell]));
  const { overlap, outside, gap, beyond } = survey(tiling);
  const report = (troubles: Map<string, Trouble>, where: (key: string) => string, say: (key: string) => string) =>
    [...troubles]
      .filter(([, trouble]) => trouble.areaM2 > tiling.toleranceM2)
      .sort(([, a], [, b]) => b.areaM2 - a.areaM2)
      .map(([key, { areaM2, lon, lat }]): CityProblem => {
        const place = `${areaM2.toFixed(1)} m² (largest piece near ${lon.toFixed(6)}, ${lat.toFixed(6)})`;
        return { level: 'error', where: where(key), message: `${say(key)} ${place}`, areaM2 };
      });
  const whereOf = (key: string) => byCode.get(key.split(' ')[0] ?? '')?.where() ?? tiling.maskAt();
  const bothOf = (key: string) => key.replace(' ', ' and ');
  return [
    ...report(overlap, whereOf, (key) => `grids ${bothOf(key)} overlap by`),
    ...report(outside, whereOf, (key) => `grid ${key} lies outside its parent ${byCode.get(key)?.parent} with`),
    ...report(gap, tiling.maskAt, () => 'the managed area has no grid on'),
    ...report(beyond, whereOf, (key) => `grid ${key} lies outside the managed area with`),
  ];
}
