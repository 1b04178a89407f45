import { describe, expect, it } from 'vitest';
import { isOpen, openAt } from '../../gateway/rules/when.ts';
import { DAY, HOUR, MINUTE, MONDAY } from '../support/rule-kinds.ts';

const night = { hours: [{ from: 22 * HOUR, to: 6 * HOUR }] };
const at = (day: number, hour: number, minute = 0) => MONDAY + (day - 1) * DAY + hour * HOUR + minute * MINUTE;

describe('when', () => {
  it.each([
    [at(1, 21, 59), false],
    [at(1, 22), true],
    [at(2, 0), true],
    [at(2, 5, 59), true],
    [at(2, 6), false],
  ])('runs over midnight in local time: %i is %s', (time, open) => {
    expect(isOpen(night, time, 'NORMAL')).toBe(open);
  });

  it('belongs to the day on which the hours begin', () => {
    const friday = { ...night, days: [5] };
    expect(isOpen(friday, at(5, 23), 'NORMAL')).toBe(true);
    expect(isOpen(friday, at(6, 5), 'NORMAL')).toBe(true);
    expect(isOpen(friday, at(6, 23), 'NORMAL')).toBe(false);
    expect(isOpen(friday, at(5, 5), 'NORMAL')).toBe(false);
  });

  it('takes days alone as whole days', () => {
    const weekend = { days: [6, 7] };
    expect(isOpen(weekend, at(5, 23, 59), 'NORMAL')).toBe(false);
    expect(isOpen(weekend, at(6, 0), 'NORMAL')).toBe(true);
    expect(openAt(weekend, at(1, 12), 0, 'NORMAL')).toBe(at(6, 0));
  });

  it('says when it begins next, and leaves room for a dwell', () => {
    expect(openAt(night, at(1, 12), 0, 'NORMAL')).toBe(at(1, 22));
    expect(openAt(night, at(1, 5, 50), 20 * MINUTE, 'NORMAL')).toBe(at(1, 22));
    expect(openAt(night, at(1, 5, 50), 10 * MINUTE, 'NORMAL')).toBe(at(1, 5, 50));
    expect(openAt(night, at(1, 5), 9 * HOUR, 'NORMAL')).toBe(Number.POSITIVE_INFINITY);
  });

  it('has the earliest of several hours', () => {
    const meals = {
      hours: [
        { from: 17 * HOUR, to: 20 * HOUR },
        { from: 11 * HOUR, to: 13 * HOUR },
      ],
    };
    expect(openAt(meals, at(1, 9), 0, 'NORMAL')).toBe(at(1, 11));
    expect(openAt(meals, at(1, 14), 0, 'NORMAL')).toBe(at(1, 17));
    expect(openAt(meals, at(1, 21), 0, 'NORMAL')).toBe(at(2, 11));
  });

  it('cannot tell when a mode begins', () => {
    const flood = { modes: ['FLOOD'] };
    expect(openAt(flood, at(1, 0), 0, 'NORMAL')).toBe(Number.POSITIVE_INFINITY);
    expect(openAt(flood, at(1, 0), 0, 'FLOOD')).toBe(at(1, 0));
  });
});
