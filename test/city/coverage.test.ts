import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweep } from '../../gateway/city/coverage.ts';
import { areaOf, type MultiPolygon } from '../../gateway/city/geometry.ts';
import { square } from './profiles.ts';

/** Areas by the shapes that lie there, e.g. `0 1`. */
function areas(...shapes: MultiPolygon[]): Record<string, number> {
  const found: Record<string, number> = {};
  sweep(shapes, (inside, areaM2) => {
    const key = [...inside].sort().join(' ');
    found[key] = (found[key] ?? 0) + areaM2;
  });
  return found;
}

const one = areaOf([[square(108, 34, 0.001)]]);

describe('coverage sweep', () => {
  it('measures an overlap and what is left of both sides', () => {
    const found = areas([[square(108, 34, 0.002)]], [[square(108.001, 34.001, 0.002)]]);
    expect(found['0 1']).toBeCloseTo(one, -1);
    expect(found['0']).toBeCloseTo(3 * one, -1);
    expect(found['1']).toBeCloseTo(3 * one, -1);
  });

  it('finds nothing between shapes that share an edge, also where one has a corner more', () => {
    const left = square(108, 34, 0.001);
    const right = [...square(108.001, 34, 0.001).slice(0, -1), [108.001, 34.0003], [108.001, 34]];
    expect(Object.keys(areas([[left]], [[right]])).sort()).toEqual(['0', '1']);
  });

  it('resolves edges that cross between corners', () => {
    // Two triangles over the same base, leaning across each other.
    const leanLeft = [
      [108, 34],
      [108.002, 34],
      [108, 34.001],
      [108, 34],
    ];
    const leanRight = [
      [108, 34],
      [108.002, 34],
      [108.002, 34.001],
      [108, 34],
    ];
    const found = areas([[leanLeft]], [[leanRight]]);
    expect(found['0 1']).toBeCloseTo(one / 2, 0);
    expect(found['0']).toBeCloseTo(one / 2, 0);
  });

  it('knows holes', () => {
    const found = areas([[square(108, 34, 0.003), square(108.001, 34.001, 0.001)]], [[square(108.001, 34.001, 0.001)]]);
    expect(found['0 1']).toBeUndefined();
    expect(found['1']).toBeCloseTo(one, 0);
    expect(found['0']).toBeCloseTo(8 * one, -1);
  });

  it('accounts for every square metre of any two triangles', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 }));
    const triangle = fc.tuple(point, point, point).map((corners): MultiPolygon => {
      const ring = corners.map(([x, y]) => [108 + x / 1e6, 34 + y / 1e6]);
      return [[[...ring, ring[0] ?? []]]];
    });
    fc.assert(
      fc.property(triangle, triangle, (a, b) => {
        const found = areas(a, b);
        const both = found['0 1'] ?? 0;
        expect(Math.abs((found['0'] ?? 0) + both - areaOf(a))).toBeLessThan(0.5);
        expect(Math.abs((found['1'] ?? 0) + both - areaOf(b))).toBeLessThan(0.5);
        expect(areas(b, a)['0 1'] ?? 0).toBeCloseTo(both, 3);
      }),
    );
  });
});
