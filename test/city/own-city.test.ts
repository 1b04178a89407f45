import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { testDir } from '../support/test-dir.ts';
import { PROFILES, square } from './profiles.ts';

/** Two streets side by side, each of four grids. */
function maps(): Record<'streets' | 'grids', object> {
  const feature = (code: string, ring: [number, number][], parent?: string) => ({
    type: 'Feature',
    properties: { code, ...(parent ? { parent } : {}) },
    geometry: { type: 'Polygon', coordinates: [ring] },
  });
  const streets = [1, 2].map((number) => ({ code: `99900100${number}`, lon: 120 + 0.02 * number }));
  const quarters = [0, 1, 2, 3];
  return {
    streets: {
      type: 'FeatureCollection',
      features: streets.map(({ code, lon }) => feature(code, square(lon, 30, 0.02))),
    },
    grids: {
      type: 'FeatureCollection',
      features: streets.flatMap(({ code, lon }) =>
        quarters.map((quarter) =>
          feature(
            `${code}00${quarter + 1}`,
            square(lon + 0.01 * (quarter % 2), 30 + 0.01 * Math.floor(quarter / 2), 0.01),
            code,
          ),
        ),
      ),
    },
  };
}

it('is made of the profile that the guide begins with and two maps, and nothing else', () => {
  const guide = readFileSync(join(PROFILES, 'README.md'), 'utf8');
  const profile = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const folder = testDir();
  mkdirSync(join(folder, 'harbour/grids'), { recursive: true });
  writeFileSync(join(folder, 'harbour/profile.yaml'), profile);
  for (const [name, map] of Object.entries(maps()))
    writeFileSync(join(folder, `harbour/grids/${name}.geojson`), JSON.stringify(map));
  const city = loadCity({ profilesDir: folder, profile: 'harbour' });
  expect(city.locate({ lon: 120.045, lat: 30.015, crs: 'wgs84' })).toMatchObject({
    ...{ orgCode: '999001002', grids: [{ code: '999001002003', path: ['999001002', '999001002003'] }] },
  });
  expect(city.locate({ lon: 121, lat: 30, crs: 'wgs84' })).toMatchObject({
    ...{ orgCode: '999001', grids: [{ code: 'UNGRIDDED' }] },
  });
  expect([city.category('E0498')?.name.zh, city.modeSpec('FLOOD').id, city.orgs.length]).toEqual(['火灾', 'FLOOD', 3]);
});
