import { z } from 'zod';
import type { TimeLimit } from '../model/catalogue.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Asia/Shanghai: UTC+8 the whole year, no daylight saving since 1992. */
const OFFSET = 8 * HOUR;

const dateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is YYYY-MM-DD')
  .refine(isDate, 'there is no such date');

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && dayOf(text) * DAY < Date.UTC(year, month, 1);
}

/** A calendar file of one year: what differs from Monday to Friday. */
export const calendarSchema = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    provenance: z.string().min(1),
    /** 法定节假日 and the days joined to them. */
    holidays: z.array(z.strictObject({ name: z.string(), from: dateSchema, to: dateSchema })),
    /** 调休: Saturdays and Sundays that are worked. */
    workingDays: z.array(dateSchema),
  })
  .superRefine((file, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    file.holidays.forEach(({ from, to }, i) => {
      if (from > to) add(['holidays', i], `"from" ${from} is after "to" ${to}`);
      for (const date of [from, to])
        if (!date.startsWith(`${file.year}-`)) add(['holidays', i], `${date} is not in ${file.year}`);
    });
    file.workingDays.forEach((date, i) => {
      if (!date.startsWith(`${file.year}-`)) add(['workingDays', i], `${date} is not in ${file.year}`);
      if (!isWeekend(dayOf(date)))
        add(['workingDays', i], `${date} is no weekend day; every other day is worked anyway`);
      if (file.holidays.some(({ from, to }) => from <= date && date <= to))
        add(['workingDays', i], `${date} is listed as a holiday too`);
    });
  });

export type CalendarFile = z.infer<typeof calendarSchema>;

/** Working hours of a working day as ms after local midnight, in order. */
export type WorkingHours = readonly { readonly from: number; readonly to: number }[];

/** 08–12 and 14–18, the hours of the working clock where a profile names no others. */
export const WORKING_HOURS: WorkingHours = [
  { from: 8 * HOUR, to: 12 * HOUR },
  { from: 14 * HOUR, to: 18 * HOUR },
];

export interface WorkCalendar {
  /**
   * The first instant at which `limit` has passed since `from` on the clock of the limit (epoch ms). On the working clock
   * only working hours of working days count, exactly: a limit that ends with a session ends at 12:00, not at 14:00.
   */
  addLimit(from: number, limit: TimeLimit): number;
  /** Whether the local day that holds this instant is worked. */
  isWorkingDay(at: number): boolean;
  /** Years with a calendar file. In other years only weekends are free. */
  readonly years: ReadonlySet<number>;
}

/** Days since 1970-01-01 of a calendar date. */
function dayOf(date: string): number {
  const [year, month, day] = date.split('-').map(Number);
  return Math.round(Date.UTC(year ?? 0, (month ?? 1) - 1, day) / DAY);
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** Longest working limit in days walked; a longer one would be a slip of units and ends there. */
const MAX_DAYS = 36_600;

/** The local year an instant lies in. */
export function yearOf(at: number): number {
  return new Date(at + OFFSET).getUTCFullYear();
}

/** Deadlines of a case raised now reach about so far. */
const AHEAD = 60 * DAY;

/** Years without a calendar in which deadlines of cases raised at `now` will be counted. */
export function missingYears(years: ReadonlySet<number>, now: number): number[] {
  return [...new Set([yearOf(now), yearOf(now + AHEAD)])].filter((year) => !years.has(year));
}

/** What to do about a year without a calendar. */
export const sayMissing = (year: number) =>
  `there is no holiday calendar for ${year}: of ${year} only weekends are free, and working-time deadlines count its holidays and 调休 as if there were none; write calendar/cn-${year}.yaml once the State Council has published it, and name it under calendars in the profile`;

/**
 * The working clock of a city from its calendar files (CJ/T 315: working hours count, weekends and holidays do not).
 * `missing` is told of a year without a file, once, when a deadline is first counted in it.
 */
export function createWorkCalendar(
  files: readonly CalendarFile[],
  hours: WorkingHours = WORKING_HOURS,
  missing: (year: number) => void = () => undefined,
): WorkCalendar {
  const years = new Set(files.map((file) => file.year));
  const told = new Set<number>(years);
  const tell = (at: number) => {
    const year = yearOf(at);
    if (told.has(year)) return;
    told.add(year);
    missing(year);
  };
  const free = new Set<number>();
  const worked = new Set<number>();
  for (const file of files) {
    for (const { from, to } of file.holidays) for (let day = dayOf(from); day <= dayOf(to); day++) free.add(day);
    for (const date of file.workingDays) worked.add(dayOf(date));
  }
  const isWorked = (day: number) => worked.has(day) || (!free.has(day) && !isWeekend(day));
  return {
    years,
    isWorkingDay: (at) => isWorked(Math.floor((at + OFFSET) / DAY)),
    addLimit(from, limit) {
      if (limit.clock === 'continuous' || limit.ms <= 0) return from + Math.max(0, limit.ms);
      const local = from + OFFSET;
      const first = Math.floor(local / DAY);
      let left = limit.ms;
      tell(from);
      for (let day = first; day < first + MAX_DAYS; day++) {
        if (!isWorked(day)) continue;
        for (const session of hours) {
          const start = Math.max(local, day * DAY + session.from);
          const end = day * DAY + session.to;
          if (end <= start) continue;
          if (end - start >= left) {
            tell(start - OFFSET);
            return start + left - OFFSET;
          }
          left -= end - start;
        }
      }
      return (first + MAX_DAYS) * DAY - OFFSET;
    },
  };
}
