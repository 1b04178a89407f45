import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type GridSystemSpec, gridSystemSchema } from '../../gateway/city/grid-system-spec.ts';
import { readGridSystem } from '../../gateway/city/grid-systems.ts';
import { createLocalMetre } from '../../gateway/city/local-metre.ts';
import type { CityProblem } from '../../gateway/city/problem.ts';
import { editableProfiles, type Feature, lines, PROFILES } from './profiles.ts';

const spec = gridSystemSchema.parse(
  parse(readFileSync(join(PROFILES, 'lianhu/profile.yaml'), 'utf8')).gridSystems[0],
) as GridSystemSpec;

/** Reads the system from an edited copy: its problems as lines, and the system if it was sound. */
function read(profiles: ReturnType<typeof editableProfiles>, of = spec) {
  const problems: CityProblem[] = [];
  const system = readGridSystem(of, { folder: join(profiles.folder, 'lianhu') }, problems);
  return { system, problems: lines(problems, `${profiles.folder}/lianhu`) };
}

/** Renames in the properties of one feature. */
const rename = (code: string, properties: object) => (feature: Feature) =>
  feature.properties.code === code ? { ...feature, properties: { ...feature.properties, ...properties } } : feature;

describe('grid systems', () => {
  it('reads the bundled one: 364 grids of 0.12 km² each, give or take 5 % on average', () => {
    const { system, problems } = read(editableProfiles());
    expect(problems).toEqual([expect.stringMatching(/^warning .* 38 of 134 cells/)]);
    const areas = system?.leaves.map((leaf) => leaf.areaM2) ?? [];
    expect(areas).toHaveLength(364);
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    expect(Math.abs(mean / 120_000 - 1)).toBeLessThan(0.05);
    expect(system?.paths[0]).toEqual(['610104', '610104001', '610104001P01', '610104001001', '610104001001001']);
    const codes = system?.leaves.map((leaf) => leaf.code) ?? [];
    expect(codes).toEqual(codes.toSorted());
    for (const code of codes) expect(code).toMatch(/^610104\d{9}$/);
  });

  it('names a code that is there twice, with both places', () => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/grids/grids.geojson', '"code":"610104001001002"', '"code":"610104001001001"');
    const [problem] = read(profiles).problems;
    expect(problem).toMatch(/^error grids\/grids\.geojson:3:40 grid 610104001001001 is defined twice, first at /);
    expect(problem).toMatch(/grids\.geojson:2:40; codes are unique/);
  });

  it.each([
    ['a parent that is nobody', { parent: '610104009999' }, 'has parent "610104009999", which no cell'],
    ['a parent two levels up', { parent: '610104001' }, 'has parent "610104001", which no cell'],
    ['no parent', { parent: undefined }, 'has parent "", which no cell'],
    ['another level', { level: 'unit' }, 'is of level "unit" in the file of level "grid"'],
  ])('refuses %s', (_, properties, message) => {
    const profiles = editableProfiles();
    profiles.redraw('lianhu/grids/grids.geojson', rename('610104001001001', properties));
    const { problems, system } = read(profiles);
    expect(problems.some((line) => line.startsWith('error') && line.includes(message))).toBe(true);
    expect(system).toBeUndefined();
  });

  it('refuses another count than the profile says, and warns of unusual numbers of children', () => {
    const profiles = editableProfiles();
    profiles.redraw('lianhu/grids/grids.geojson', (feature) =>
      feature.properties.code === '610104001001001' ? undefined : feature,
    );
    expect(read(profiles).problems).toEqual([
      'error grids/grids.geojson:1:1 level "grid" has 363 cells, the profile says 364',
      expect.stringMatching(
        /^warning grids\/units\.geojson:2:40 39 of 134 cells of level "unit" have not 3 to 5 .*: 610104001001 \(2\)/,
      ),
    ]);
  });

  it.each([
    [
      'a ring of two positions',
      /\[\[\[108\.919325,34\.25063\].*?\]\]\]/,
      '[[[108,34],[109,34],[108,34]]]',
      'a ring needs three',
    ],
    ['coordinates in metres', '[[[108.919325,34.25063]', '[[[438000,3790000]', 'export the file as EPSG:4490'],
    ['latitude first', '[[[108.919325,34.25063]', '[[[34.25063,108.919325]', 'latitude first'],
    ['a geometry that is no area', '"Polygon"', '"LineString"', 'geometry'],
    ['no code', '"code":"610104001001001",', '', 'code'],
    ['a reserved code', '"610104001001001"', '"UNGRIDDED"', 'UNGRIDDED means'],
    ['text that is not JSON', '"features"', 'features', 'not JSON'],
  ])('refuses %s and says where', (_, from, to, message) => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/grids/grids.geojson', from, to);
    const [problem] = read(profiles).problems;
    expect(problem).toMatch(/^error grids\/grids\.geojson:\d+:\d+ /);
    expect(problem).toContain(message);
  });

  it('reads a map drawn in GCJ-02 to the place it shows', () => {
    const system = read(editableProfiles(), { ...spec, crs: 'gcj02' }).system;
    const plain = read(editableProfiles()).system;
    const [lon = 0] = system?.leaves[0]?.shape[0]?.[0]?.[0] ?? [];
    const [drawn = 0] = plain?.leaves[0]?.shape[0]?.[0]?.[0] ?? [];
    expect((drawn - lon) * 92_030).toBeCloseTo(426, -1);
  });

  it('reads a map in the city’s own metres with the parameters of its operator, and refuses it without', () => {
    const local = createLocalMetre({
      centralMeridian: 108.9,
      latitudeOfOrigin: 34.2,
      scale: 1,
      falseEasting: 0,
      falseNorthing: 0,
    });
    const profiles = editableProfiles();
    for (const { file } of [...spec.levels, { file: spec.managedArea ?? '' }])
      profiles.redraw(`lianhu/${file}`, (feature) => ({
        ...feature,
        geometry: {
          ...feature.geometry,
          coordinates: feature.geometry.coordinates.map((ring) =>
            ring.map(([lon = 0, lat = 0]) => {
              const { east, north } = local.fromWgs84(lon, lat);
              return [east, north];
            }),
          ),
        },
      }));
    const metres = { ...spec, crs: 'local_metre' } as const;
    const refused = read(profiles, metres);
    expect(refused.system).toBeUndefined();
    expect(refused.problems[0]).toMatch(/is in local_metre, but the profile has no localMetre with the parameters/);
    const problems: CityProblem[] = [];
    const folder = join(profiles.folder, 'lianhu');
    const system = readGridSystem(metres, { folder, localMetre: local }, problems);
    expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    const plain = read(editableProfiles()).system;
    const [lon = 0, lat = 0] = system?.leaves[7]?.shape[0]?.[0]?.[0] ?? [];
    const [drawnLon = 0, drawnLat = 0] = plain?.leaves[7]?.shape[0]?.[0]?.[0] ?? [];
    expect([Math.abs(lon - drawnLon) < 1e-8, Math.abs(lat - drawnLat) < 1e-8]).toEqual([true, true]);
  });

  it('counts the leaves of each type', () => {
    const [level] = spec.levels.slice(-1);
    if (!level) throw new Error('no level');
    const levels = [...spec.levels.slice(0, -1), { ...level, types: { URBAN: 300, SELF_GOVERNED: 64 } }];
    expect(read(editableProfiles(), { ...spec, levels }).problems.filter((line) => line.startsWith('error'))).toEqual([
      'error grids/grids.geojson:1:1 level "grid" has 364 cells of type URBAN, the profile says 300',
      'error grids/grids.geojson:1:1 level "grid" has 0 cells of type SELF_GOVERNED, the profile says 64',
    ]);
  });

  it('looks for overlaps in a map of any size only when it is to be thorough', () => {
    const profiles = editableProfiles();
    // So many corners on one edge that a start would wait for the check.
    profiles.redraw('lianhu/grids/grids.geojson', (feature) => {
      if (feature.properties.code !== '610104001001001') return feature;
      const [a = [0, 0], b = [0, 0], ...rest] = feature.geometry.coordinates[0] ?? [];
      const between = Array.from({ length: 20_000 }, (_, i) => {
        const part = (i + 1) / 20_001;
        const at = (axis: 0 | 1) => (a[axis] ?? 0) + ((b[axis] ?? 0) - (a[axis] ?? 0)) * part;
        return [at(0), at(1) + 0.0005];
      });
      return { ...feature, geometry: { ...feature.geometry, coordinates: [[a, ...between, b, ...rest]] } };
    });
    expect(read(profiles).system).toBeDefined();
    const problems: CityProblem[] = [];
    readGridSystem(spec, { folder: join(profiles.folder, 'lianhu'), thorough: true }, problems);
    expect(problems.some(({ message }) => message.startsWith('the managed area has no grid on'))).toBe(true);
  });
});
