import { expect, test } from 'vitest';
import { createGridMap, inside, leavesOf, readGridMap, UNGRIDDED } from '../../simulators/grid-map.ts';
import { randomStream } from '../../simulators/random.ts';
import { twoGrids } from './small-scenario.ts';

test('leaves are the grids that are nobody’s parent, with the path down to them', () => {
  expect(twoGrids.leaves.map(({ code, path }) => [code, path])).toEqual([
    ['S1', ['S', 'S1']],
    ['S2', ['S', 'S2']],
  ]);
});

test('finds the leaf around a point, and none outside', () => {
  expect(twoGrids.leafAt({ lon: 108.905, lat: 34.205 })).toBe('S1');
  expect(twoGrids.leafAt({ lon: 108.915, lat: 34.205 })).toBe('S2');
  expect(twoGrids.leafAt({ lon: 108.925, lat: 34.205 })).toBe(UNGRIDDED);
});

test('a hole is outside', () => {
  const ring = (from: number, to: number) =>
    [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
      [from, from],
    ] as const;
  const polygons = [[ring(0, 10), ring(4, 6)]];
  expect(inside(polygons, { lon: 5, lat: 5 })).toBe(false);
  expect(inside(polygons, { lon: 2, lat: 5 })).toBe(true);
});

test('a grid that is its own ancestor is refused', () => {
  const loop = ['A', 'B'].map((code) => ({
    properties: { code, parent: code === 'A' ? 'B' : 'A' },
    geometry: { type: 'Polygon', coordinates: [] },
  }));
  const leaf = { properties: { code: 'C', parent: 'A' }, geometry: { type: 'Polygon', coordinates: [] } };
  expect(() => leavesOf([JSON.stringify({ features: [...loop, leaf] })])).toThrow('its own ancestor');
});

test('points keep their distance from the edge', () => {
  const [leaf] = twoGrids.leaves;
  if (!leaf) throw new Error('no leaf');
  const random = randomStream(1, 'points');
  for (let n = 0; n < 50; n++) {
    const { lon, lat } = twoGrids.pointIn(leaf, 200, random);
    // 200 m are 0.0018° of latitude and 0.00217° of longitude here.
    expect(lon).toBeGreaterThan(108.9021);
    expect(lon).toBeLessThan(108.9079);
    expect(lat).toBeGreaterThan(34.2017);
    expect(lat).toBeLessThan(34.2083);
  }
  expect(() => twoGrids.pointIn(leaf, 2000, random)).toThrow('smaller margin');
});

test('reads the published polygons of a profile and finds its own points again', () => {
  const map = readGridMap('deploy/profiles/lianhu/grids');
  expect(map.leaves).toHaveLength(364);
  const random = randomStream(2, 'profile');
  for (const leaf of map.leaves) expect(map.leafAt(map.pointIn(leaf, 10, random))).toBe(leaf.code);
});

test('on a shared edge the lowest code wins', () => {
  const twice = createGridMap([...twoGrids.leaves].reverse().map((leaf) => ({ ...leaf, ...box })));
  expect(twice.leafAt({ lon: 108.905, lat: 34.205 })).toBe('S1');
});

const whole = [
  [
    [108.9, 34.2],
    [108.92, 34.2],
    [108.92, 34.21],
    [108.9, 34.21],
    [108.9, 34.2],
  ] as const,
];
const box = { polygons: [whole], box: { west: 108.9, south: 34.2, east: 108.92, north: 34.21 } };
