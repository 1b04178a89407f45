import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeAll(async () => {
  rig = await openHttpRig();
});
afterAll(() => rig.stop());

const get = async (url: string) => {
  const { statusCode, headers, body } = await rig.http.app.inject({ method: 'GET', url, headers: bearer('operator') });
  return { status: statusCode, type: headers['content-type'], json: JSON.parse(body) };
};

describe('GET /v1/grids/locate', () => {
  it('answers in wgs84 and repeats what was asked in another system', async () => {
    expect((await get('/v1/grids/locate?lon=108.9&lat=34.2&crs=gcj02')).json).toMatchObject({
      ...{ crs: 'wgs84', convertedFrom: 'gcj02', given: { lon: 108.9, lat: 34.2, crs: 'gcj02' } },
    });
  });

  it('hands the time on, by epoch and by RFC 3339', async () => {
    const at = Date.parse('2025-01-01T00:00:00+08:00');
    for (const text of [String(at), '2025-01-01T00:00:00%2B08:00'])
      expect((await get(`/v1/grids/locate?lon=108.9&lat=34.2&crs=wgs84&at=${text}`)).json.grids).toMatchObject([
        { version: String(at) },
      ]);
    expect((await get('/v1/grids/locate?lon=108.9&lat=34.2&crs=wgs84&at=2025-02-30T00:00:00Z')).status).toBe(400);
    expect((await get('/v1/grids/locate?lon=108.9&lat=34.2&crs=wgs84&at=soon')).json).toMatchObject({ path: 'at' });
  });

  it('says what is wrong with a point', async () => {
    expect((await get('/v1/grids/locate?lon=2.3&lat=48.8&crs=wgs84')).json).toMatchObject({ fault: 'OUTSIDE_CHINA' });
    const swapped = await get('/v1/grids/locate?lon=34.2&lat=108.9&crs=wgs84');
    expect([swapped.status, swapped.json.detail]).toEqual([400, expect.stringContaining('lon and lat look swapped')]);
    expect((await get('/v1/grids/locate?lon=181&lat=3&crs=wgs84')).json).toMatchObject({ path: 'lon' });
  });

  it('refuses metres of a grid whose parameters nobody gave, and says why', async () => {
    const { status, json } = await get('/v1/grids/locate?lon=-2539&lat=1887&crs=local_metre');
    expect([status, json.path]).toEqual([400, 'crs']);
    expect(json.detail).toMatch(/no parameters of a local metre grid/);
  });
});

describe('GET /v1/grids/{system}', () => {
  it('takes the name as map programs write it, a version, a level and a system of coordinates', async () => {
    const { type, json } = await get('/v1/grids/responsibility.geojson?version=2014&level=street&crs=gcj02');
    expect(type).toContain('application/geo+json');
    expect(json).toMatchObject({ type: 'FeatureCollection', version: '2014', level: 'street', crs: 'gcj02' });
    expect((await get('/v1/grids/moon.geojson')).status).toBe(404);
    expect((await get('/v1/grids/responsibility?crs=beijing54')).status).toBe(400);
  });
});
