import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type GridSystemSpec, gridSystemSchema } from '../../gateway/city/grid-system-spec.ts';
import { readGridSystem } from '../../gateway/city/grid-systems.ts';
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
});
