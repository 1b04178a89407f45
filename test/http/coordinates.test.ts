import { afterEach, beforeEach, expect, it } from 'vitest';
import { CaseEvent } from '../../proto/index.ts';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

const HERE = { lon: 108.93, lat: 34.26, crs: 'wgs84' };
const NO = '2512S0000001';
/** So far the maps of China lie from WGS-84 in Xi'an, in degrees. */
const GCJ02 = { lon: 108.9347, lat: 34.2584, crs: 'gcj02' };
const BD09 = { lon: 108.9412, lat: 34.2644, crs: 'bd09' };

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
  rig.cases.set(NO, sampleCase({ caseNo: NO, location: HERE }));
  await rig.log.append('raised', sampleCase({ caseNo: NO, location: HERE }), rig.clock.now());
});
afterEach(() => rig.stop());

const get = (url: string, more: Record<string, string> = {}) =>
  rig.http.app.inject({ url, headers: { ...bearer('viewer'), ...more } });
const near = (of: { lon: number; lat: number; crs: string }) => ({
  lon: expect.closeTo(of.lon, 3),
  lat: expect.closeTo(of.lat, 3),
  crs: of.crs,
});

it.each([
  ['', HERE],
  ['wgs84', HERE],
  ['cgcs2000', { ...HERE, crs: 'cgcs2000' }],
  ['gcj02', GCJ02],
  ['bd09', BD09],
])('shows where a case is in the coordinates of the map that asks: %s', async (crs, as) => {
  const query = crs === '' ? '' : `crs=${crs}`;
  expect((await get(`/v1/cases/${NO}?${query}`)).json().location).toEqual(near(as));
  expect((await get(`/v1/cases?${query}`)).json().items[0].location).toEqual(near(as));
  expect((await get(`/v1/case-events?after=0&${query}`)).json()[0].data.location).toEqual(near(as));
  // Two bytes of length stand in front of a message of this size.
  const { rawPayload } = await get(`/v1/case-events?after=0&${query}`, { accept: 'application/protobuf' });
  expect(CaseEvent.decode(rawPayload.subarray(2)).case?.location).toMatchObject(near(as));
});

it('converts what a stream shows, and nothing that is kept', async () => {
  const origin = `http://127.0.0.1:${await rig.http.listen({ host: '127.0.0.1', port: 0 })}`;
  const left = new AbortController();
  const stream = await fetch(`${origin}/v1/case-events/stream?after=0&crs=bd09`, {
    ...{ headers: bearer('viewer'), signal: left.signal },
  });
  let heard = '';
  for await (const chunk of stream.body ?? []) {
    heard += new TextDecoder().decode(chunk);
    if (heard.includes('\n\n') && heard.includes('"location"')) break;
  }
  left.abort();
  expect(heard).toContain('"crs":"bd09"');
  expect((await get(`/v1/cases/${NO}`)).json().location).toEqual(HERE);
});

it('refuses a system nobody draws in', async () => {
  for (const path of ['/v1/cases', `/v1/cases/${NO}`, '/v1/case-events', '/v1/case-events/stream'])
    expect((await get(`${path}?crs=utm50n`)).json(), path).toMatchObject({ code: 'REQUEST_INVALID', path: 'crs' });
});
