import type { Point } from '../grid-map.ts';

/** Krasovsky 1940, the ellipsoid that GCJ-02 is reckoned on. */
const RADIUS = 6_378_245;
const ECCENTRICITY = 0.006_693_421_622_965_943;
/** Where the shift is zero by definition. */
const ORIGIN = { lon: 105, lat: 35 };

const sine = (x: number) => Math.sin(x * Math.PI);

/** Metres east and north by the published series of the shift, at degrees from its origin. */
function series(x: number, y: number): { east: number; north: number } {
  const ripple = (20 * sine(6 * x) + 20 * sine(2 * x)) * (2 / 3);
  const root = Math.sqrt(Math.abs(x));
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    ripple +
    ((20 * sine(y) + 40 * sine(y / 3)) * 2) / 3 +
    ((160 * sine(y / 12) + 320 * sine(y / 30)) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    ripple +
    ((20 * sine(x) + 40 * sine(x / 3)) * 2) / 3 +
    ((150 * sine(x / 12) + 300 * sine(x / 30)) * 2) / 3;
  return { east, north };
}

function toGcj02({ lon, lat }: Point): Point {
  const { east, north } = series(lon - ORIGIN.lon, lat - ORIGIN.lat);
  const latitude = (lat * Math.PI) / 180;
  const bulge = 1 - ECCENTRICITY * Math.sin(latitude) ** 2;
  return {
    lon: lon + (east * 180) / ((RADIUS / Math.sqrt(bulge)) * Math.cos(latitude) * Math.PI),
    lat: lat + (north * 180) / (((RADIUS * (1 - ECCENTRICITY)) / (bulge * Math.sqrt(bulge))) * Math.PI),
  };
}

/** A WGS-84 point as a Chinese map of that system has it: GCJ-02, or BD-09 on top of it. */
export function shiftedTo(crs: 'gcj02' | 'bd09', point: Point): Point {
  const { lon, lat } = toGcj02(point);
  if (crs === 'gcj02') return { lon, lat };
  const angle = (Math.PI * 3000) / 180;
  const radius = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * angle);
  const bearing = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * angle);
  return { lon: radius * Math.cos(bearing) + 0.0065, lat: radius * Math.sin(bearing) + 0.006 };
}
