import { expect, it } from 'vitest';
import { atMostEvery } from '../gateway/log.ts';

it('lets one line through in a while', () => {
  let now = 0;
  const may = atMostEvery({ monotonic: () => now }, 1_000);
  const told = [0, 500, 999, 1_000, 1_500, 2_500].filter((at) => {
    now = at;
    return may();
  });
  expect(told).toEqual([0, 1_000, 2_500]);
});
