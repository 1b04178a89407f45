import type { When } from '../model/rule-spec.ts';
import { localDay, startOfDay, weekday } from './local-time.ts';

const DAY = 86_400_000;
const WHOLE_DAY = [{ from: 0, to: DAY }];

/**
 * The earliest time from `time` on at which what is in force then stays so for `dwell` ms; Infinity when the mode forbids it,
 * since nobody knows when the mode changes, or when no hours are that long. The site is not looked at: it does not change.
 */
export function openAt({ hours, days, modes }: When, time: number, dwell: number, mode: string): number {
  if (modes && !modes.includes(mode)) return Number.POSITIVE_INFINITY;
  if (!hours && !days) return time;
  const today = localDay(time);
  // Yesterday's hours may run over midnight; any weekday comes within a week.
  for (let day = today - 1; day <= today + 7; day++) {
    if (days && !days.includes(weekday(day))) continue;
    const earliest = earliestOf(hours ?? WHOLE_DAY, startOfDay(day), time, dwell);
    if (earliest !== Number.POSITIVE_INFINITY) return earliest;
  }
  return Number.POSITIVE_INFINITY;
}

function earliestOf(hours: NonNullable<When['hours']>, midnight: number, time: number, dwell: number): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { from, to } of hours) {
    const end = midnight + (to > from ? to : to + DAY);
    const begin = Math.max(midnight + from, time);
    if (begin < end && begin + dwell <= end && begin < earliest) earliest = begin;
  }
  return earliest;
}

/** Whether it is in force at `time`. */
export function isOpen(when: When, time: number, mode: string): boolean {
  return openAt(when, time, 0, mode) === time;
}
