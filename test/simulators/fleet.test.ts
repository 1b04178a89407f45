import { expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

test('places every device inside the grid it is said to be in, taking the grids in turn', () => {
  const fleet = placeFleet(smallScenario(), twoGrids);
  expect(fleet.map(({ deviceId }) => deviceId)).toEqual([
    'lab/smoke-001',
    'lab/smoke-002',
    'lab/smoke-003',
    'lab/gas-001',
  ]);
  for (const { position, grid } of fleet) expect(twoGrids.leafAt(position)).toBe(grid);
  const [first, second, third] = fleet.map(({ grid }) => grid);
  expect(first).not.toBe(second);
  expect(third).toBe(first);
});

test('two entries of one type count on', () => {
  const fleets = [
    { type: 'smoke', count: 1 },
    { type: 'smoke', count: 2, site: 'CROWDED' },
  ];
  expect(placeFleet(smallScenario({ fleets }), twoGrids).map(({ name, site }) => [name, site])).toEqual([
    ['smoke-001', 'ORDINARY'],
    ['smoke-002', 'CROWDED'],
    ['smoke-003', 'CROWDED'],
  ]);
});

test('within limits the grids, and a grid that does not exist is an error', () => {
  const city = { profile: 'none', margin: 5 };
  const grids = placeFleet(smallScenario({ city: { ...city, within: 'S2' } }), twoGrids).map(({ grid }) => grid);
  expect(new Set(grids)).toEqual(new Set(['S2']));
  expect(() => placeFleet(smallScenario({ city: { ...city, within: 'S9' } }), twoGrids)).toThrow('below S9');
});

test('a fleet stands on the points it is given, or moves along them', () => {
  const [a, b] = [
    { lon: 108.902, lat: 34.205 },
    { lon: 108.918, lat: 34.205 },
  ] as const;
  const fleets = [
    { type: 'smoke', name: 'bridge', count: 2, place: { points: [a, { lon: 1, lat: 2 }] } },
    { type: 'gas', name: 'van', count: 2, place: { route: [a, b], lap: '10min' } },
    { type: 'gas', count: 1, place: { grid: 'S2' } },
  ];
  const [first, second, van, other, gas] = placeFleet(smallScenario({ fleets }), twoGrids);
  expect([first, second].map((each) => [each?.name, each?.grid])).toEqual([
    ['bridge-001', 'S1'],
    ['bridge-002', 'UNGRIDDED'],
  ]);
  expect([van?.moves?.(0), van?.moves?.(300_000)?.lon.toFixed(6), van?.moves?.(600_000)]).toEqual([a, '108.918000', a]);
  expect(other?.moves?.(0).lon.toFixed(6)).toBe('108.918000');
  expect(gas?.grid).toBe('S2');
});
