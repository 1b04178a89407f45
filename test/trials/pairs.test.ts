import { expect, it } from 'vitest';
import { NEAR_MS, pairUp, type Spell } from '../../gateway/trials/pairs.ts';

const spell = (from: number, until?: number, more: Partial<Spell> = {}): Spell => ({
  ...{ subject: 'a/b#', category: 'E0498', from },
  ...(until === undefined ? {} : { until }),
  ...more,
});
const starts = (pairs: ReturnType<typeof pairUp<Spell>>) => ({
  both: pairs.both.map(([a, b]) => [a.from, b.from]),
  onlyA: pairs.onlyA.map(({ from }) => from),
  onlyB: pairs.onlyB.map(({ from }) => from),
});

it('takes troubles that overlap or begin within an hour for the same', () => {
  const hours = (count: number) => count * NEAR_MS;
  expect(starts(pairUp([spell(0, 10)], [spell(NEAR_MS, NEAR_MS + 1)])).both).toEqual([[0, NEAR_MS]]);
  expect(starts(pairUp([spell(0, 10)], [spell(NEAR_MS + 1, hours(2))]))).toEqual({
    ...{ both: [], onlyA: [0], onlyB: [NEAR_MS + 1] },
  });
  expect(starts(pairUp([spell(0)], [spell(hours(9))])).both).toEqual([[0, hours(9)]]);
});

it('lets the nearest beginnings find each other, each once', () => {
  expect(starts(pairUp([spell(0, 5), spell(1_000, 1_005)], [spell(990, 1_100)]))).toEqual({
    ...{ both: [[1_000, 990]], onlyA: [0], onlyB: [] },
  });
});

it('keeps to the place, and prefers the category to the time', () => {
  const other = { category: 'E0490' };
  expect(starts(pairUp([spell(0)], [spell(0, 1, { subject: 'a/c#' })])).both).toEqual([]);
  expect(starts(pairUp([spell(0, 50)], [spell(0, 50, other), spell(40, 50)])).both).toEqual([[0, 40]]);
  expect(starts(pairUp([spell(0, 50)], [spell(7, 50, other)])).both).toEqual([[0, 7]]);
});
