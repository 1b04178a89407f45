import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSchedule } from '../../simulators/schedule.ts';

test('everybody comes out once, in the order of time and then of numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(20))), (entries) => {
      const schedule = createSchedule();
      for (const [number, at] of entries) schedule.add(number, at);
      const taken: [number, number][] = [];
      while (schedule.next() !== Number.POSITIVE_INFINITY) {
        const at = schedule.next();
        for (const number of schedule.take()) taken.push([number, at]);
      }
      const sorted = [...entries].sort(([a, s], [b, t]) => s - t || a - b);
      expect(taken).toEqual(sorted);
    }),
  );
});

test('never is not kept', () => {
  const schedule = createSchedule();
  schedule.add(1, Number.POSITIVE_INFINITY);
  expect([schedule.next(), schedule.take()]).toEqual([Number.POSITIVE_INFINITY, []]);
});
