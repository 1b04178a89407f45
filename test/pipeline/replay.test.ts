import { expect, test } from 'vitest';
import { replay } from '../bench/cases.ts';

test('one per cent of a year of 298,694 matters, with a kill -9 in the middle: every one is a case, once', async () => {
  const { expected, killedAt, done, wrong } = await replay({ scale: 0.01, seed: 20_171 });
  expect(wrong).toEqual([]);
  expect(expected).toEqual({ events: 2_701, components: 178, clues: 108, all: 2_987 });
  expect([killedAt > 0, killedAt < expected.all, done.here < expected.all]).toEqual([true, true, true]);
}, 120_000);
