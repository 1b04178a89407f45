import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type CalendarFile,
  calendarSchema,
  createWorkCalendar,
  missingYears,
} from '../../gateway/city/work-calendar.ts';
import { PROFILES } from './profiles.ts';

const files = new Map(
  [2025, 2026].map((year) => [
    year,
    calendarSchema.parse(parse(readFileSync(join(PROFILES, `calendar/cn-${year}.yaml`), 'utf8'))),
  ]),
);
const fileOf = (year: number) => files.get(year) as CalendarFile;
const calendar = createWorkCalendar([fileOf(2025), fileOf(2026)]);

const HOUR = 3_600_000;
/** Shanghai time. */
const at = (text: string) => Date.parse(`${text}+08:00`);
const working = (hours: number) => ({ ms: hours * HOUR, clock: 'working' as const });
const continuous = (hours: number) => ({ ms: hours * HOUR, clock: 'continuous' as const });

describe('work calendar', () => {
  it.each([
    ['inside a morning', '2025-11-05T08:30', 2, '2025-11-05T10:30'],
    ['over the noon break', '2025-11-05T11:00', 2, '2025-11-05T15:00'],
    ['to the very end of a session', '2025-11-05T08:00', 4, '2025-11-05T12:00'],
    ['from the noon break', '2025-11-05T12:30', 1, '2025-11-05T15:00'],
    ['from before work', '2025-11-05T03:00', 1, '2025-11-05T09:00'],
    ['from after work to the next day', '2025-11-05T20:00', 1, '2025-11-06T09:00'],
    ['a working day later, same hour', '2025-11-05T10:00', 8, '2025-11-06T10:00'],
    ['over a weekend', '2025-11-07T16:00', 4, '2025-11-10T10:00'],
    ['from a Saturday', '2025-11-08T10:00', 1, '2025-11-10T09:00'],
    ['over National Day, eight days', '2025-09-30T17:00', 2, '2025-10-09T09:00'],
    ['on a Sunday worked in exchange', '2025-09-28T09:00', 2, '2025-09-28T11:00'],
    ['over Spring Festival with a worked Saturday at its end', '2026-02-14T17:00', 2, '2026-02-24T09:00'],
    ['over the turn of the year', '2025-12-31T17:00', 2, '2026-01-04T09:00'],
    ['fifteen working days', '2025-11-03T08:00', 120, '2025-11-21T18:00'],
  ])('counts %s', (_, from, hours, to) => {
    expect(calendar.addLimit(at(from), working(hours))).toBe(at(to));
  });

  it('runs the continuous clock through nights and holidays', () => {
    expect(calendar.addLimit(at('2025-09-30T23:00'), continuous(4))).toBe(at('2025-10-01T03:00'));
  });

  it('counts every working day of the two years', () => {
    const worked = (year: number) => {
      let days = 0;
      for (let day = at(`${year}-01-01T12:00`); day < at(`${year + 1}-01-01T00:00`); day += 24 * HOUR)
        if (calendar.isWorkingDay(day)) days++;
      return days;
    };
    expect([worked(2025), worked(2026)]).toEqual([248, 248]);
    expect(calendar.years).toEqual(new Set([2025, 2026]));
  });

  it('knows only weekends in a year without a file', () => {
    expect(calendar.isWorkingDay(at('2030-10-01T10:00'))).toBe(true);
    expect(calendar.isWorkingDay(at('2030-10-05T10:00'))).toBe(false);
  });

  const instant = fc.integer({ min: at('2025-01-01T00:00'), max: at('2026-12-31T00:00') });
  const span = fc.integer({ min: 0, max: 200 * HOUR });

  it('never runs backwards: a later start or a longer limit never ends sooner', () => {
    fc.assert(
      fc.property(instant, span, span, span, (from, later, ms, more) => {
        const end = (start: number, length: number) => calendar.addLimit(start, { ms: length, clock: 'working' });
        expect(end(from, ms)).toBeGreaterThanOrEqual(from + ms);
        expect(end(from + later, ms)).toBeGreaterThanOrEqual(end(from, ms));
        expect(end(from, ms + more)).toBeGreaterThanOrEqual(end(from, ms));
      }),
    );
  });

  it('adds up: two limits one after the other are their sum', () => {
    fc.assert(
      fc.property(instant, span, span, (from, a, b) => {
        const add = (start: number, ms: number) => calendar.addLimit(start, { ms, clock: 'working' });
        expect(add(add(from, a), b)).toBe(add(from, a + b));
      }),
    );
  });

  /** Minute by minute, as slow as it is plain. */
  const slowly = (from: number, minutes: number) => {
    const free = (day: string) =>
      [2025, 2026].some((year) => fileOf(year).holidays.some((holiday) => holiday.from <= day && day <= holiday.to));
    const swapped = (day: string) => [2025, 2026].some((year) => fileOf(year).workingDays.includes(day));
    let left = minutes;
    let time = from;
    let [known, worked] = ['', false];
    for (; left > 0; time += 60_000) {
      const local = new Date(time + 8 * HOUR).toISOString();
      const day = local.slice(0, 10);
      if (day !== known) {
        const weekday = new Date(time + 8 * HOUR).getUTCDay();
        [known, worked] = [day, swapped(day) || (weekday !== 0 && weekday !== 6 && !free(day))];
      }
      const hour = Number(local.slice(11, 13));
      if (worked && ((hour >= 8 && hour < 12) || (hour >= 14 && hour < 18))) left--;
    }
    return time;
  };

  it('is exact to the minute over weekends, 调休, holidays and the turn of the year', () => {
    const minute = fc.integer({ min: 0, max: 20 * 24 * 60 });
    const around = fc.constantFrom(
      ...['2025-01-24', '2025-04-25', '2025-09-25', '2025-12-25', '2026-02-10', '2026-09-18'].map((day) =>
        at(`${day}T00:00`),
      ),
    );
    fc.assert(
      fc.property(around, minute, fc.integer({ min: 1, max: 40 * 60 }), (start, offset, minutes) => {
        const from = start + offset * 60_000;
        expect(calendar.addLimit(from, { ms: minutes * 60_000, clock: 'working' })).toBe(slowly(from, minutes));
      }),
      { numRuns: 60 },
    );
  });

  it('tells of a year without a file once, when a deadline begins or ends in it', () => {
    const told: number[] = [];
    const only = createWorkCalendar([fileOf(2025)], undefined, (year) => told.push(year));
    only.addLimit(at('2025-12-31T10:00'), working(2));
    only.addLimit(at('2030-06-03T10:00'), continuous(2));
    expect(told).toEqual([]);
    only.addLimit(at('2025-12-31T17:00'), working(2));
    only.addLimit(at('2026-03-04T10:00'), working(2));
    only.addLimit(at('2024-12-31T17:00'), working(4));
    expect(told).toEqual([2026, 2024]);
    expect(missingYears(only.years, at('2025-12-01T10:00'))).toEqual([2026]);
    expect(missingYears(only.years, at('2025-03-01T10:00'))).toEqual([]);
    expect(missingYears(only.years, at('2027-03-01T10:00'))).toEqual([2027]);
  });

  it.each([
    ['a date that is none', { holidays: [{ name: 'x', from: '2025-02-30', to: '2025-02-30' }] }],
    ['a month that is none', { workingDays: ['2025-13-04'] }],
    ['another year', { workingDays: ['2026-02-14'] }],
    ['a weekday as worked in exchange', { workingDays: ['2025-11-05'] }],
    ['an end before its start', { holidays: [{ name: 'x', from: '2025-05-05', to: '2025-05-01' }] }],
    [
      'a day both free and worked',
      { holidays: [{ name: 'x', from: '2025-09-26', to: '2025-09-28' }], workingDays: ['2025-09-28'] },
    ],
  ])('refuses %s', (_, part) => {
    const file = { year: 2025, provenance: 'test', holidays: [], workingDays: [], ...part };
    expect(calendarSchema.safeParse(file).success).toBe(false);
  });
});
