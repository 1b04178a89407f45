import { eachEdge, type MultiPolygon, squareMetresPerDegree } from './geometry.ts';

/** A piece of the plane that lies in the same shapes throughout: which, how large, and a point in it. */
export type VisitPiece = (inside: ReadonlySet<number>, areaM2: number, lon: number, lat: number) => void;

/** A non-horizontal edge, southern end first, and the numbers of the shapes it belongs to: neighbours share theirs. */
interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly shapes: number[];
}

/** An edge inside one slab: where it enters at the bottom and leaves at the top. */
interface Crossing {
  readonly edge: Edge;
  bottom: number;
  top: number;
}

/** How far into a slab edges are compared: just past a crossing at its bottom, where order would otherwise be undecided. */
const PAST = 1e-6;
/** Degrees (0.1 µm) by which edges may seem swapped through rounding alone, as where a corner touches an edge. */
const NOISE = 1e-12;
/** Crossings resolved in one slab; more would be a heap of scribbles, whose areas are then only approximate. */
const MAX_SPLITS = 10_000;

const xAt = (edge: Edge, y: number) =>
  y === edge.y0
    ? edge.x0
    : y === edge.y1
      ? edge.x1
      : edge.x0 + ((edge.x1 - edge.x0) * (y - edge.y0)) / (edge.y1 - edge.y0);
const orderOf = (crossing: Crossing) => crossing.bottom + (crossing.top - crossing.bottom) * PAST;

/** Sorts from west to east and says at what fraction of the slab the first two edges cross, 1 when none do. */
function firstCross(row: Crossing[]): number {
  row.sort((a, b) => orderOf(a) - orderOf(b) || a.top - b.top || (a.edge.shapes[0] ?? 0) - (b.edge.shapes[0] ?? 0));
  let first = 1;
  for (let i = 1; i < row.length; i++) {
    const [left, right] = [row[i - 1], row[i]];
    if (!left || !right || left.top - right.top <= NOISE) continue;
    const [apart, swapped] = [Math.max(0, right.bottom - left.bottom), left.top - right.top];
    first = Math.min(first, apart / (apart + swapped));
  }
  return first;
}

/** Visits the trapezoids between neighbouring edges of a slab in which no edges cross. */
function visitRow(row: readonly Crossing[], south: number, north: number, visit: VisitPiece): void {
  const inside = new Set<number>();
  const mid = (south + north) / 2;
  const scale = squareMetresPerDegree(mid) * (north - south);
  for (let i = 0; i + 1 < row.length; i++) {
    const [left, right] = [row[i], row[i + 1]];
    if (!left || !right) break;
    // Even–odd: each edge of a shape, of a hole too, changes whether we are in it.
    for (const shape of left.edge.shapes) if (!inside.delete(shape)) inside.add(shape);
    const width = (right.bottom - left.bottom + right.top - left.top) / 2;
    if (width > 0 && inside.size > 0)
      visit(inside, width * scale, (left.bottom + left.top + right.bottom + right.top) / 4, mid);
  }
}

function visitSlab(active: readonly Edge[], south: number, north: number, visit: VisitPiece): void {
  let bottom = south;
  for (let split = 0; bottom < north; split++) {
    const row = active.map((edge) => ({ edge, bottom: xAt(edge, bottom), top: xAt(edge, north) }));
    const fraction = split < MAX_SPLITS ? firstCross(row) : 1;
    // Never less than the comparison looks ahead, so that every round moves on.
    const top = fraction >= 1 ? north : bottom + (north - bottom) * Math.max(fraction, PAST);
    if (top < north && top > bottom) for (const crossing of row) crossing.top = xAt(crossing.edge, top);
    visitRow(row, bottom, top > bottom ? top : north, visit);
    bottom = top > bottom ? top : north;
  }
}

/**
 * Cuts the plane along the edges of all shapes and visits every piece that lies in at least one, in time proportional to
 * the number of vertices times the edges one parallel cuts. Holes, several polygons and crossing edges are all allowed;
 * shared edges leave no piece between them.
 */
export function sweep(shapes: readonly MultiPolygon[], visit: VisitPiece): void {
  const distinct = new Map<string, Edge>();
  shapes.forEach((shape, number) => {
    eachEdge(shape, (x0, y0, x1, y1) => {
      if (y0 === y1) return;
      const key = `${x0} ${y0} ${x1} ${y1}`;
      const known = distinct.get(key);
      if (known) known.shapes.push(number);
      else distinct.set(key, { x0, y0, x1, y1, shapes: [number] });
    });
  });
  const edges = [...distinct.values()].sort((a, b) => a.y0 - b.y0);
  const levels = [...new Set(edges.flatMap((edge) => [edge.y0, edge.y1]))].sort((a, b) => a - b);
  let active: Edge[] = [];
  let next = 0;
  for (let i = 0; i + 1 < levels.length; i++) {
    const [south, north] = [levels[i], levels[i + 1]];
    if (south === undefined || north === undefined) break;
    active = active.filter((edge) => edge.y1 > south);
    for (let edge = edges[next]; edge && edge.y0 <= south; edge = edges[++next]) active.push(edge);
    visitSlab(active, south, north, visit);
  }
}
