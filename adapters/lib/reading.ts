import { GatewayError } from '../../gateway/errors.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Crs, GeoPosition, Happening, Measurement, Presence, Quality } from '../../gateway/model/observation.ts';
import { resolveTime } from './resolve-time.ts';

/** Values of one reading; more are refused. */
export const MAX_VALUES = 1_000;
/** Readings of one backfill array; more are refused. */
export const MAX_READINGS = 1_000;
/** Characters of a channel, code or data name. */
export const MAX_NAME = 64;
/** Characters of a text value. */
export const MAX_TEXT = 1_024;

/** What the payload says beside its values. */
export interface Envelope {
  readonly ts: number | undefined;
  readonly seq: number | undefined;
  readonly position: GeoPosition | undefined;
  readonly simulated: boolean;
}

export const NO_ENVELOPE: Envelope = { ts: undefined, seq: undefined, position: undefined, simulated: false };

/** What all observations of one reading share. */
export type Shared = Omit<Presence, 'kind' | 'online' | 'firmware' | 'profile'>;

/** The shared part of the observations of reading number `reading` of a message. */
export function sharedOf(message: RawMessage, device: Device, envelope: Envelope, reading: number): Shared {
  const { time, suspect } = resolveTime(envelope.ts, message.receivedAt);
  const simulated = envelope.simulated || device.simulated;
  const quality: Quality = suspect ? 'SUSPECT' : simulated ? 'SIMULATED' : 'GOOD';
  const { deviceId } = device;
  const { receivedAt } = message;
  const { ts: deviceTime, seq, position } = envelope;
  // The two usual forms are written out, for a spread costs as much as the rest.
  if (position === undefined && deviceTime !== undefined)
    return seq === undefined
      ? { deviceId, time, deviceTime, receivedAt, reading, quality, simulated }
      : { deviceId, time, deviceTime, receivedAt, seq, reading, quality, simulated };
  return {
    ...{ deviceId, time, ...(deviceTime !== undefined && { deviceTime }), receivedAt },
    ...(seq !== undefined && { seq }),
    ...{ reading, quality, simulated, ...(position !== undefined && { position }) },
  };
}

export function measurement(shared: Shared, channel: string, value: number | boolean | string): Measurement {
  const { deviceId, time, deviceTime, receivedAt, seq, reading, quality, simulated } = shared;
  if (deviceTime === undefined || seq === undefined || shared.position !== undefined)
    return { ...shared, kind: 'value', channel, value };
  return { deviceId, time, deviceTime, receivedAt, seq, reading, quality, simulated, kind: 'value', channel, value };
}

export type Happened = Pick<Happening, 'code' | 'active' | 'stateful' | 'data'>;

export function happening(shared: Shared, happened: Happened): Happening {
  return { ...shared, kind: 'event', ...happened, source: '', baseline: false };
}

/** PAYLOAD_INVALID with the place in the payload in front of what is wrong there. */
export function invalid(path: string, what: string): GatewayError {
  return new GatewayError('PAYLOAD_INVALID', `${path || 'payload'}: ${what}`, path === '' ? {} : { path });
}

/** Refuses names that cannot name a channel, an event code or a data field: empty, long, or with control or blank characters. */
export function checkName(name: string, path: string): string {
  if (name.length === 0 || name.length > MAX_NAME) throw invalid(path, `names have 1 to ${MAX_NAME} characters`);
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) throw invalid(path, 'names have no blanks or control characters');
  }
  return name;
}

/** A value that a channel or a data field may have. */
export function checkScalar(value: unknown, path: string): number | boolean | string {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw invalid(path, 'must be a finite number');
  }
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw invalid(path, 'must be a number, boolean or string');
  if (value.length > MAX_TEXT) throw invalid(path, `text has at most ${MAX_TEXT} characters`);
  return value;
}

export function isSeq(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function checkSeq(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (isSeq(value)) return value;
  throw invalid(path, 'must be a whole number from 0 to 9007199254740991');
}

const CRS: readonly string[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] satisfies Crs[];

/** Checks a position; without a CRS of its own it is in the registered one of the device. */
export function checkPosition(
  position: { readonly lon?: unknown; readonly lat?: unknown; readonly crs?: unknown },
  device: Device,
  path: string,
): GeoPosition {
  const { lon, lat } = position;
  if (typeof lon !== 'number' || !(Math.abs(lon) <= 180))
    throw invalid(`${path}.lon`, 'must be degrees from -180 to 180');
  if (typeof lat !== 'number' || !(Math.abs(lat) <= 90)) throw invalid(`${path}.lat`, 'must be degrees from -90 to 90');
  const crs = position.crs === undefined || position.crs === '' ? (device.position?.crs ?? 'wgs84') : position.crs;
  if (typeof crs !== 'string' || !CRS.includes(crs)) throw invalid(`${path}.crs`, `must be one of ${CRS.join(', ')}`);
  return { lon, lat, crs: crs as Crs };
}
