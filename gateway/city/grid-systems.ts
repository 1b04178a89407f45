import { join } from 'node:path';
import { z } from 'zod';
import { nameSchema } from './catalogue.ts';
import { toWgs84 } from './coordinates.ts';
import { areaSchema, type CellsFile, cellsSchema } from './geojson.ts';
import { areaOf, type MultiPolygon } from './geometry.ts';
import { checkTiling } from './grid-checks.ts';
import { createLocator, type Locator } from './locate.ts';
import type { CityProblem } from './problem.ts';
import { readSource, type SourceFile } from './source-file.ts';

/** A grid system in a profile. Files are GeoJSON, relative to the profile. */
export const gridSystemSchema = z.strictObject({
  system: z.string().regex(/^[a-z0-9-]{1,64}$/, 'the name of a grid system is 1 to 64 of a–z 0–9 -'),
  version: z.string().min(1),
  name: nameSchema,
  crs: z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09']).default('wgs84'),
  managedArea: z.string(),
  /** Overlaps and gaps up to this size are drawing noise, m². */
  toleranceM2: z.number().min(0).default(1),
  /** From the top to the leaves. */
  levels: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: nameSchema,
        file: z.string(),
        /** How many cells the file must have. */
        count: z.int().min(1).optional(),
        /** How many children a cell usually has; others are warned about. */
        children: z.strictObject({ min: z.int().min(0), max: z.int().min(1) }).optional(),
      }),
    )
    .min(1),
});

export type GridSystemSpec = z.infer<typeof gridSystemSchema>;

export interface GridCell {
  readonly code: string;
  readonly parent?: string;
  readonly level: string;
  readonly name: string;
  readonly type: 'URBAN' | 'SELF_GOVERNED' | 'OVERLAY';
  /** WGS-84. */
  readonly shape: MultiPolygon;
  readonly areaM2: number;
  /** `file:line:column` of its code. */
  readonly where: () => string;
}

export interface GridSystem {
  readonly spec: GridSystemSpec;
  readonly cells: ReadonlyMap<string, GridCell>;
  /** Sorted by code: where two share an edge, the lowest code holds the point. */
  readonly leaves: readonly GridCell[];
  /** Codes from the top level to the leaf, for each leaf. */
  readonly paths: readonly (readonly string[])[];
  /** Finds leaves by their number. */
  readonly locator: Locator;
}

type Level = GridSystemSpec['levels'][number];

function toWgs84Shape(shape: MultiPolygon, crs: GridSystemSpec['crs']): MultiPolygon {
  if (crs === 'wgs84' || crs === 'cgcs2000') return shape;
  return shape.map((polygon) =>
    polygon.map((ring) =>
      ring.map(([lon = 0, lat = 0]) => {
        const there = toWgs84({ lon, lat, crs });
        return [there.lon, there.lat];
      }),
    ),
  );
}

function cellsOf(source: SourceFile<CellsFile>, crs: GridSystemSpec['crs']): GridCell[] {
  return source.value.features.map(({ geometry, properties: { code, parent, level, name, type } }, i) => {
    const shape = toWgs84Shape(geometry, crs);
    const where = () => source.at(['features', i, 'properties', 'code']);
    return {
      code,
      ...(parent === undefined ? {} : { parent }),
      level,
      name,
      type,
      shape,
      areaM2: areaOf(shape),
      where,
    };
  });
}

/** Codes and parents: unique, in the right file, hanging from a cell one level up. */
function checkLevel(level: Level, cells: readonly GridCell[], above: ReadonlyMap<string, GridCell>, top: boolean) {
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

function checkChildren(level: Level, cells: readonly GridCell[], below: readonly GridCell[]): CityProblem[] {
  const counts = new Map<string, number>();
  for (const { parent = '' } of below) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  const { min, max } = { min: 1, max: Number.POSITIVE_INFINITY, ...level.children };
  return cells.flatMap((cell): CityProblem[] => {
    const count = counts.get(cell.code) ?? 0;
    if (count >= min && count <= max) return [];
    const usual = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    const message = `grid ${cell.code} has ${count} cells of the level below; ${usual} are usual`;
    return [{ level: 'warning', where: cell.where(), message }];
  });
}

/** All levels of a system, top first; undefined when a file is missing or malformed. */
function readLevels(spec: GridSystemSpec, folder: string, problems: CityProblem[]): GridCell[][] | undefined {
  const levels: GridCell[][] = [];
  const codes = new Map<string, GridCell>();
  for (const [depth, level] of spec.levels.entries()) {
    const source = readSource(join(folder, level.file), cellsSchema, problems);
    if (!source) return undefined;
    const cells = cellsOf(source, spec.crs);
    const above = new Map((levels.at(-1) ?? []).map((cell) => [cell.code, cell]));
    problems.push(...checkLevel(level, cells, above, depth === 0));
    for (const cell of cells) {
      const twin = codes.get(cell.code);
      const message = `grid ${cell.code} is defined twice, first at ${twin?.where()}; codes are unique in a system`;
      if (twin) problems.push({ level: 'error', where: cell.where(), message });
      codes.set(cell.code, cell);
    }
    if (level.count !== undefined && level.count !== cells.length) {
      const message = `level "${level.id}" has ${cells.length} cells, the profile says ${level.count}`;
      problems.push({ level: 'error', where: source.at([]), message });
    }
    levels.push(cells);
  }
  for (const [depth, level] of spec.levels.slice(0, -1).entries())
    problems.push(...checkChildren(level, levels[depth] ?? [], levels[depth + 1] ?? []));
  return levels;
}

function pathOf(cell: GridCell, cells: ReadonlyMap<string, GridCell>): string[] {
  const parent = cell.parent === undefined ? undefined : cells.get(cell.parent);
  return parent ? [...pathOf(parent, cells), cell.code] : [cell.code];
}

/**
 * Reads the files of a grid system and checks them: codes, parents, counts, and the tiling with areas in m². Undefined when
 * something is wrong with it; `problems` says what.
 */
export function readGridSystem(spec: GridSystemSpec, folder: string, problems: CityProblem[]): GridSystem | undefined {
  const found: CityProblem[] = [];
  const levels = readLevels(spec, folder, found);
  const mask = readSource(join(folder, spec.managedArea), areaSchema, found);
  const sound = () => found.every((problem) => problem.level === 'warning');
  const all = levels?.flat() ?? [];
  // Areas are only meaningful once every code and parent is.
  if (mask && sound())
    found.push(
      ...checkTiling({
        cells: all,
        leafLevel: spec.levels.at(-1)?.id ?? '',
        mask: toWgs84Shape(
          mask.value.features.flatMap((feature) => feature.geometry),
          spec.crs,
        ),
        maskAt: () => mask.at([]),
        toleranceM2: spec.toleranceM2,
      }),
    );
  problems.push(...found);
  if (!levels || !sound()) return undefined;
  const cells = new Map(all.map((cell) => [cell.code, cell]));
  const leaves = [...(levels.at(-1) ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    ...{ spec, cells, leaves },
    paths: leaves.map((leaf) => pathOf(leaf, cells)),
    locator: createLocator(leaves.map((leaf) => leaf.shape)),
  };
}
