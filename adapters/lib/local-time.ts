/** China has one time zone, UTC+8, and standards of its devices write it without saying so. */
const ZONE_MS = 8 * 3_600_000;

/** Epoch ms of a local date and time in UTC+8; undefined when there is no such instant. `month` counts from 1. */
export function fromLocal(parts: {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}): number | undefined {
  const { year, month, day, hour, minute, second } = parts;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const exists =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? ms - ZONE_MS : undefined;
}

/** Epoch ms of `yyyyMMddHHmmss`, with milliseconds behind it or not; undefined for anything else. */
export function fromCompact(text: string): number | undefined {
  const found = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{3})?$/.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, ms = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  const at = fromLocal({ year, month, day, hour, minute, second });
  return at === undefined ? undefined : at + ms;
}
