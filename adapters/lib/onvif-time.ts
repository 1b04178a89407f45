import type { Quirk } from './onvif-quirks.ts';
import { EARLIEST_MS } from './resolve-time.ts';

const TIME =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[Tt]|\s+)\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9})\d*)?)?\s*(?:([Zz]|UTC|GMT)|([+-])(\d{1,2}):?(\d{2})?)?$/;
/** The basic format of ISO 8601. */
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?=Z|[+-]|$)/;
/** Seconds or milliseconds since 1970, of this century. */
const EPOCH = /^(?:\d{10}|\d{13})$/;
const USUAL = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

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
 * (then UTC), an offset, a space for the T, single digits, slashes, no seconds, seconds since 1970. Never throws.
 */
export function deviceTimeOf(given: string): DeviceTime {
  const sent = given.trim();
  if (sent === '') return { ms: undefined, text: undefined, quirk: 'time-missing' };
  if (EPOCH.test(sent)) {
    const ms = Number(sent) * (sent.length === 10 ? 1_000 : 1);
    return { ms, text: textOf(ms), quirk: 'time-spelling' };
  }
  const parts = TIME.exec(sent.replace(BASIC, '$1-$2-$3T$4:$5:$6'));
  const ms = parts ? msOf(parts) : undefined;
  if (!parts || ms === undefined) return { ms: undefined, text: undefined, quirk: 'time-unreadable' };
  const text = USUAL.test(sent) ? sent : textOf(ms);
  return { ms, text, quirk: ms < EARLIEST_MS ? 'time-never-set' : quirkOf(parts, text === sent) };
}

function textOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function msOf(parts: RegExpExecArray): number | undefined {
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(3, 8).map((part) => Number(part ?? 0));
  const year = Number(parts[1]);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const millis = Math.floor(Number(`0.${parts[8] ?? '0'}`) * 1_000);
  const offset = Number(parts[11] ?? 0) * 60 + Number(parts[12] ?? 0);
  const zone = parts[10] === '-' ? -offset : offset;
  return Date.UTC(year, month - 1, day, hour, minute, second, millis) - zone * 60_000;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function quirkOf(parts: RegExpExecArray, usual: boolean): Quirk | undefined {
  if (usual) return undefined;
  if (parts[10]) return 'time-offset';
  return parts[9] ? 'time-spelling' : 'time-without-zone';
}
