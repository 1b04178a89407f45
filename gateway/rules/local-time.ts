const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Asia/Shanghai: UTC+8 the whole year, no daylight saving since 1992. */
const OFFSET = 8 * HOUR;

/** Number of the local day, counted from 1970-01-01. */
export function localDay(time: number): number {
  return Math.floor((time + OFFSET) / DAY);
}

/** Epoch ms at which a local day begins. */
export function startOfDay(day: number): number {
  return day * DAY - OFFSET;
}

/** Start of the window of `length` ms, counted from local midnight, that `time` lies in. */
export function startOfWindow(time: number, length: number): number {
  return Math.floor((time + OFFSET) / length) * length - OFFSET;
}

/** 1 Monday … 7 Sunday; 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
