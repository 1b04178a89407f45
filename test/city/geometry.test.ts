import { describe, expect, it } from 'vitest';
import { areaOf, boxOf, eachEdge } from '../../gateway/city/geometry.ts';
import { square } from './profiles.ts';

describe('geometry', () => {
  it('measures a square at 34.26° N in square metres', () => {
    // 0.001° is 110.93 m of meridian and 92.11 m of parallel there.
    expect(areaOf([[square(108.93, 34.2595, 0.001)]]) / (110.93 * 92.11)).toBeCloseTo(1, 3);
  });

  it('takes holes off and adds further polygons, whichever way the rings run', () => {
    const whole = areaOf([[square(108, 34, 0.01)]]);
    const hole = square(108.002, 34.002, 0.005);
    expect(areaOf([[square(108, 34, 0.01), hole]])).toBeCloseTo(whole * 0.75, -1);
    expect(areaOf([[square(108, 34, 0.01).toReversed(), hole.toReversed()]])).toBeCloseTo(whole * 0.75, -1);
    expect(areaOf([[square(108, 34, 0.01)], [square(108.02, 34, 0.01)]])).toBeCloseTo(whole * 2, -1);
  });

  it('boxes every part', () => {
    expect(boxOf([[square(108, 34, 1)], [square(110, 33, 0.5)]])).toEqual({
      west: 108,
      south: 33,
      east: 110.5,
      north: 35,
    });
  });

  it('boxes a shape by its corners, also where no edge starts at the northernmost', () => {
    const triangle = [
      [0, 0],
      [3, 1],
      [1, 2],
      [0, 0],
    ];
    expect(boxOf([[triangle]])).toEqual({ west: 0, south: 0, east: 3, north: 2 });
  });

  it('gives an edge the same direction whichever neighbour it comes from', () => {
    const edges: string[] = [];
    eachEdge([[square(0, 0, 1)], [square(1, 0, 1)]], (...edge) => edges.push(edge.join(' ')));
    expect(edges.filter((edge) => edge === '1 0 1 1')).toHaveLength(2);
  });
});
