import { describe, expect, it } from 'vitest';
import { areaSchema, cellsSchema } from '../../gateway/city/geojson.ts';
import { levelSchema } from '../../gateway/city/grid-system-spec.ts';
import { square } from './profiles.ts';

const level = (more: object = {}) =>
  levelSchema.parse({ id: 'grid', name: { zh: '网格', en: 'grid' }, file: 'x.geojson', ...more });
const feature = (properties: object, coordinates: unknown = [square(108, 34, 0.01)], type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
const read = (file: object, of = level()) => cellsSchema(of).safeParse(file);
const messageOf = (file: object, of = level()) =>
  read(file, of).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('geojson', () => {
  it('reads a map in the words of whoever drew it', () => {
    const map = level({
      properties: { code: 'BGID', parent: 'SQBM', name: 'BGMC', type: 'LX' },
      type: 'SELF_GOVERNED',
    });
    const file = collection(
      feature({ BGID: 310114001001, SQBM: '310114001', BGMC: '一格', LX: 'URBAN', note: [1] }),
      feature({ BGID: 'G2', SQBM: 310114001, BGMC: '二格' }),
    );
    expect(read(file, map).data).toMatchObject([
      { code: '310114001001', parent: '310114001', name: '一格', type: 'URBAN', level: 'grid' },
      { code: 'G2', parent: '310114001', type: 'SELF_GOVERNED' },
    ]);
  });

  it('takes the parent from the code where the map has none, and the code for a missing name', () => {
    expect(read(collection(feature({ code: '610104001001001' })), level({ parentDigits: 12 })).data).toMatchObject([
      { parent: '610104001001', name: '610104001001001' },
    ]);
  });

  it('picks one level out of a map of several', () => {
    const file = collection(feature({ code: 'S', LEVEL: 'street' }), feature({ code: 'G', LEVEL: 'grid' }));
    expect(read(file, level({ properties: { level: 'LEVEL' } })).data).toMatchObject([{ code: 'G', level: 'grid' }]);
  });

  it('closes rings, drops repeated positions and heights, and winds by the right-hand rule', () => {
    const open = square(108, 34, 0.01).slice(0, -1).toReversed();
    const [first = [0, 0]] = open;
    const ring = [[...first, 412.5], ...open];
    const hole = square(108.002, 34.002, 0.002);
    const cell = read({ ...feature({ code: 'G' }, [ring, hole]), crs: null }).data?.[0];
    expect(cell?.shape[0]?.[0]).toHaveLength(5);
    expect(cell?.shape[0]?.[0]?.at(-1)).toEqual(cell?.shape[0]?.[0]?.[0]);
    const turn = (r: readonly (readonly number[])[] = []) =>
      r.slice(1).reduce((sum, [x = 0, y = 0], i) => {
        const [px = 0, py = 0] = r[i] ?? [];
        return sum + (px - 108) * (y - 34) - (x - 108) * (py - 34);
      }, 0);
    expect(turn(cell?.shape[0]?.[0])).toBeGreaterThan(0);
    expect(turn(cell?.shape[0]?.[1])).toBeLessThan(0);
  });

  it('reads several polygons as one cell', () => {
    const two = [[square(108, 34, 0.01)], [square(108.1, 34, 0.01)]];
    expect(read(collection(feature({ code: 'G' }, two, 'MultiPolygon'))).data?.[0]?.shape).toHaveLength(2);
  });

  it.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4490'])('believes %s', (name) => {
    const file = { ...collection(feature({ code: 'G' })), crs: { type: 'name', properties: { name } } };
    expect(read(file).success).toBe(true);
  });

  it.each(['urn:ogc:def:crs:EPSG::4549', 'EPSG:3857', 'EPSG:4610'])('refuses %s and says what to do', (name) => {
    const file = { ...collection(feature({ code: 'G' })), crs: { type: 'name', properties: { name } } };
    expect(messageOf(file)?.join()).toContain(`the file is in ${name}; export it as EPSG:4490`);
  });

  it.each([
    ['no features', collection(), 'features: the file has no features'],
    ['no code', collection(feature({})), 'features.0.properties.code: code "code" is missing'],
    [
      'a code with a blank',
      collection(feature({ code: 'a b' })),
      'features.0.properties.code: code "code" is 1 to 64 of',
    ],
    ['a reserved code', collection(feature({ code: 'UNGRIDDED' })), 'UNGRIDDED means'],
    ['an unknown type', collection(feature({ code: 'G', type: 'RURAL' })), 'features.0.properties.type: type "type" '],
    [
      'no geometry',
      collection({ ...feature({ code: 'G' }), geometry: null }),
      'features.0.geometry: grid G: a grid is a Polygon or MultiPolygon, not null',
    ],
    [
      'a line',
      collection(feature({ code: 'G' }, [[108, 34]], 'LineString')),
      'grid G: a grid is a Polygon or MultiPolygon, not LineString',
    ],
    [
      'a ring of two positions',
      collection(
        feature({ code: 'G' }, [
          [
            [108, 34],
            [109, 34],
            [108, 34],
          ],
        ]),
      ),
      'features.0.geometry.coordinates.0: grid G: a ring needs three',
    ],
    [
      'latitude first',
      collection(
        feature({ code: 'G' }, [
          [
            [34, 108],
            [34, 109],
            [35, 109],
          ],
        ]),
      ),
      'is written latitude first',
    ],
    [
      'metres',
      collection(feature({ code: 'G' }, [square(438_000, 3_790_000, 500)])),
      'is not a longitude and latitude in degrees',
    ],
  ])('refuses %s', (_, file, message) => {
    expect(messageOf(file)?.join('\n')).toContain(message);
  });

  it('takes metres where a map is said to be in metres', () => {
    const metres = cellsSchema(level(), 'metres').safeParse(
      collection(feature({ code: 'G' }, [square(-2000, 1000, 500)])),
    );
    expect(metres.success).toBe(true);
  });

  it('reads an area of several features as one shape', () => {
    expect(areaSchema().parse(collection(feature({}), feature({}, [square(109, 34, 0.01)])))).toHaveLength(2);
  });
});
