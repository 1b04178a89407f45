/** Degrees of longitude and latitude; the CRS is the same for all points that are compared. */
export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

/** Squares per degree: 0.01°, which is 1.1 km from south to north. */
const PER_DEGREE = 100;
const COLUMNS = 360 * PER_DEGREE;
const METRES_PER_DEGREE = 111_195;

/** Furthest that the squares around a point reach in every direction, at the latitudes of China (up to 53°), metres. */
export const REACH_M = 660;

const column = (lon: number) => Math.floor((lon + 180) * PER_DEGREE);
const row = (lat: number) => Math.floor((lat + 90) * PER_DEGREE);

/** Number of the square that holds a point: what an index finds neighbours by. */
export function cellOf({ lon, lat }: LonLat): number {
  return row(lat) * COLUMNS + column(lon);
}

/** The nine squares around a point. */
export function cellsAround(point: LonLat): readonly number[] {
  const middle = cellOf(point);
  return [-1, 0, 1].flatMap((up) => [-1, 0, 1].map((right) => middle + up * COLUMNS + right));
}

/** Distance in metres, exact to 0.1 % over a few kilometres. */
export function metresBetween(a: LonLat, b: LonLat): number {
  const north = (a.lat - b.lat) * METRES_PER_DEGREE;
  const east = (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}
