import { expect, test } from 'vitest';
import { durationOf, leaseOf } from '../../simulators/onvif/durations.ts';

test.each([
  ['PT0S', 0],
  ['PT1.5S', 1_500],
  ['PT1H2M3S', 3_723_000],
  ['P1D', 86_400_000],
  ['P1DT1M', 86_460_000],
])('%s is %i ms', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});

test.each(['', 'P', 'PT', 'P1DT', 'PT5', 'PT.S', '-PT5S', 'P1M', '5'])('"%s" is none', (text) => {
  expect(durationOf(text)).toBeUndefined();
});

test('a lease is a duration or a time to come, an hour at most', () => {
  expect(leaseOf('PT1M', 0)).toBe(60_000);
  expect(leaseOf('1970-01-01T00:00:30Z', 10_000)).toBe(20_000);
  for (const refused of ['1970-01-01T00:00:05Z', 'PT0S', 'P1D', 'tomorrow', undefined])
    expect(leaseOf(refused, 10_000)).toBeUndefined();
});
