import { expect, it } from 'vitest';
import { LIMITS } from '../../gateway/pipeline/limits.ts';
import { readLimits } from '../../gateway/trials/changed-limits.ts';

it('reads lengths of time, and leaves what is not named as it is', () => {
  expect(readLimits({ storm: { cases: 5 }, reopen: '10min' })).toEqual({
    ...{ storm: { cases: 5, window: LIMITS.storm.window }, reopen: 600_000 },
  });
  expect(readLimits({})).toEqual({});
});

it('names everything that is wrong', () => {
  expect(() => readLimits({ storm: { cases: 0 }, reopen: 'soon', strom: {} })).toThrow(
    /pipeline\.storm\.cases: .*pipeline\.reopen: must be a length of time.*strom/s,
  );
});
