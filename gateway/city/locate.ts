import { boxOf, eachEdge, type MultiPolygon } from './geometry.ts';

/** Finds the shape a point lies in. Reads only typed arrays; keeps no state between calls. */
export interface Locator {
  /** Number of the first shape that holds the point, edges included; -1 for none. Any number is allowed, NaN is nowhere. */
  find(lon: number, lat: number): number;
}

/** A point this near an edge, in degrees (0.1 mm), lies on it: in both neighbours, of which the first wins. */
const ON_EDGE = 1e-9;
/** Raster squares per shape: fine enough that most squares away from edges have one answer, small enough to fit a cache. */
const SQUARES_PER_SHAPE = 64;
const MAX_SIDE = 512;

/** `sole` of a square: its points need the ring test. Otherwise the number of the shape, or -1. */
const TEST = -2;

/** Edges of all shapes, southern end first, one shape after the other. */
interface Edges {
  /** x0, y0, x1, y1 of each edge. */
  readonly ends: Float64Array;
  /** Largest cross product at which a point is still on the edge. */
  readonly slack: Float64Array;
  /** First edge of each shape; one more than there are shapes. */
  readonly starts: Int32Array;
}

function edgesOf(shapes: readonly MultiPolygon[]): Edges {
  const ends: number[] = [];
  const slack: number[] = [];
  const starts = [0];
  for (const shape of shapes) {
    eachEdge(shape, (x0, y0, x1, y1) => {
      ends.push(x0, y0, x1, y1);
      slack.push(ON_EDGE * Math.hypot(x1 - x0, y1 - y0));
    });
    starts.push(slack.length);
  }
  return { ends: Float64Array.from(ends), slack: Float64Array.from(slack), starts: Int32Array.from(starts) };
}

/**
 * Even–odd ring test over all rings of a shape, so that holes and several polygons need no case of their own. Half-open in
 * latitude: of two shapes that share an edge exactly one holds a point beside it.
 */
function holds({ ends, slack, starts }: Edges, shape: number, x: number, y: number): boolean {
  let inside = false;
  const end = starts[shape + 1] ?? 0;
  for (let edge = starts[shape] ?? 0; edge < end; edge++) {
    const y0 = ends[4 * edge + 1] as number;
    const y1 = ends[4 * edge + 3] as number;
    if (y < y0 - ON_EDGE || y > y1 + ON_EDGE) continue;
    const x0 = ends[4 * edge] as number;
    const x1 = ends[4 * edge + 2] as number;
    const cross = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    if (Math.abs(cross) <= (slack[edge] as number)) {
      if (x >= Math.min(x0, x1) - ON_EDGE && x <= Math.max(x0, x1) + ON_EDGE) return true;
    }
    if (cross > 0 && y >= y0 && y < y1) inside = !inside;
  }
  return inside;
}

/** A raster over the bounding box of all shapes. */
interface Raster {
  readonly west: number;
  readonly south: number;
  readonly columns: number;
  readonly rows: number;
  readonly perLon: number;
  readonly perLat: number;
}

function rasterOver(shapes: readonly MultiPolygon[]): Raster {
  const { west, south, east, north } = boxOf(shapes.flat());
  const side = Math.min(MAX_SIDE, Math.ceil(Math.sqrt(shapes.length * SQUARES_PER_SHAPE)));
  // A little wider than the shapes, so that a point on the outer edge is on the raster too.
  const margin = 2 * ON_EDGE;
  return {
    ...{ west: west - margin, south: south - margin, columns: side, rows: side },
    ...{ perLon: side / (east - west + 2 * margin), perLat: side / (north - south + 2 * margin) },
  };
}

const clamp = (value: number, below: number) => Math.max(0, Math.min(below - 1, Math.floor(value)));

/** Calls `visit` with the number of every square that a box touches. */
function eachSquare(
  { west, south, columns, rows, perLon, perLat }: Raster,
  box: readonly [west: number, south: number, east: number, north: number],
  visit: (square: number) => void,
): void {
  const right = clamp((box[2] + ON_EDGE - west) * perLon, columns);
  const top = clamp((box[3] + ON_EDGE - south) * perLat, rows);
  for (let row = clamp((box[1] - ON_EDGE - south) * perLat, rows); row <= top; row++)
    for (let column = clamp((box[0] - ON_EDGE - west) * perLon, columns); column <= right; column++)
      visit(row * columns + column);
}

/** Per square: the one answer for all its points where no edge touches it, and the shapes to test where one does. */
function fillSquares(raster: Raster, shapes: readonly MultiPolygon[], edges: Edges) {
  const size = raster.columns * raster.rows;
  const sole = new Int32Array(size).fill(-1);
  const lists: number[][] = Array.from({ length: size }, () => []);
  shapes.forEach((shape, number) => {
    const { west, south, east, north } = boxOf(shape);
    eachSquare(raster, [west, south, east, north], (square) => lists[square]?.push(number));
    eachEdge(shape, (x0, y0, x1, y1) => {
      eachSquare(raster, [Math.min(x0, x1), y0, Math.max(x0, x1), y1], (square) => {
        sole[square] = TEST;
      });
    });
  });
  const starts = new Int32Array(size + 1);
  const members: number[] = [];
  lists.forEach((list, square) => {
    if (sole[square] === TEST) members.push(...list);
    else {
      const x = raster.west + ((square % raster.columns) + 0.5) / raster.perLon;
      const y = raster.south + (Math.floor(square / raster.columns) + 0.5) / raster.perLat;
      sole[square] = list.find((shape) => holds(edges, shape, x, y)) ?? -1;
    }
    starts[square + 1] = members.length;
  });
  return { sole, starts, members: Int32Array.from(members) };
}

/** An index over shapes: plain data. */
export interface LocatorIndex {
  readonly edges: Edges;
  readonly raster: Raster;
  readonly sole: Int32Array;
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/**
 * An index over shapes. Where shapes overlap or share an edge the first one holds the point, so the caller's order is the
 * tie rule. Memory is bounded by the raster (at most 512 × 512 squares) and the vertices. Undefined without shapes.
 */
export function indexOf(shapes: readonly MultiPolygon[]): LocatorIndex | undefined {
  if (shapes.length === 0) return undefined;
  const edges = edgesOf(shapes);
  const raster = rasterOver(shapes);
  return { edges, raster, ...fillSquares(raster, shapes, edges) };
}

/** A locator over shapes: `locatorOver(indexOf(shapes))`. */
export function createLocator(shapes: readonly MultiPolygon[]): Locator {
  return locatorOver(indexOf(shapes));
}

/** Finds shapes by their index. */
export function locatorOver(index: LocatorIndex | undefined): Locator {
  if (!index) return { find: () => -1 };
  const { edges, sole, starts, members } = index;
  const { west, south, columns, rows, perLon, perLat } = index.raster;
  return {
    find(lon, lat) {
      const column = Math.floor((lon - west) * perLon);
      const row = Math.floor((lat - south) * perLat);
      // Also false for NaN.
      if (!(column >= 0 && column < columns && row >= 0 && row < rows)) return -1;
      const square = row * columns + column;
      const answer = sole[square] as number;
      if (answer !== TEST) return answer;
      const end = starts[square + 1] as number;
      for (let i = starts[square] as number; i < end; i++) {
        const shape = members[i] as number;
        if (holds(edges, shape, lon, lat)) return shape;
      }
      return -1;
    },
  };
}
