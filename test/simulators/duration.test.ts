import { expect, test } from 'vitest';
import { duration, durationText } from '../../simulators/duration.ts';

test.each([
  ['250ms', 250],
  ['90s', 90_000],
  ['1.5min', 90_000],
  ['2h', 7_200_000],
])('%s is %i ms', (text, ms) => {
  expect(duration.parse(text)).toBe(ms);
});

test.each(['5', '5 min', 'min', '-5s', '5m'])('%s is refused', (text) => {
  expect(duration.safeParse(text).success).toBe(false);
});

test('prints what people read', () => {
  expect(durationText(350)).toBe('350 ms');
  expect(durationText(12_400)).toBe('12.4 s');
  expect(durationText(185_000)).toBe('3 min 05 s');
});
