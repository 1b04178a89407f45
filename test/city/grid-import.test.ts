import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromWgs84 } from '../../gateway/city/coordinates.ts';
import { importMap, writeMap } from '../../gateway/city/grid-import.ts';
import { levelSchema } from '../../gateway/city/grid-system-spec.ts';
import { createLocalMetre } from '../../gateway/city/local-metre.ts';
import { testDir } from '../support/test-dir.ts';
import { square } from './profiles.ts';

const level = levelSchema.parse({
  ...{ id: 'grid', name: { zh: '网格', en: 'grid' }, file: 'map.json', parentDigits: 3 },
  properties: { code: 'BGID', name: 'BGMC' },
});
const RING = square(121.4, 31.1, 0.01).map(([lon, lat]) => [Number(lon.toFixed(7)), Number(lat.toFixed(7))] as const);

function mapFile(ring: readonly (readonly number[])[], properties: object = { BGID: 310001, BGMC: '一格' }): string {
  const file = join(testDir(), 'map.json');
  const feature = { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [feature] }));
  return file;
}

describe('map of an authority', () => {
  it('becomes a file of a profile: our words, degrees of CGCS2000, one cell a line', () => {
    const cells = importMap(mapFile(RING.slice(0, -1)), { level, crs: 'cgcs2000', type: 'SELF_GOVERNED' });
    const [head, row, tail] = writeMap('grids', cells).split('\n');
    expect([head, tail]).toEqual(['{"type":"FeatureCollection","name":"grids","features":[', ']}']);
    expect(JSON.parse(row ?? '')).toEqual({
      type: 'Feature',
      properties: { code: '310001', parent: '310', level: 'grid', name: '一格', type: 'SELF_GOVERNED' },
      geometry: { type: 'Polygon', coordinates: [RING] },
    });
  });

  it.each(['gcj02', 'bd09'] as const)('drawn in %s is put in its place, to the centimetre', (crs) => {
    const drawn = RING.map(([lon, lat]) => {
      const there = fromWgs84({ lon, lat }, crs);
      return [there.lon, there.lat];
    });
    const text = writeMap('grids', importMap(mapFile(drawn), { level, crs, type: 'URBAN' }));
    expect(JSON.parse(text).features[0].geometry.coordinates).toEqual([RING]);
  });

  it('in metres needs the parameters of the grid', () => {
    const localMetre = createLocalMetre({
      centralMeridian: 121.467,
      latitudeOfOrigin: 31.23,
      scale: 1,
      falseEasting: 0,
      falseNorthing: 0,
    });
    const drawn = RING.map(([lon, lat]) => Object.values(localMetre.fromWgs84(lon, lat)));
    const options = { level, crs: 'local_metre', type: 'URBAN' } as const;
    expect(() => importMap(mapFile(drawn), options)).toThrow(/CITY_INVALID: .*needs the parameters of the city's grid/);
    const text = writeMap('grids', importMap(mapFile(drawn), { ...options, localMetre }));
    expect(JSON.parse(text).features[0].geometry.coordinates).toEqual([RING]);
  });

  it('that cannot be read is refused with the place of every fault', () => {
    expect(() => importMap(mapFile(RING, {}), { level, crs: 'cgcs2000', type: 'URBAN' })).toThrow(
      /map\.json:1:\d+: .*code "BGID" is missing/,
    );
  });
});
