import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { toGcj02 } from '../../gateway/city/coordinates.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { UNGRIDDED } from '../../gateway/model/grid.ts';
import { editableProfiles, PROFILES } from './profiles.ts';

const city = loadCity({ profilesDir: PROFILES, profile: 'lianhu' });
const at = (text: string) => Date.parse(`${text}+08:00`);

function categoryOf(code: string) {
  const category = city.category(code);
  if (!category) throw new Error(`${code} is missing`);
  return category;
}

describe('city', () => {
  it('names itself and summarises its grids', () => {
    expect(city.profile).toMatchObject({ id: 'lianhu', version: '2026.1' });
    const [summary, ...others] = city.gridSystems();
    expect(others).toEqual([]);
    expect(summary).toMatchObject({ system: 'lianhu', version: '2026.1' });
    expect(summary?.levels.map(({ id, cells }) => `${id} ${cells}`)).toEqual([
      ...['district 1', 'street 9', 'area 41', 'unit 134', 'grid 364'],
    ]);
  });

  it('locates a point from the district down to its grid, and the street office that dispatches there', () => {
    const location = city.locate({ lon: 108.93, lat: 34.26, crs: 'wgs84' });
    expect(location).toMatchObject({ lon: 108.93, lat: 34.26, crs: 'wgs84', orgCode: '610104002' });
    expect(location.grids).toEqual([
      {
        ...{ system: 'lianhu', version: '2026.1', code: '610104002003001' },
        path: ['610104', '610104002', '610104002P01', '610104002003', '610104002003001'],
        type: 'URBAN',
      },
    ]);
    expect('convertedFrom' in location).toBe(false);
    expect(city.locate({ lon: 108.93, lat: 34.253, crs: 'cgcs2000' }).orgCode).toBe('610104001');
  });

  it('gives a point in no grid to the district', () => {
    const location = city.locate({ lon: 108.96, lat: 34.3, crs: 'wgs84' });
    expect(location.orgCode).toBe('610104');
    expect(location.grids).toEqual([{ system: 'lianhu', version: '2026.1', code: UNGRIDDED, path: [] }]);
  });

  it('needs the declared CRS: taken for WGS-84, a GCJ-02 point is nearly always in the wrong grid', () => {
    let wrong = 0;
    const total = 400;
    const lonLat = fc.tuple(
      fc.double({ min: 108.92, max: 108.94, noNaN: true }),
      fc.double({ min: 34.252, max: 34.268, noNaN: true }),
    );
    fc.assert(
      fc.property(lonLat, ([lon, lat]) => {
        const home = city.locate({ lon, lat, crs: 'wgs84' });
        const shifted = toGcj02(lon, lat);
        const declared = city.locate({ ...shifted, crs: 'gcj02' });
        expect(declared.grids).toEqual(home.grids);
        expect(declared.convertedFrom).toBe('gcj02');
        if (city.locate({ ...shifted, crs: 'wgs84' }).grids[0]?.code !== home.grids[0]?.code) wrong++;
      }),
      { numRuns: total },
    );
    expect(wrong / total).toBeGreaterThan(0.9);
  });

  it('never throws, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.constantFrom('wgs84', 'cgcs2000', 'gcj02', 'bd09'), (lon, lat, crs) => {
        const location = city.locate({ lon, lat, crs });
        expect(location.orgCode).toMatch(/^610104/);
        expect(location.grids).toHaveLength(1);
      }),
    );
    expect(city.positionFault({ lon: 34.26, lat: 108.93 })).toBe('SWAPPED');
  });

  it('sets deadlines by the category: fire in minutes, litter in working hours', () => {
    const friday = at('2025-09-30T17:00');
    expect(city.deadlines(categoryOf('E0498'), friday)).toEqual({
      response: at('2025-09-30T17:03'),
      disposal: at('2025-09-30T19:00'),
    });
    // Over National Day: one hour before it, three after.
    expect(city.deadlines(categoryOf('E0102'), friday)).toEqual({
      response: at('2025-10-09T11:00'),
      disposal: at('2025-10-09T17:00'),
    });
  });

  it('hands out its leaf grids as GeoJSON', () => {
    const collection = city.featureCollection('lianhu');
    expect(collection.features).toHaveLength(364);
    expect(collection.features[0]).toMatchObject({
      type: 'Feature',
      properties: { code: '610104001001001', parent: '610104001001', type: 'URBAN', orgCode: '610104001' },
      geometry: { type: 'MultiPolygon' },
    });
    expect(() => city.featureCollection('nowhere')).toThrow(
      /NOT_FOUND: no grid system "nowhere"; this city has lianhu/,
    );
  });

  it('knows its organisations and the names behind the codes of a category', () => {
    expect(city.org('610104001')?.tier).toBe('STREET');
    expect(city.org('x')).toBeUndefined();
    expect(city.orgs.filter(({ tier }) => tier === 'STREET')).toHaveLength(9);
    expect(city.districtOrg).toBe('610104');
    const { dept, responderRole } = categoryOf('E0498');
    expect([city.departments[dept]?.zh, city.roles[responderRole]?.zh]).toEqual(['消防救援', '消防员']);
  });

  it('puts overlays after the responsible system, each with its own answer', () => {
    const profiles = editableProfiles();
    profiles.edit(
      'lianhu/profile.yaml',
      '# Only DISTRICT',
      `  - system: streets
    version: "1"
    name: { zh: 街道, en: streets }
    managedArea: grids/managed-area.geojson
    levels: [{ id: street, name: { zh: 街道, en: street }, file: overlay.geojson }]
# Only DISTRICT`,
    );
    profiles.write('lianhu/overlay.geojson', '');
    const areas = city.featureCollection('lianhu').features.map(({ properties, geometry }) => ({
      type: 'Feature',
      properties: { code: `L${properties['code']}`, level: 'street', name: 'x', type: 'OVERLAY' },
      geometry,
    }));
    profiles.write('lianhu/overlay.geojson', JSON.stringify({ type: 'FeatureCollection', features: areas }));
    const layered = loadCity({ profilesDir: profiles.folder, profile: 'lianhu' });
    const { grids, orgCode } = layered.locate({ lon: 108.93, lat: 34.26, crs: 'wgs84' });
    expect(grids.map((grid) => grid.code)).toEqual(['610104002003001', 'L610104002003001']);
    expect(orgCode).toBe('610104002');
    expect(layered.featureCollection('streets').features[0]?.properties['orgCode']).toBeUndefined();
  });

  it('refuses to load with errors, naming all of them in one CITY_INVALID', () => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/profile.yaml', 'crs: cgcs2000', 'crs: beijing54');
    profiles.edit('lianhu/profile.yaml', 'timezone: Asia/Shanghai', 'timezone: Asia/Urumqi');
    try {
      loadCity({ profilesDir: profiles.folder, profile: 'lianhu' });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(GatewayError);
      expect((error as GatewayError).code).toBe('CITY_INVALID');
      expect((error as GatewayError).detail).toMatch(
        /profile\.yaml:\d+:11: timezone.*\n.*profile\.yaml:\d+:10: gridSystems/s,
      );
    }
  });
});
