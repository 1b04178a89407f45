import type { Quirk } from './onvif-quirks.ts';
import { EARLIEST_MS } from './resolve-time.ts';

const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|\s+)\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})\d*)?\s*(?:([Zz])|([+-])(\d{1,2}):?(\d{2})?)?$/;
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** A tt:Message@UtcTime as far as it could be read. */
export interface DeviceTime {
  /** Epoch ms; undefined for what is no time. */
  readonly ms: number | undefined;
  /** RFC 3339 in UTC, as sent where it was that already. */
  readonly text: string | undefined;
  readonly quirk: Quirk | undefined;
}

/**
 * Reads a tt:Message@UtcTime. Takes what devices write instead of the xs:dateTime in UTC that Core 9.4 demands: no zone
 * (then UTC), an offset, a space for the T, single digits. Never throws.
 */
export function deviceTimeOf(given: string): DeviceTime {
  const sent = given.trim();
  if (sent === '') return { ms: undefined, text: undefined, quirk: 'time-missing' };
  const parts = TIME.exec(sent);
  const ms = parts ? msOf(parts) : undefined;
  if (!parts || ms === undefined) return { ms: undefined, text: undefined, quirk: 'time-unreadable' };
  const text = USUAL.test(sent) ? sent : new Date(ms).toISOString().replace('.000Z', 'Z');
  return { ms, text, quirk: ms < EARLIEST_MS ? 'time-never-set' : quirkOf(parts, text === sent) };
}

function msOf(parts: RegExpExecArray): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const millis = Math.floor(Number(`0.${parts[7] ?? '0'}`) * 1_000);
  const offset = Number(parts[10] ?? 0) * 60 + Number(parts[11] ?? 0);
  const zone = parts[9] === '-' ? -offset : offset;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis) - zone * 60_000;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function quirkOf(parts: RegExpExecArray, usual: boolean): Quirk | undefined {
  if (usual) return undefined;
  if (parts[9]) return 'time-offset';
  return parts[8] ? 'time-spelling' : 'time-without-zone';
}
