/** A duration as people write it in files: `500ms`, `30s`, `10min`, `1.5h`, `7d`. */
export const DURATION = /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Whole ms of a duration; undefined when the text is none. `dayMs`: what a `d` is on a clock whose days are shorter, such
 * as that of working hours.
 */
export function parseDuration(text: string, dayMs = DAY): number | undefined {
  const [, amount, unit = ''] = DURATION.exec(text) ?? [];
  const size = { ms: 1, s: 1_000, min: 60_000, h: HOUR, d: dayMs }[unit];
  return size === undefined ? undefined : Math.round(Number(amount) * size);
}

const SIZES = [
  ['d', DAY],
  ['h', HOUR],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** Ms as people write them, in the largest unit that needs no fraction: `3h`, `90min`, `0s`. */
export function printDuration(ms: number): string {
  if (ms === 0) return '0s';
  const [unit, size] = SIZES.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** A length of time for people, in the largest unit that it fills at least twice: `90 s`, `12 min`, `250 ms`. */
export function sayDuration(ms: number): string {
  const length = Math.abs(ms);
  const [unit, size] = SIZES.find(([, each]) => length >= 2 * each) ?? ['ms', 1];
  return `${Number((length / size).toFixed(1))} ${unit}`;
}
