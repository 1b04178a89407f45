import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineThrough, MAX_POINTS, withPoint } from '../../gateway/rules/trend.ts';
import { MINUTE } from '../support/rule-kinds.ts';

function pointsOf(values: readonly (readonly [number, number])[], window: number) {
  return values.reduce<number[]>((points, [time, value]) => withPoint(points, window, time, value), []);
}

describe('trend', () => {
  it('finds the line that values lie on', () => {
    const values = Array.from({ length: 11 }, (_, n): [number, number] => [n * MINUTE, 3 + 2 * n]);
    const line = lineThrough(pointsOf(values, 10 * MINUTE));
    expect((line?.slope ?? 0) * MINUTE).toBeCloseTo(2, 6);
    expect(line?.error).toBeCloseTo(0, 9);
    expect(line?.start).toBeCloseTo(3, 6);
    expect(line?.level).toBeCloseTo(23, 6);
  });

  it('forgets what is older than the window', () => {
    const values: [number, number][] = [
      [0, 100],
      [5 * MINUTE, 0],
      [11 * MINUTE, 0],
    ];
    expect(lineThrough(pointsOf(values, 10 * MINUTE))?.slope).toBe(0);
  });

  it('needs two instants', () => {
    expect(lineThrough([])).toBeUndefined();
    expect(lineThrough(pointsOf([[1, 1]], MINUTE))).toBeUndefined();
  });

  it('stays small however often a device reports, and keeps the slope', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 2_000 }), fc.double({ min: -5, max: 5, noNaN: true }), (step, slope) => {
        const values = Array.from({ length: 500 }, (_, n): [number, number] => [n * step, slope * n * step]);
        const points = pointsOf(values, 20_000);
        expect(points.length).toBeLessThanOrEqual(3 * (MAX_POINTS + 2));
        expect(lineThrough(points)?.slope ?? 0).toBeCloseTo(slope, 4);
      }),
      { numRuns: 30 },
    );
  });
});
