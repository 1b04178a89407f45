import { expect, it } from 'vitest';
import { pointEnd, unstorable } from '../../gateway/series/points.ts';
import { happening, presence, T0, value } from './sample.ts';

it('ends a point where the reading, its time or the kind changes', () => {
  const observations = [
    ...[value('a', 1), value('b', 2), value('a', 3, { reading: 1 }), value('a', 4, { reading: 1, time: T0 + 1 })],
    ...[happening('x'), happening('x'), presence(true)],
  ];
  const starts = [];
  for (let start = 0; start < observations.length; start = pointEnd(observations, start)) starts.push(start);
  expect(starts).toEqual([0, 2, 3, 4, 5, 6]);
});

it('names the value no store can hold', () => {
  expect(unstorable([value('a', 1), value('b', Number.POSITIVE_INFINITY)], 0, 2)).toContain('channel "b" is Infinity');
  expect(unstorable([value('a', 1), value('b', Number.NaN)], 0, 1)).toBeUndefined();
});
