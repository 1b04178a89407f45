import type { Device } from '../model/device.ts';
import type { Crs, GeoPosition } from '../model/observation.ts';
import { type PositionFault as ImpossibleFault, positionFault, toWgs84, type Wgs84 } from './coordinates.ts';
import { metresBetween } from './geometry.ts';

/** Why a reported position is not believed. */
export type PositionFault =
  | ImpossibleFault
  /** It fits the registered position once it is read in another reference system than it was declared in. */
  | 'CRS_MISMATCH'
  /** It fits once the registered position is read in another system than it was registered in: cases lie in the wrong grid. */
  | 'REGISTERED_CRS_MISMATCH'
  /** A fixed device says that it stands more than 2 km from where it is registered. */
  | 'FAR_FROM_REGISTERED';

/** What is made of a reported position. */
export interface JudgedPosition {
  /** The one to go by: the reported one, or the registered one where the report is not believed. */
  readonly position?: GeoPosition;
  readonly quality: 'GOOD' | 'SUSPECT';
  readonly fault?: PositionFault;
  /** What was seen, in metres, and what to do about it. */
  readonly detail?: string;
}

/** Metres beyond which a fixed device cannot be. */
export const FAR_M = 2_000;
/** Metres that the fix of a receiver in a street canyon may be off. */
const FIX_M = 60;

const NAMES: Readonly<Record<Crs, string>> = { wgs84: 'WGS-84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' };
/** WGS-84 and CGCS2000 are one system here. */
const READINGS = ['wgs84', 'gcj02', 'bd09'] as const;
const canonical = (crs: Crs) => (crs === 'cgcs2000' ? 'wgs84' : crs);

/** A reference system that explains why a position is off. */
export interface CrsMismatch {
  readonly looksLike: Crs;
  readonly declared: Crs;
  /** Metres between the position as declared and the known one; and once read as `looksLike`. */
  readonly offM: number;
  readonly leftM: number;
  readonly detail: string;
}

/**
 * Whether a position that is off a known one lands on it when its numbers are read in another reference system. The shift of
 * GCJ-02 is 400 to 700 m and known at every point: that a real displacement equals it to within the error of a fix is less
 * likely than the mistake that everybody makes. Undefined when the position is right as declared, or wrong in every system.
 */
export function crsMismatch(reported: GeoPosition, known: Wgs84): CrsMismatch | undefined {
  const offM = metresBetween(toWgs84(reported), known);
  if (!(offM > FIX_M)) return undefined;
  const [best] = READINGS.filter((crs) => crs !== canonical(reported.crs))
    .map((looksLike) => ({ looksLike, leftM: metresBetween(toWgs84({ ...reported, crs: looksLike }), known) }))
    .sort((a, b) => a.leftM - b.leftM);
  if (!best || !(best.leftM <= FIX_M)) return undefined;
  const { looksLike, leftM } = best;
  const detail =
    `looks like ${NAMES[looksLike]} declared as ${NAMES[reported.crs]}: off by ${Math.round(offM)} m, ` +
    `${Math.round(leftM)} m when read as ${NAMES[looksLike]}; correct the crs of the device's messages or of its registration`;
  return { looksLike, declared: reported.crs, offM, leftM, detail };
}

const IMPOSSIBLE: Readonly<Record<ImpossibleFault, string>> = {
  NOT_FINITE: 'longitude or latitude is no number',
  NULL_ISLAND: '0, 0 is what a receiver without a fix sends',
  SWAPPED: 'latitude and longitude are swapped',
  OUTSIDE_CHINA: 'the position is outside China',
};

/**
 * Judges a position that a device reported. Impossible ones (no number, 0/0, swapped, outside China) are never used. A fixed
 * device goes by its registered position whatever it reports; a report more than 2 km off, or off by exactly the shift of a
 * reference system, is a fault. A mobile device may be anywhere: of it only the impossible is a fault, and a suspicious shift is
 * told without being held against it. Never throws.
 */
export function judgePosition(
  reported: GeoPosition | undefined,
  { position: registered, mobility }: Pick<Device, 'position' | 'mobility'>,
): JudgedPosition {
  const home = registered && !positionFault(registered) ? registered : undefined;
  const instead = home ? { position: home } : {};
  if (!reported) return { ...instead, quality: 'GOOD' };
  const impossible = positionFault(reported);
  if (impossible) return { ...instead, quality: 'SUSPECT', fault: impossible, detail: IMPOSSIBLE[impossible] };
  if (!home) return { position: reported, quality: 'GOOD' };
  const known = toWgs84(home);
  const mismatch = crsMismatch(reported, known);
  if (mobility === 'MOBILE')
    return { position: reported, quality: 'GOOD', ...(mismatch ? { detail: mismatch.detail } : {}) };
  if (mismatch) return { position: home, quality: 'SUSPECT', fault: 'CRS_MISMATCH', detail: mismatch.detail };
  const registration = crsMismatch(home, toWgs84(reported));
  if (registration) {
    const { looksLike, declared, offM } = registration;
    const said = `the registration looks like ${NAMES[looksLike]} declared as ${NAMES[declared]}: ${Math.round(offM)} m from where the device is, so that its cases lie in the wrong grid; register it with the crs its numbers are in`;
    return { position: home, quality: 'SUSPECT', fault: 'REGISTERED_CRS_MISMATCH', detail: said };
  }
  const offM = metresBetween(toWgs84(reported), known);
  if (offM <= FAR_M) return { position: home, quality: 'GOOD' };
  const detail = `${Math.round(offM)} m from the registered position; a fixed device may be ${FAR_M} m off at most. Register it anew, or as mobile`;
  return { position: home, quality: 'SUSPECT', fault: 'FAR_FROM_REGISTERED', detail };
}
