/** Degrees [lon, lat]; GeoJSON may add a height, which is not used. */
export type Coordinate = readonly number[];
/** Closed: the last coordinate repeats the first. */
export type Ring = readonly Coordinate[];
/** Outer ring, then holes. */
export type Polygon = readonly Ring[];
export type MultiPolygon = readonly Polygon[];

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Bounding box of a shape, degrees. */
export function boxOf(shape: MultiPolygon): Box {
  const box: Box = {
    west: Number.POSITIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
  };
  eachEdge(shape, (x0, y0, x1, y1) => {
    box.west = Math.min(box.west, x0, x1);
    box.east = Math.max(box.east, x0, x1);
    box.south = Math.min(box.south, y0);
    box.north = Math.max(box.north, y1);
  });
  return box;
}

/**
 * Calls `visit` with both ends of every edge of every ring, the southern end first. Neighbours share edges in opposite
 * directions: one direction for both makes every later computation give both of them the same floating-point result.
 */
export function eachEdge(shape: MultiPolygon, visit: (x0: number, y0: number, x1: number, y1: number) => void): void {
  for (const polygon of shape)
    for (const ring of polygon)
      for (let i = 1; i < ring.length; i++) {
        const [ax = Number.NaN, ay = Number.NaN] = ring[i - 1] ?? [];
        const [bx = Number.NaN, by = Number.NaN] = ring[i] ?? [];
        if (ay < by || (ay === by && ax <= bx)) visit(ax, ay, bx, by);
        else visit(bx, by, ax, ay);
      }
}

const WGS84_A = 6_378_137;
const WGS84_E2 = 0.006_694_379_990_14;
const RADIANS = Math.PI / 180;

/** Square metres of one square degree at a latitude, on the WGS-84 ellipsoid. */
export function squareMetresPerDegree(lat: number): number {
  const curve = 1 - WGS84_E2 * Math.sin(lat * RADIANS) ** 2;
  const meridian = (WGS84_A * (1 - WGS84_E2)) / curve ** 1.5;
  const parallel = (WGS84_A / Math.sqrt(curve)) * Math.cos(lat * RADIANS);
  return meridian * parallel * RADIANS * RADIANS;
}

/** Area of a ring in square degrees, positive when it runs counter-clockwise; taken about its start to keep digits. */
function ringArea(ring: Ring): number {
  const [ox = 0, oy = 0] = ring[0] ?? [];
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    twice += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
  }
  return twice / 2;
}

/** Area of a shape, m²; exact to about 1e-6 for the size of a district. */
export function areaOf(shape: MultiPolygon): number {
  const { south, north } = boxOf(shape);
  let degrees = 0;
  for (const polygon of shape)
    polygon.forEach((ring, i) => {
      degrees += (i === 0 ? 1 : -1) * Math.abs(ringArea(ring));
    });
  return degrees * squareMetresPerDegree((south + north) / 2);
}

/** Rings wound as RFC 7946 §3.1.6 wants them: the outer one counter-clockwise, holes clockwise. */
export function windPolygon(polygon: Polygon): Polygon {
  return polygon.map((ring, i) => (ringArea(ring) > 0 === (i === 0) ? ring : ring.toReversed()));
}

/** The same shape with every position moved. */
export function movePositions(shape: MultiPolygon, move: (x: number, y: number) => Coordinate): MultiPolygon {
  return shape.map((polygon) => polygon.map((ring) => ring.map(([x = 0, y = 0]) => move(x, y))));
}

/** Centre of gravity of a shape's largest polygon, holes left aside: [lon, lat]. */
export function centreOf(shape: MultiPolygon): readonly [lon: number, lat: number] {
  const rings = shape.flatMap((polygon) => polygon.slice(0, 1));
  const ring = rings.toSorted((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)))[0] ?? [];
  const [ox = 0, oy = 0] = ring[0] ?? [];
  let [x, y, twice] = [0, 0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    const cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
    x += (ax + bx - 2 * ox) * cross;
    y += (ay + by - 2 * oy) * cross;
    twice += cross;
  }
  return twice === 0 ? [ox, oy] : [ox + x / (3 * twice), oy + y / (3 * twice)];
}

/** Metres between two WGS-84 points at most some hundred kilometres apart, to about 0.1 %. */
export function metresBetween(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const lat = ((a.lat + b.lat) / 2) * RADIANS;
  const curve = 1 - WGS84_E2 * Math.sin(lat) ** 2;
  const north = (b.lat - a.lat) * RADIANS * ((WGS84_A * (1 - WGS84_E2)) / curve ** 1.5);
  const east = (b.lon - a.lon) * RADIANS * (WGS84_A / Math.sqrt(curve)) * Math.cos(lat);
  return Math.hypot(east, north);
}
