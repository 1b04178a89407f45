import { z } from 'zod';

/**
 * A city's own metre grid, such as Shanghai's, as a transverse Mercator projection of CGCS2000. The parameters of real ones are
 * not public: the operator, who has them, gives them; without them such coordinates are refused, never guessed.
 */
export const localMetreSchema = z.strictObject({
  /** Degrees east. */
  centralMeridian: z.number().min(73).max(136),
  /** Degrees north at which northings begin. */
  latitudeOfOrigin: z.number().min(0).max(54).default(0),
  /** Scale on the central meridian. */
  scale: z.number().min(0.99).max(1.01).default(1),
  /** Metres added to every east and north, to keep them positive. */
  falseEasting: z.number().default(0),
  falseNorthing: z.number().default(0),
});

export type LocalMetreParameters = z.infer<typeof localMetreSchema>;

export interface LocalMetre {
  /** Degrees in WGS-84/CGCS2000 of metres east and north; to a millimetre within 3° of the central meridian. */
  toWgs84(east: number, north: number): { readonly lon: number; readonly lat: number };
  fromWgs84(lon: number, lat: number): { readonly east: number; readonly north: number };
}

const RADIANS = Math.PI / 180;
/** CGCS2000. */
const A = 6_378_137;
const F = 1 / 298.257_222_101;
const N = F / (2 - F);
const ECCENTRICITY = Math.sqrt(F * (2 - F));
/** Radius of the circle with the meridian's length. */
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
// Krüger's series in the third flattening, to the third order: 0.1 mm at 3° from the central meridian.
const FORWARD = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5,
  (61 * N ** 3) / 240,
];
const BACKWARD = [N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96, N ** 2 / 48 + N ** 3 / 15, (17 * N ** 3) / 480];

/** tan of the conformal latitude. */
function conformal(lat: number): number {
  const sine = Math.sin(lat);
  return Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
}

/** Latitude of a conformal latitude, radians: the difference shrinks by the flattening every round. */
function geographic(chi: number): number {
  let lat = chi;
  for (let round = 0; round < 8; round++) {
    const sine = Math.sin(lat);
    lat = Math.asin(Math.tanh(Math.atanh(Math.sin(chi)) + ECCENTRICITY * Math.atanh(ECCENTRICITY * sine)));
  }
  return lat;
}

/** The projection that the parameters describe. */
export function createLocalMetre(parameters: LocalMetreParameters): LocalMetre {
  const { centralMeridian, latitudeOfOrigin, falseEasting, falseNorthing } = parameters;
  const scale = parameters.scale * RECTIFYING;
  const project = (lon: number, lat: number) => {
    const t = conformal(lat * RADIANS);
    const away = (lon - centralMeridian) * RADIANS;
    const xi = Math.atan2(t, Math.cos(away));
    const eta = Math.asinh(Math.sin(away) / Math.hypot(t, Math.cos(away)));
    let [x, y] = [eta, xi];
    FORWARD.forEach((term, i) => {
      x += term * Math.cos(2 * (i + 1) * xi) * Math.sinh(2 * (i + 1) * eta);
      y += term * Math.sin(2 * (i + 1) * xi) * Math.cosh(2 * (i + 1) * eta);
    });
    return { x: x * scale, y: y * scale };
  };
  const origin = project(centralMeridian, latitudeOfOrigin).y;
  return {
    fromWgs84(lon, lat) {
      const { x, y } = project(lon, lat);
      return { east: x + falseEasting, north: y - origin + falseNorthing };
    },
    toWgs84(east, north) {
      const eta = (east - falseEasting) / scale;
      const xi = (north - falseNorthing + origin) / scale;
      let [x, y] = [eta, xi];
      BACKWARD.forEach((term, i) => {
        x -= term * Math.cos(2 * (i + 1) * xi) * Math.sinh(2 * (i + 1) * eta);
        y -= term * Math.sin(2 * (i + 1) * xi) * Math.cosh(2 * (i + 1) * eta);
      });
      const chi = Math.asin(Math.sin(y) / Math.cosh(x));
      const away = Math.atan2(Math.sinh(x), Math.cos(y));
      return { lon: centralMeridian + away / RADIANS, lat: geographic(chi) / RADIANS };
    },
  };
}
