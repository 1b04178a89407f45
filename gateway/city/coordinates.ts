import type { Crs, GeoPosition } from '../model/observation.ts';

/** Degrees in WGS-84, which equals CGCS2000 at metre level. */
export interface Wgs84 {
  readonly lon: number;
  readonly lat: number;
}

/** Why a position cannot be where a device of this city stands. */
export type PositionFault = 'NOT_FINITE' | 'NULL_ISLAND' | 'SWAPPED' | 'OUTSIDE_CHINA';

const CHINA = { west: 73.4, east: 135.2, south: 3.4, north: 53.6 } as const;

function inChina(lon: number, lat: number): boolean {
  return lon >= CHINA.west && lon <= CHINA.east && lat >= CHINA.south && lat <= CHINA.north;
}

/** The guards of a position before it is believed: finite, not (0, 0), not swapped, inside the bounding box of China. */
export function positionFault({ lon, lat }: Wgs84): PositionFault | undefined {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return 'NOT_FINITE';
  if (inChina(lon, lat)) return undefined;
  if (Math.abs(lon) < 1e-6 && Math.abs(lat) < 1e-6) return 'NULL_ISLAND';
  return inChina(lat, lon) ? 'SWAPPED' : 'OUTSIDE_CHINA';
}

// GCJ-02 shifts a WGS-84 point by a published sum of sines, on the Krassovsky 1940 ellipsoid and an origin of 105° E 35° N.
const KRASSOVSKY = { a: 6_378_245, e2: 0.006_693_421_622_965_943 } as const;
const ORIGIN = { lon: 105, lat: 35 } as const;
const RADIANS = Math.PI / 180;
const sine = (halfTurns: number) => Math.sin(halfTurns * Math.PI);

/** The shift from WGS-84 to GCJ-02 at a WGS-84 point, degrees. */
function shiftAt(lon: number, lat: number): Wgs84 {
  const x = lon - ORIGIN.lon;
  const y = lat - ORIGIN.lat;
  const root = Math.sqrt(Math.abs(x));
  const ripple = 20 * sine(6 * x) + 20 * sine(2 * x);
  const waveY = 20 * sine(y) + 40 * sine(y / 3) + 160 * sine(y / 12) + 320 * sine(y / 30);
  const waveX = 20 * sine(x) + 40 * sine(x / 3) + 150 * sine(x / 12) + 300 * sine(x / 30);
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ((ripple + waveY) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ((ripple + waveX) * 2) / 3;
  const curve = 1 - KRASSOVSKY.e2 * Math.sin(lat * RADIANS) ** 2;
  const meridian = (KRASSOVSKY.a * (1 - KRASSOVSKY.e2)) / curve ** 1.5;
  const parallel = (KRASSOVSKY.a / Math.sqrt(curve)) * Math.cos(lat * RADIANS);
  return { lon: east / (parallel * RADIANS), lat: north / (meridian * RADIANS) };
}

/** WGS-84 to GCJ-02, for map clients; identity outside China, where GCJ-02 is not used. */
export function toGcj02(lon: number, lat: number): Wgs84 {
  if (!inChina(lon, lat)) return { lon, lat };
  const shift = shiftAt(lon, lat);
  return { lon: lon + shift.lon, lat: lat + shift.lat };
}

// BD-09 is a second shift, on top of GCJ-02: a small spiral and a constant offset.
const BAIDU = { lon: 0.0065, lat: 0.006, turn: (Math.PI * 3000) / 180 } as const;

/** GCJ-02 to BD-09. */
export function toBd09(lon: number, lat: number): Wgs84 {
  const radius = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * BAIDU.turn);
  const angle = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * BAIDU.turn);
  return { lon: radius * Math.cos(angle) + BAIDU.lon, lat: radius * Math.sin(angle) + BAIDU.lat };
}

/** Ends the inverse: well under the 1e-7° (1 cm) that grids need. */
const PRECISION = 1e-9;
/** Both shifts contract by a factor above 10 per round; the bound only makes the end certain, whatever the numbers. */
const MAX_ROUNDS = 12;

/** The point that `forward` maps to (lon, lat), by fixed-point iteration from `start`. */
function inverse(forward: (lon: number, lat: number) => Wgs84, lon: number, lat: number, start: Wgs84): Wgs84 {
  let guess = start;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const there = forward(guess.lon, guess.lat);
    const [east, north] = [there.lon - lon, there.lat - lat];
    guess = { lon: guess.lon - east, lat: guess.lat - north };
    if (Math.abs(east) < PRECISION && Math.abs(north) < PRECISION) break;
  }
  return guess;
}

function shifted(lon: number, lat: number): Wgs84 {
  const shift = shiftAt(lon, lat);
  return { lon: lon + shift.lon, lat: lat + shift.lat };
}

/** A position of any declared CRS in WGS-84, to 1e-7° or better. A point outside China is taken as WGS-84. Never throws. */
export function toWgs84({ lon, lat, crs }: GeoPosition): Wgs84 {
  if (crs === 'wgs84' || crs === 'cgcs2000' || !inChina(lon, lat)) return { lon, lat };
  const gcj = crs === 'bd09' ? inverse(toBd09, lon, lat, { lon: lon - BAIDU.lon, lat: lat - BAIDU.lat }) : { lon, lat };
  return inverse(shifted, gcj.lon, gcj.lat, gcj);
}

/**
 * A WGS-84 position in the system a map client asked for. Only canonical positions come in here, so that nothing is converted
 * twice; outside China GCJ-02 and BD-09 are not used and the position stays what it is.
 */
export function fromWgs84({ lon, lat }: Wgs84, crs: Crs): GeoPosition {
  if (crs === 'wgs84' || crs === 'cgcs2000' || !inChina(lon, lat)) return { lon, lat, crs };
  const gcj = toGcj02(lon, lat);
  return { ...(crs === 'gcj02' ? gcj : toBd09(gcj.lon, gcj.lat)), crs };
}
