import { expect, it } from 'vitest';
import { clockTrouble } from '../gateway/clock-trouble.ts';

const NOW = 1_772_323_200_000;

it.each([
  ['as it should be', NOW, NOW - 1_000, undefined],
  ['before the first message', NOW, 0, undefined],
  ['put back a little', NOW - 60_000, NOW, undefined],
  [
    'put back',
    NOW - 60_001,
    NOW,
    /^the clock says 2026-02-28T23:58:59.999Z, but the newest message came at 2026-03-01T/,
  ],
  ['without a battery', 86_400_000, 0, /^the clock says 1970-01-02T00:00:00.000Z, but no gateway ran then: set it/],
])('a clock %s', (_what, now, newest, trouble) => {
  if (trouble === undefined) expect(clockTrouble(now, newest)).toBe(undefined);
  else expect(clockTrouble(now, newest)).toMatch(trouble);
});
