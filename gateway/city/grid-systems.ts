import { join } from 'node:path';
import type { GridType } from '../model/grid.ts';
import { convertShape } from './convert-shape.ts';
import { areaSchema, cellsSchema, type DrawnCell } from './geojson.ts';
import { areaOf, type MultiPolygon } from './geometry.ts';
import { checkTiling } from './grid-checks.ts';
import { checkChildren, checkCounts, checkLevel } from './grid-level-checks.ts';
import type { GridSystemSpec } from './grid-system-spec.ts';
import type { LocalMetre } from './local-metre.ts';
import { indexOf, type Locator, locatorOver } from './locate.ts';
import type { CityProblem } from './problem.ts';
import { FROM_DISK, type Reading, type SourceFile } from './source-file.ts';

export interface GridCell {
  readonly code: string;
  readonly parent?: string;
  readonly level: string;
  readonly name: string;
  readonly type: GridType;
  /** WGS-84. */
  readonly shape: MultiPolygon;
  readonly areaM2: number;
  /** `file:line:column` of its code. */
  readonly where: () => string;
}

/** One version of a grid system, read and found sound. */
export interface GridSystem {
  readonly spec: GridSystemSpec;
  readonly cells: ReadonlyMap<string, GridCell>;
  /** Sorted by code: where two share an edge, the lowest code holds the point. */
  readonly leaves: readonly GridCell[];
  /** Codes from the top level to the leaf, for each leaf. */
  readonly paths: readonly (readonly string[])[];
  /** What the leaves fill, WGS-84; an overlay may have none. */
  readonly managedArea?: MultiPolygon;
  readonly administrativeArea?: MultiPolygon;
  /** Finds leaves by their number. */
  readonly locator: Locator;
}

export interface ReadOptions {
  /** Folder that the files of the system are relative to. */
  readonly folder: string;
  readonly localMetre?: LocalMetre;
  /** Default: from disk. */
  readonly reading?: Reading;
  /** Check the tiling of a map of any size; otherwise only up to 20,000 corners, so that a start does not wait. */
  readonly thorough?: boolean;
  /** Problems of one kind that are told one by one. */
  readonly named?: number;
}

/** Corners up to which overlaps and gaps are looked for at every start: some 0.2 s. */
const MAX_CORNERS = 20_000;

interface Reader {
  readonly folder: string;
  readonly reading: Reading;
  readonly convert: (shape: MultiPolygon) => MultiPolygon;
  readonly problems: CityProblem[];
}

function cellOf(
  { path, shape, type, ...cell }: DrawnCell,
  spec: GridSystemSpec,
  source: SourceFile<unknown>,
): GridCell {
  const where = () => source.at(path);
  const standard = spec.kind === 'OVERLAY' ? 'OVERLAY' : 'URBAN';
  return { ...cell, type: type ?? standard, shape, areaM2: areaOf(shape), where };
}

/** All levels of a system, top first; undefined when a file is missing or malformed. */
function readLevels(spec: GridSystemSpec, { folder, reading, convert, problems }: Reader): GridCell[][] | undefined {
  const levels: GridCell[][] = [];
  const codes = new Map<string, GridCell>();
  for (const [depth, level] of spec.levels.entries()) {
    const unit = spec.crs === 'local_metre' ? 'metres' : 'degrees';
    const source = reading.read(join(folder, level.file), cellsSchema(level, unit), problems);
    if (!source) return undefined;
    const cells = source.value.map((drawn) => cellOf({ ...drawn, shape: convert(drawn.shape) }, spec, source));
    const above = new Map((levels.at(-1) ?? []).map((cell) => [cell.code, cell]));
    problems.push(...checkLevel(level, cells, above, depth === 0));
    for (const cell of cells) {
      const twin = codes.get(cell.code);
      const message = `grid ${cell.code} is defined twice, first at ${twin?.where()}; codes are unique in a system`;
      if (twin) problems.push({ level: 'error', where: cell.where(), message });
      codes.set(cell.code, cell);
    }
    problems.push(...checkCounts(level, cells, () => source.at([])));
    levels.push(cells);
  }
  for (const [depth, level] of spec.levels.slice(0, -1).entries())
    problems.push(...checkChildren(level, levels[depth] ?? [], levels[depth + 1] ?? []));
  return levels;
}

function readArea(file: string | undefined, spec: GridSystemSpec, { folder, reading, convert, problems }: Reader) {
  if (file === undefined) return undefined;
  const unit = spec.crs === 'local_metre' ? 'metres' : 'degrees';
  const source = reading.read(join(folder, file), areaSchema(unit), problems);
  return source && { shape: convert(source.value), at: () => source.at([]) };
}

function pathOf(cell: GridCell, cells: ReadonlyMap<string, GridCell>): string[] {
  const parent = cell.parent === undefined ? undefined : cells.get(cell.parent);
  return parent ? [...pathOf(parent, cells), cell.code] : [cell.code];
}

/**
 * Reads the files of one version of a grid system and checks them: codes, parents, counts, and the tiling with areas in m².
 * Undefined when something is wrong with it; `problems` says what.
 */
export function readGridSystem(
  spec: GridSystemSpec,
  { folder, reading = FROM_DISK, localMetre, thorough = false, named }: ReadOptions,
  problems: CityProblem[],
): GridSystem | undefined {
  const convert = convertShape(spec.crs, localMetre);
  if (!convert) {
    const message = `grid system ${spec.system} is in local_metre, but the profile has no localMetre with the parameters of that grid; ask the authority that drew the map, or export it as EPSG:4490`;
    problems.push({ level: 'error', where: join(folder, 'profile.yaml'), message });
    return undefined;
  }
  const reader: Reader = { folder, reading, convert, problems: [] };
  const levels = readLevels(spec, reader);
  const managed = readArea(spec.managedArea, spec, reader);
  const administrative = readArea(spec.administrativeArea, spec, reader);
  const sound = () => reader.problems.every((problem) => problem.level === 'warning');
  const all = levels?.flat() ?? [];
  const small = all.reduce((sum, { shape }) => sum + shape.flat(2).length, 0) <= MAX_CORNERS;
  // Areas are only meaningful once every code and parent is.
  if (sound() && (thorough || small))
    reader.problems.push(
      ...reading.made(() =>
        checkTiling({
          ...{ cells: all, leafLevel: spec.levels.at(-1)?.id ?? '', sparse: spec.kind === 'OVERLAY' },
          ...(managed ? { mask: managed.shape } : {}),
          maskAt: managed?.at ?? (() => join(folder, 'profile.yaml')),
          toleranceM2: spec.toleranceM2,
          ...(named === undefined ? {} : { named }),
        }),
      ),
    );
  problems.push(...reader.problems);
  if (!levels || !sound()) return undefined;
  const leaves = [...(levels.at(-1) ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1));
  const cells = new Map(all.map((cell) => [cell.code, cell]));
  return {
    ...{ spec, cells, leaves },
    paths: leaves.map((leaf) => pathOf(leaf, cells)),
    ...(managed ? { managedArea: managed.shape } : {}),
    ...(administrative ? { administrativeArea: administrative.shape } : {}),
    locator: locatorOver(reading.made(() => indexOf(leaves.map((leaf) => leaf.shape)))),
  };
}
