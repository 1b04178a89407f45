import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { areaOf } from '../../gateway/city/geometry.ts';
import { type GridSystemSpec, gridSystemsSchema } from '../../gateway/city/grid-system-spec.ts';
import type { GridCell, GridSystem } from '../../gateway/city/grid-systems.ts';
import { createGrids } from '../../gateway/city/grids.ts';
import { createLocator } from '../../gateway/city/locate.ts';
import { UNGRIDDED } from '../../gateway/model/grid.ts';
import type { GeoPosition } from '../../gateway/model/observation.ts';
import { editableProfiles, PROFILES, square } from './profiles.ts';

const name = { zh: '网格', en: 'grids' };
const at = (day: string) => Date.parse(`${day}T00:00:00+08:00`);

/** A version whose leaves are squares side by side from 108° E, all under one top cell. */
function version(spec: object, codes: readonly string[]): GridSystem {
  const base = {
    name,
    managedArea: 'm.geojson',
    levels: [
      { id: 'top', name, file: 't' },
      { id: 'grid', name, file: 'g' },
    ],
  };
  const [parsed] = gridSystemsSchema
    .parse([
      { system: 'responsible', version: '0', name, managedArea: 'x', levels: base.levels },
      { ...base, ...spec },
    ])
    .slice(1);
  const leaves = codes.map((code, i): GridCell => {
    const shape = [[square(108 + i * 0.01, 34, 0.01)]];
    return {
      code,
      parent: 'T',
      level: 'grid',
      name: code,
      type: 'URBAN',
      shape,
      areaM2: areaOf(shape),
      where: () => '',
    };
  });
  const top: GridCell = {
    code: 'T',
    level: 'top',
    name: 'T',
    type: 'URBAN',
    shape: leaves.flatMap(({ shape }) => shape),
    areaM2: 1,
    where: () => '',
  };
  return {
    spec: parsed as GridSystemSpec,
    cells: new Map([top, ...leaves].map((cell) => [cell.code, cell])),
    leaves,
    paths: leaves.map(({ code }) => ['T', code]),
    locator: createLocator(leaves.map(({ shape }) => shape)),
  };
}

const dispatchers = { district: 'D', dispatcherOf: (path: readonly string[]) => `office of ${path.at(-1)}` };
const FIRST: GeoPosition = { lon: 108.005, lat: 34.005, crs: 'wgs84' };
const SECOND = { ...FIRST, lon: 108.015 };
const NOWHERE = { ...FIRST, lat: 35 };

describe('versions of a grid system', () => {
  const old = version({ system: 'duty', version: '1', validFrom: '2014-01-01', validTo: '2017-07-01' }, ['A']);
  const young = version({ system: 'duty', version: '2', validFrom: '2017-07-01' }, ['B', 'C']);
  const { locate, gridSystems, featureCollection } = createGrids([young, old], dispatchers);
  const codeAt = (day: string | undefined, where: GeoPosition = FIRST) =>
    locate(where, day === undefined ? undefined : at(day)).grids.map((ref) => `${ref.version} ${ref.code}`);

  it('answer for their own time: up to the last millisecond, and from the first', () => {
    expect(codeAt('2015-01-01')).toEqual(['1 A']);
    expect(locate(FIRST, at('2017-07-01') - 1).grids[0]?.code).toBe('A');
    expect(codeAt('2017-07-01')).toEqual(['2 B']);
    expect(codeAt(undefined)).toEqual(['2 B']);
    expect(codeAt('2015-01-01', SECOND)).toEqual([`1 ${UNGRIDDED}`]);
  });

  it('leave a point before the first of them in no grid, and to the district', () => {
    const { grids, orgCode } = locate(FIRST, at('2013-12-31'));
    expect([grids.map(({ code }) => code), orgCode]).toEqual([[UNGRIDDED], 'D']);
  });

  it('are all listed, with their dates, and handed out one by one', () => {
    expect(
      gridSystems().map(({ version: own, validFrom, validTo, types }) => [own, validFrom, validTo, types]),
    ).toEqual([
      ['2', '2017-06-30T16:00:00.000Z', undefined, { URBAN: 2 }],
      ['1', '2013-12-31T16:00:00.000Z', '2017-06-30T16:00:00.000Z', { URBAN: 1 }],
    ]);
    expect(featureCollection('duty').features).toHaveLength(2);
    expect(featureCollection('duty', { version: '1' }).features).toHaveLength(1);
    expect(featureCollection('duty', { level: 'top' }).features[0]?.properties['orgCode']).toBe('office of T');
    expect(() => featureCollection('duty', { version: '3' })).toThrow(/no version of duty "3"; this city has 2, 1/);
    expect(() => featureCollection('duty', { level: 'leaf' })).toThrow(
      /no level of duty "leaf"; this city has top, grid/,
    );
  });

  it('are handed out in the system of a map client', () => {
    const [lon = 0] = featureCollection('duty', { crs: 'gcj02' }).features[0]?.geometry.coordinates[0]?.[0]?.[0] ?? [];
    expect((lon - 108) * 92_300).toBeGreaterThan(300);
  });
});

describe('several systems', () => {
  const duty = version({ system: 'duty', version: '1' }, ['A', 'B']);
  const police = version({ system: 'police', version: '1' }, ['P']);
  const overlay = version({ system: 'blocks', version: '1', kind: 'OVERLAY', validTo: '2021-01-01' }, ['X']);
  const { locate } = createGrids([duty, police, overlay], dispatchers);

  it('all answer; of an overlay only cells are named', () => {
    const codes = (where: GeoPosition) =>
      locate(where, at('2020-06-01')).grids.map(({ system, code }) => `${system} ${code}`);
    expect(codes(FIRST)).toEqual(['duty A', 'police P', 'blocks X']);
    expect(codes(SECOND)).toEqual(['duty B', `police ${UNGRIDDED}`]);
    expect(codes(NOWHERE)).toEqual([`duty ${UNGRIDDED}`, `police ${UNGRIDDED}`]);
  });

  it('a retired overlay is gone from later events', () => {
    expect(locate(FIRST, at('2021-01-01')).grids.map(({ system }) => system)).toEqual(['duty', 'police']);
    expect(locate(FIRST).grids.map(({ system }) => system)).toEqual(['duty', 'police']);
  });
});

describe('overlay of Zhongshan', () => {
  const city = loadCity({ profilesDir: PROFILES, profile: 'zhongshan' });
  const spots = city.featureCollection('zhongshan-blocks', { version: '2018' }).features;
  const middles = spots.map(({ geometry }) => {
    const ring = geometry.coordinates[0]?.[0]?.slice(1) ?? [];
    const mean = (axis: 0 | 1) => ring.reduce((sum, position) => sum + (position[axis] ?? 0), 0) / ring.length;
    return { lon: mean(0), lat: mean(1), crs: 'wgs84' } as const;
  });
  const overlayAt = (day: string, where = city) =>
    middles.map((middle) => where.locate(middle, at(day)).grids.map(({ code }) => code)[1]);

  it('has 20 spots, later in 10 blocks of two, each beside its duty grid', () => {
    expect(overlayAt('2018-09-30')).toEqual(Array(20).fill(undefined));
    expect(new Set(overlayAt('2019-06-01')).size).toBe(20);
    const blocks = overlayAt('2021-01-01');
    expect(new Set(blocks).size).toBe(10);
    blocks.forEach((block, i) => {
      expect(block).toBe(blocks[i - (i % 2)]);
    });
    for (const middle of middles) {
      const [duty, block] = city.locate(middle, at('2021-01-01')).grids;
      expect(duty).toMatchObject({ system: 'zhongshan-duty', type: 'URBAN' });
      expect(block).toMatchObject({ system: 'zhongshan-blocks', version: '2020', type: 'OVERLAY' });
    }
  });

  it('once retired leaves later events with their duty grid only', () => {
    const profiles = editableProfiles();
    profiles.edit('zhongshan/profile.yaml', 'validFrom: 2020-01-01', 'validFrom: 2020-01-01\n    validTo: 2021-01-01');
    const retired = loadCity({ profilesDir: profiles.folder, profile: 'zhongshan' });
    expect(overlayAt('2020-12-31', retired).every((code) => code?.startsWith('ZS-B'))).toBe(true);
    expect(overlayAt('2021-01-01', retired)).toEqual(Array(20).fill(undefined));
  });
});

describe('common ancestor', () => {
  const city = loadCity({ profilesDir: PROFILES, profile: 'jiading' });
  const [system] = city.systems;
  const refOf = (leaf: number, of = '2017') => ({
    ...{ system: 'jiading', version: of, code: system?.leaves[leaf]?.code ?? '', path: system?.paths[leaf] ?? [] },
  });
  const streetOf = (leaf: number) => system?.paths[leaf]?.[1];
  const elsewhere = system?.paths.findIndex((path) => path[1] !== streetOf(0)) ?? -1;

  it('of three grids in one street is the street, which commands', () => {
    expect(streetOf(2)).toBe(streetOf(0));
    expect(city.commonAncestor([refOf(0), refOf(1), refOf(2)])).toEqual({
      ...{ code: streetOf(0), level: 'street', path: ['310114', streetOf(0)], orgCode: streetOf(0) },
    });
  });

  it('over two streets is the district', () => {
    expect(city.commonAncestor([refOf(0), refOf(elsewhere)])).toMatchObject({
      ...{ code: '310114', level: 'district', orgCode: city.districtOrg },
    });
  });

  it('of one grid is the grid, commanded by its street', () => {
    expect(city.commonAncestor([refOf(0)])).toMatchObject({ code: refOf(0).code, level: 'grid', orgCode: streetOf(0) });
  });

  it('reaches over versions, ignores overlays, and leaves what is in no grid to the district', () => {
    const overlay = { system: 'blocks', version: '1', code: 'X', path: ['X'] };
    expect(city.commonAncestor([refOf(0), overlay, refOf(1, '2014')])).toMatchObject({ code: streetOf(0) });
    const nowhere = { system: 'jiading', version: '2017', code: UNGRIDDED, path: [] };
    for (const refs of [[refOf(0), nowhere], [nowhere], []])
      expect(city.commonAncestor(refs)).toEqual({ code: UNGRIDDED, path: [], orgCode: city.districtOrg });
  });
});
