import { GatewayError } from '../../gateway/errors.ts';

/** Device times further ahead of the arrival than this are not believed, ms. */
export const MAX_AHEAD_MS = 5 * 60_000;
/** 2020-01-01T00:00:00Z: an earlier device time is a clock that was never set. */
export const EARLIEST_MS = 1_577_836_800_000;
/** The last instant that a date can name. */
const LATEST_MS = 8.64e15;

/** A message's time and whether it can be trusted. */
export interface ResolvedTime {
  /** Event time, epoch ms. */
  readonly time: number;
  /** The device's own time was not believable and `time` is the arrival. */
  readonly suspect: boolean;
}

/**
 * The event time of a message: a pure function of the device's time and the arrival, both epoch ms, so that a replay of the
 * inbox gives the same answer. Without a device time the arrival counts and is trusted; more than 5 minutes ahead or before
 * 2020 the arrival counts and is suspect; otherwise the device's time counts, however old.
 */
export function resolveTime(deviceTime: number | undefined, receivedAt: number): ResolvedTime {
  if (deviceTime === undefined) return { time: receivedAt, suspect: false };
  if (deviceTime > receivedAt + MAX_AHEAD_MS || deviceTime < EARLIEST_MS) return { time: receivedAt, suspect: true };
  return { time: deviceTime, suspect: false };
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** Whether a number can be epoch milliseconds. */
export function isTime(value: number): boolean {
  return value >= 0 && value <= LATEST_MS;
}

/**
 * Epoch ms of a `ts` field: a number of milliseconds, or RFC 3339 text with its zone (a local time is ambiguous and refused).
 * `undefined` and `null` mean that the message has no time. Throws TIME_INVALID with `path` for anything else.
 */
export function parseTime(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') {
    if (isTime(value)) return Math.floor(value);
    throw invalid(path, `${value} is not epoch milliseconds`);
  }
  if (typeof value !== 'string')
    throw invalid(path, `must be epoch milliseconds or RFC 3339 text, not ${typeName(value)}`);
  const parts = RFC3339.exec(value);
  if (!parts)
    throw invalid(path, `"${value.slice(0, 40)}" is not RFC 3339 with a zone, e.g. 2026-03-01T08:00:00.000+08:00`);
  const day = Number(parts[3]);
  // A leap second (RFC 3339 §5.7) has no epoch ms of its own: it is told as the second before.
  const second = parts[6] === '60' ? '59' : parts[6];
  const ms = Date.parse(
    `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${second}${parts[7] ?? ''}${parts[8]?.toUpperCase()}`,
  );
  const lastDay = Date.UTC(Number(parts[1]), Number(parts[2]), 0) - Date.UTC(Number(parts[1]), Number(parts[2]) - 1, 0);
  if (!(ms >= 0) || day * 86_400_000 > lastDay) throw invalid(path, `"${value}" is not a time that exists`);
  return Math.floor(ms);
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function invalid(path: string, what: string): GatewayError {
  return new GatewayError('TIME_INVALID', `${path}: ${what}`, { path });
}
