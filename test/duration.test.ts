import { describe, expect, it } from 'vitest';
import { parseDuration, sayDuration } from '../gateway/duration.ts';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['10min', 600_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1.5h', 5_400_000],
    ['0s', 0],
    // Whole milliseconds, whatever the fraction.
    ['0.0014s', 1],
  ])('%s are %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('have the days of the clock they are for', () => {
    expect(parseDuration('0.5d', 28_800_000)).toBe(14_400_000);
    expect(parseDuration('4h', 28_800_000)).toBe(14_400_000);
  });

  it.each(['', '30', 's', '-1s', '1 s', '1S', '1.s', '.5s', '1w', '1hour', '1h30min', '1e3s', 'constructor'])(
    'are not %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it.each([
    [250, '250 ms'],
    [1_999, '1999 ms'],
    [90_000, '90 s'],
    [-720_000, '12 min'],
    [5_400_000, '90 min'],
    [9_000_000, '2.5 h'],
    [172_800_000, '2 d'],
  ])('of %d ms are told as %j', (ms, text) => {
    expect(sayDuration(ms)).toBe(text);
  });
});
