import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { loadCity } from '../../gateway/city/city.ts';
import { editableProfiles, type Feature, lines, PROFILES } from './profiles.ts';

const GRIDS = 'lianhu/grids/grids.geojson';

/** Moves one corner of one grid, in degrees. */
const moveCorner = (code: string, corner: number, east: number, north: number) => (feature: Feature) => {
  if (feature.properties.code !== code) return feature;
  const ring = feature.geometry.coordinates[0]?.map(([lon = 0, lat = 0], i) =>
    i === corner ? [lon + east, lat + north] : [lon, lat],
  );
  return { ...feature, geometry: { ...feature.geometry, coordinates: ring ? [ring] : [] } };
};

function check(profiles: ReturnType<typeof editableProfiles>) {
  const problems = checkCity(profiles.folder, 'lianhu');
  return { problems, text: lines(problems, profiles.folder) };
}

describe('city check', () => {
  it('finds nothing wrong with the bundled profile, and warns of the units that have not 3 to 5 grids', () => {
    const [problem, ...others] = checkCity(PROFILES, 'lianhu');
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ level: 'warning' });
    expect(problem?.message).toMatch(
      /^38 of 134 cells of level "unit" have not 3 to 5 .*: 610104003001 \(2\), .*28 more$/,
    );
  });

  it('finds an injected overlap: the area, both grids, and that the load is refused', () => {
    const profiles = editableProfiles();
    // Corner 4 of a grid in the middle, on the line to its eastern neighbour, pushed 46 m into it.
    profiles.redraw(GRIDS, moveCorner('610104001001001', 4, 0.0005, 0));
    const { problems, text } = check(profiles);
    expect(text[0]).toMatch(
      /^error lianhu\/grids\/grids\.geojson:1:\d+ grids 610104001001001 and 610104001001002 overlap by/,
    );
    expect(problems[0]?.areaM2).toBeGreaterThan(1_000);
    expect(() => loadCity({ profilesDir: profiles.folder, profile: 'lianhu' })).toThrow(/CITY_INVALID.*overlap by/s);
  });

  it('finds an injected gap', () => {
    const profiles = editableProfiles();
    profiles.redraw(GRIDS, moveCorner('610104001001001', 4, -0.0005, 0));
    const { problems, text } = check(profiles);
    expect(text.slice(0, 1)).toEqual([
      expect.stringMatching(/^error lianhu\/grids\/managed-area\.geojson:1:1 the managed area has no grid on/),
    ]);
    expect(problems[0]?.areaM2).toBeGreaterThan(1_000);
  });

  it('finds a grid that reaches into another unit', () => {
    const profiles = editableProfiles();
    profiles.redraw(GRIDS, (feature) =>
      feature.properties.code === '610104001001001'
        ? { ...feature, properties: { ...feature.properties, parent: '610104001002' } }
        : feature,
    );
    const { problems, text } = check(profiles);
    expect(text[0]).toMatch(/grid 610104001001001 lies outside its parent 610104001002, in 610104001001, with/);
    expect(problems[0]?.areaM2).toBeCloseTo(123_472, -2);
    expect(text[1]).toMatch(/^warning .* 39 of 134 cells of level "unit" .*: 610104001001 \(2\), /);
  });

  it('does not refuse a city for a warning', () => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/profile.yaml', 'children: { min: 3, max: 5 }', 'children: { min: 4, max: 5 }');
    expect(check(profiles).text).toEqual([expect.stringMatching(/^warning .* 134 of 134 cells/)]);
    expect(loadCity({ profilesDir: profiles.folder, profile: 'lianhu' }).profile.id).toBe('lianhu');
  });

  it('reports a profile that is not there', () => {
    const profiles = editableProfiles();
    expect(lines(checkCity(profiles.folder, 'atlantis'), profiles.folder)).toEqual([
      expect.stringMatching(
        /^error atlantis\/profile\.yaml:1:1 there is no city "atlantis"; there are jiading, lianhu, /,
      ),
    ]);
  });
});
