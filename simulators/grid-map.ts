import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Random } from './random.ts';

/** What the lab calls a point outside every grid, as the published contract does. */
export const UNGRIDDED = 'UNGRIDDED';

type Ring = readonly (readonly [number, number])[];

/** A leaf of the grid system with its own polygons: each a list of rings, the first the outer one. */
export interface LeafGrid {
  readonly code: string;
  /** What kind of grid it is, where its map says so. */
  readonly type?: string;
  /** Codes from the top level to this leaf. */
  readonly path: readonly string[];
  readonly polygons: readonly (readonly Ring[])[];
  readonly box: Box;
}

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

/** The lab's own view of the published grid polygons; the truth about grids comes from here, never from the gateway. */
export interface GridMap {
  readonly leaves: readonly LeafGrid[];
  /** Code of the leaf around a point, `UNGRIDDED` outside all. */
  leafAt(point: Point): string;
  /** A point inside `leaf` and at least `margin` metres from its edge. */
  pointIn(leaf: LeafGrid, margin: number, random: Random): Point;
}

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const geoJson = z.object({
  features: z.array(
    z.object({
      // Only features with a code are grids; a mask of the managed area has none.
      properties: z.object({ code: z.string().optional(), parent: z.string().nullish(), type: z.string().optional() }),
      geometry: z
        .discriminatedUnion('type', [
          z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
          z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
        ])
        .nullable(),
    }),
  ),
});

interface Grid {
  readonly code: string;
  readonly parent: string | undefined;
  readonly type: string | undefined;
  readonly polygons: readonly (readonly Ring[])[];
}

/**
 * Even–odd test of one ring (a ray to the east crosses its edges an odd number of times inside), written for the lab alone
 * so that it cannot share a mistake with the gateway.
 */
function crossesOdd(ring: Ring, { lon, lat }: Point): boolean {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] ?? [0, 0];
    const [bx, by] = ring[j] ?? [0, 0];
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/** Whether a point lies in one of the polygons; holes count as outside, since they cross once more. */
export function inside(polygons: LeafGrid['polygons'], point: Point): boolean {
  return polygons.some((rings) => rings.reduce((odd, ring) => odd !== crossesOdd(ring, point), false));
}

function boxOf(polygons: LeafGrid['polygons']): Box {
  const points = polygons.flat(2);
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  return { west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats) };
}

function gridsOf(text: string): Grid[] {
  return geoJson.parse(JSON.parse(text)).features.flatMap(({ properties: { code, parent, type }, geometry }) => {
    if (code === undefined || geometry === null) return [];
    const coordinates = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const polygons = coordinates.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lon, lat] as const)));
    return [{ code, parent: parent ?? undefined, type, polygons }];
  });
}

function pathOf(grid: Grid, byCode: ReadonlyMap<string, Grid>): string[] {
  const path: string[] = [];
  for (let at: Grid | undefined = grid; at; at = byCode.get(at.parent ?? '')) {
    if (path.includes(at.code)) throw new Error(`grid ${at.code} is its own ancestor`);
    path.unshift(at.code);
  }
  return path;
}

/** Leaves of a grid system given as GeoJSON texts, one or several levels in each: grids that are nobody's parent. */
export function leavesOf(texts: readonly string[]): LeafGrid[] {
  const grids = texts.flatMap(gridsOf);
  const byCode = new Map(grids.map((grid) => [grid.code, grid]));
  const parents = new Set(grids.map(({ parent }) => parent));
  return grids
    .filter(({ code }) => !parents.has(code))
    .map((grid) => ({
      code: grid.code,
      ...(grid.type === undefined ? {} : { type: grid.type }),
      path: pathOf(grid, byCode),
      polygons: grid.polygons,
      box: boxOf(grid.polygons),
    }));
}

/** Metres of one degree of latitude; of longitude, times the cosine of the latitude. */
const METRES_PER_DEGREE = 111_320;

function clearOfEdges(leaf: LeafGrid, { lon, lat }: Point, margin: number): boolean {
  const north = margin / METRES_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [0.7, 0.7],
    [0.7, -0.7],
    [-0.7, 0.7],
    [-0.7, -0.7],
  ] as const)
    if (!inside(leaf.polygons, { lon: lon + x * east, lat: lat + y * north })) return false;
  return true;
}

function pointIn(leaf: LeafGrid, margin: number, random: Random): Point {
  const { west, south, east, north } = leaf.box;
  for (let attempt = 0; attempt < 2000; attempt++) {
    // Seven decimals are a centimetre: more would only make the registered position look measured.
    const point = { lon: round7(random.between(west, east)), lat: round7(random.between(south, north)) };
    if (clearOfEdges(leaf, point, margin)) return point;
  }
  throw new Error(`grid ${leaf.code} has no point ${margin} m from its edge; use a smaller margin`);
}

const round7 = (degrees: number) => Math.round(degrees * 1e7) / 1e7;

export function createGridMap(leaves: readonly LeafGrid[]): GridMap {
  return {
    leaves,
    leafAt: (point) =>
      leaves
        .filter(
          ({ box }) =>
            point.lon >= box.west && point.lon <= box.east && point.lat >= box.south && point.lat <= box.north,
        )
        .filter((leaf) => inside(leaf.polygons, point))
        // The published rule for a shared edge: the lowest code wins.
        .map((leaf) => leaf.code)
        .sort()[0] ?? UNGRIDDED,
    pointIn,
  };
}

/** Reads one `.geojson` file, or all of a folder as the levels of one grid system. */
export function readGridMap(fileOrFolder: string): GridMap {
  const files = /\.(geo)?json$/.test(fileOrFolder)
    ? [fileOrFolder]
    : readdirSync(fileOrFolder)
        .filter((name) => name.endsWith('.geojson'))
        .sort()
        .map((name) => join(fileOrFolder, name));
  const leaves = leavesOf(files.map((file) => readFileSync(file, 'utf8')));
  if (leaves.length === 0) throw new Error(`${fileOrFolder} holds no grid`);
  return createGridMap(leaves);
}
