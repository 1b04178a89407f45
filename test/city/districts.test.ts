import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { fromWgs84 } from '../../gateway/city/coordinates.ts';
import { areaOf, boxOf, type MultiPolygon } from '../../gateway/city/geometry.ts';
import { areasOf } from '../../gateway/city/grid-areas.ts';
import type { GridSystem } from '../../gateway/city/grid-systems.ts';
import { createLocator } from '../../gateway/city/locate.ts';
import { crsMismatch } from '../../gateway/city/position-guard.ts';
import { UNGRIDDED } from '../../gateway/model/grid.ts';
import { PROFILES } from './profiles.ts';

const cityOf = (profile: string) => loadCity({ profilesDir: PROFILES, profile });
const lianhu = cityOf('lianhu');
const jiading = cityOf('jiading');
const zhongshan = cityOf('zhongshan');
const gumei = cityOf('minhang-gumei');
const at = (day: string) => Date.parse(`${day}T00:00:00+08:00`);

const systemOf = (city: ReturnType<typeof cityOf>, version: string): GridSystem => {
  const found = city.systems.find(({ spec }) => spec.version === version);
  if (!found) throw new Error(`no version ${version}`);
  return found;
};

/** Points inside a shape. */
function within(shape: MultiPolygon): fc.Arbitrary<[number, number]> {
  const { west, south, east, north } = boxOf(shape);
  const { find } = createLocator([shape]);
  return fc
    .tuple(fc.double({ min: west, max: east, noNaN: true }), fc.double({ min: south, max: north, noNaN: true }))
    .filter(([lon, lat]) => find(lon, lat) === 0);
}

const share = (hits: number, of: number) => Math.round((1000 * hits) / of) / 10;
const km2 = (m2 = 0) => m2 / 1e6;

describe('the bundled districts', () => {
  it.each([
    ['lianhu', lianhu, '2026.1', ['district 1', 'street 9', 'area 41', 'unit 134', 'grid 364']],
    ['jiading', jiading, '2014', ['district 1', 'street 12', 'grid 417']],
    ['jiading', jiading, '2017', ['district 1', 'street 12', 'grid 419']],
    ['zhongshan', zhongshan, '2018', ['street 1', 'zone 4', 'station 32']],
    ['minhang-gumei', gumei, '2026.1', ['street 1', 'area 3', 'community 12', 'grid 36']],
  ])('have the cells they say: %s', (_, city, version, levels) => {
    const summary = city.gridSystems().find((system) => system.version === version);
    expect(summary?.levels.map(({ id, cells }) => `${id} ${cells}`)).toEqual(levels);
  });

  it('Lianhu: 0.12 km² a grid, give or take 5 %', () => {
    const leaf = areasOf(systemOf(lianhu, '2026.1')).rows.at(-1);
    expect(Math.abs(km2(leaf?.meanM2) / 0.12 - 1)).toBeLessThan(0.05);
  });

  it.each([
    ['2014', 96, 321],
    ['2017', 99, 320],
  ])(
    'Jiading %s: %i urban grids on 90 km², %i self-governed ones on 373, give or take a twentieth',
    (version, urban, governed) => {
      const { rows } = areasOf(systemOf(jiading, version));
      const of = (type: string) => rows.find((row) => row.type === type);
      expect([of('URBAN')?.cells, of('SELF_GOVERNED')?.cells]).toEqual([urban, governed]);
      expect(Math.abs(km2(of('URBAN')?.sumM2) / 90 - 1)).toBeLessThan(0.05);
      expect(Math.abs(km2(of('SELF_GOVERNED')?.sumM2) / 373 - 1)).toBeLessThan(0.05);
    },
  );

  it('Zhongshan: 19.41 of 41.03 km² are managed, give or take 1 %, in four zones cut by the motorway', () => {
    const duty = systemOf(zhongshan, '2018');
    const { managedM2, administrativeM2 } = areasOf(duty);
    expect(Math.abs(km2(managedM2) / 19.41 - 1)).toBeLessThan(0.01);
    expect(Math.abs(km2(administrativeM2) / 41.03 - 1)).toBeLessThan(0.01);
    const zones = [...duty.cells.values()].filter(({ level }) => level === 'zone').map(({ shape }) => boxOf(shape));
    // Two south of the line, two north of it; the line itself bends by less than 200 m.
    expect(zones.filter(({ north }) => north < 31.047)).toHaveLength(2);
    expect(zones.filter(({ south }) => south > 31.043)).toHaveLength(2);
  });

  it('Zhongshan: of 1,000 points in the territory each is in one station of one zone, or in none, and none is dropped', () => {
    const duty = systemOf(zhongshan, '2018');
    const managed = createLocator([duty.managedArea ?? []]);
    let inside = 0;
    fc.assert(
      fc.property(within(duty.administrativeArea ?? []), ([lon, lat]) => {
        const { grids, orgCode } = zhongshan.locate({ lon, lat, crs: 'wgs84' }, at('2017-01-01'));
        expect(grids).toHaveLength(1);
        if (managed.find(lon, lat) < 0) expect(grids[0]).toMatchObject({ code: UNGRIDDED, path: [] });
        else {
          inside++;
          expect(grids[0]?.path).toHaveLength(3);
          expect(grids[0]?.path[1]).toMatch(/^310117004Q[1-4]$/);
        }
        expect(zhongshan.org(orgCode)).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
    expect(Math.abs(inside / 1_000 - 19.41 / 41.03)).toBeLessThan(0.06);
  });

  it.each([
    ['lianhu', lianhu],
    ['jiading', jiading],
    ['zhongshan', zhongshan],
    ['minhang-gumei', gumei],
  ])('have every point of the managed area in exactly one leaf: %s', (_, city) => {
    const [system] = city.systems;
    if (!system?.managedArea) throw new Error('no managed area');
    const alone = system.leaves.map(({ shape }) => createLocator([shape]));
    fc.assert(
      fc.property(within(system.managedArea), ([lon, lat]) => {
        const holders = alone.flatMap(({ find }, i) => (find(lon, lat) === 0 ? [i] : []));
        // Two or more hold a point on their common edge; the lowest code has it.
        expect(holders.length).toBeGreaterThan(0);
        expect(system.locator.find(lon, lat)).toBe(holders[0]);
      }),
      { numRuns: 300 },
    );
    const sum = system.leaves.reduce((total, leaf) => total + leaf.areaM2, 0);
    expect(Math.abs(areaOf(system.managedArea) / sum - 1)).toBeLessThan(1e-5);
  });
});

describe('GCJ-02 taken for WGS-84', () => {
  /** Share of points in the wrong leaf, and of those that the guard names, in percent. */
  function mistake(city: ReturnType<typeof cityOf>, shape: MultiPolygon, runs: number) {
    let [wrong, named] = [0, 0];
    fc.assert(
      fc.property(within(shape), ([lon, lat]) => {
        const seen = { ...fromWgs84({ lon, lat }, 'gcj02'), crs: 'wgs84' } as const;
        const home = city.locate({ lon, lat, crs: 'wgs84' }).grids[0]?.code;
        expect(city.locate({ ...seen, crs: 'gcj02' }).grids[0]?.code).toBe(home);
        if (city.locate(seen).grids[0]?.code !== home) wrong++;
        if (crsMismatch(seen, { lon, lat })?.looksLike === 'gcj02') named++;
      }),
      { numRuns: runs },
    );
    return { wrong: share(wrong, runs), named: share(named, runs) };
  }

  it('is nearly always in the wrong grid in Lianhu, and the guard says so', () => {
    const { wrong, named } = mistake(lianhu, lianhu.systems[0]?.managedArea ?? [], 2_000);
    expect(wrong).toBeGreaterThanOrEqual(99);
    expect(named).toBe(100);
  });

  it('is in the wrong grid every other time in the urban grids of Jiading, and the guard says so', () => {
    const urban = systemOf(jiading, '2017').leaves.filter(({ type }) => type === 'URBAN');
    const { wrong, named } = mistake(
      jiading,
      urban.flatMap(({ shape }) => shape),
      2_000,
    );
    expect(wrong).toBeGreaterThan(50);
    expect(wrong).toBeLessThan(63);
    expect(named).toBe(100);
  });
});
