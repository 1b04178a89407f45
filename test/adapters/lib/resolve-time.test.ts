import { describe, expect, it } from 'vitest';
import { EARLIEST_MS, parseTime, resolveTime } from '../../../adapters/lib/resolve-time.ts';

const NOW = 1_772_323_200_000;

describe('resolveTime', () => {
  it.each([
    [undefined, NOW, false],
    [NOW - 1, NOW - 1, false],
    [NOW + 300_000, NOW + 300_000, false],
    [NOW + 300_001, NOW, true],
    [EARLIEST_MS, EARLIEST_MS, false],
    [EARLIEST_MS - 1, NOW, true],
    [0, NOW, true],
  ])('%s becomes %s, suspect %s', (deviceTime, time, suspect) => {
    expect(resolveTime(deviceTime, NOW)).toEqual({ time, suspect });
  });
});

describe('parseTime', () => {
  it.each([
    [undefined, undefined],
    [null, undefined],
    [NOW, NOW],
    [NOW + 0.9, NOW],
    [0, 0],
    ['2026-03-01T00:00:00Z', NOW],
    ['2026-03-01t08:00:00.125+08:00', NOW + 125],
    ['2026-03-01 08:00:00+08:00', NOW],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['2016-12-31T23:59:60Z', 1_483_228_799_000],
    ['2026-03-01T00:00:00.123456789Z', NOW + 123],
  ])('%s is %s', (value, expected) => {
    expect(parseTime(value, 'ts')).toBe(expected);
  });

  it.each([
    -1,
    8.64e15 + 1,
    Number.NaN,
    true,
    {},
    [],
    '',
    'now',
    '1772323200000',
    '2026-03-01T00:00:00',
    '2026-03-01',
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-03-01T25:00:00Z',
    '2026-03-01T00:61:00Z',
    '2026-03-01T00:00:00+99:00',
  ])('%s is refused', (value) => {
    expect(() => parseTime(value, 'ts')).toThrow(expect.objectContaining({ code: 'TIME_INVALID', path: 'ts' }));
  });
});
