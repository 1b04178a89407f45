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
  const fleet = [
    { type: 'smoke', count: 1 },
    { type: 'smoke', count: 2, site: 'CROWDED' },
  ];
  expect(placeFleet(smallScenario({ fleet }), twoGrids).map(({ name, site }) => [name, site])).toEqual([
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
