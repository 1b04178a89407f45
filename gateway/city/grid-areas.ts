import type { GridType } from '../model/grid.ts';
import { areaOf } from './geometry.ts';
import type { GridCell, GridSystem } from './grid-systems.ts';

/** Areas of the cells of one level, or of the leaves of one type, m². */
export interface AreaRow {
  readonly level: string;
  /** Absent: of every type. */
  readonly type?: GridType;
  readonly cells: number;
  readonly sumM2: number;
  readonly meanM2: number;
  readonly minM2: number;
  readonly maxM2: number;
}

export interface GridAreas {
  readonly system: string;
  readonly version: string;
  readonly rows: readonly AreaRow[];
  readonly managedM2?: number;
  readonly administrativeM2?: number;
}

function rowOf(level: string, cells: readonly GridCell[], type?: GridType): AreaRow {
  const areas = cells.map(({ areaM2 }) => areaM2);
  const sumM2 = areas.reduce((sum, area) => sum + area, 0);
  return {
    ...{ level, ...(type ? { type } : {}), cells: cells.length, sumM2, meanM2: sumM2 / Math.max(1, cells.length) },
    minM2: Math.min(...areas),
    maxM2: Math.max(...areas),
  };
}

/** Areas by level from the top, and of the leaves by type where there is more than one. */
export function areasOf({ spec, cells, leaves, managedArea, administrativeArea }: GridSystem): GridAreas {
  const all = [...cells.values()];
  const types = [...new Set(leaves.map(({ type }) => type))].sort();
  const leafLevel = spec.levels.at(-1)?.id ?? '';
  const rows = [
    ...spec.levels.map(({ id }) =>
      rowOf(
        id,
        all.filter(({ level }) => level === id),
      ),
    ),
    ...(types.length > 1
      ? types.map((type) =>
          rowOf(
            leafLevel,
            leaves.filter((leaf) => leaf.type === type),
            type,
          ),
        )
      : []),
  ];
  return {
    ...{ system: spec.system, version: spec.version, rows },
    ...(managedArea ? { managedM2: areaOf(managedArea) } : {}),
    ...(administrativeArea ? { administrativeM2: areaOf(administrativeArea) } : {}),
  };
}
