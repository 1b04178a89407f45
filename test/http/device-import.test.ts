import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
let address = '';
beforeEach(async () => {
  rig = await openHttpRig();
  address = await rig.http.app.listen();
});
afterEach(() => rig.stop());

/** Over a real socket: its streams are not those of an injected request. */
const send = async (payload: string | Buffer | Readable, type: string, { atomic = false, who = 'operator' } = {}) => {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { ...bearer(who), 'content-type': type },
    body: payload as string,
    duplex: 'half',
  };
  const response = await fetch(`${address}/v1/devices/import?atomic=${atomic}`, init);
  return { status: response.status, json: JSON.parse(await response.text()) };
};
const ndjson = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('a list of devices', () => {
  it('may not hold half a character', async () => {
    const { json } = await send(
      ndjson('{"deviceId":"acme/s1","typeId":"smoke","name":"\\ud800"}'),
      'application/x-ndjson',
    );
    expect(json).toMatchObject({ failed: 1, errors: [{ line: 1, path: 'name' }] });
  });

  it('is read as one JSON object a line, and again as it is listed', async () => {
    const list = ndjson(
      '{"deviceId":"acme/s1","typeId":"smoke","position":{"lon":108.94,"lat":34.26,"crs":"wgs84"}}',
      '',
      '{"deviceId":"acme/s2","typeId":"door","siteClass":"CROWDED","name":"大门"}',
    );
    expect(await send(list, 'application/x-ndjson')).toEqual({
      status: 200,
      json: { registered: 2, replaced: 0, failed: 0, errors: [] },
    });
    expect(rig.devices.get('acme/s2')).toEqual({
      ...{ deviceId: 'acme/s2', vendor: 'acme', device: 's2', typeId: 'door', name: '大门' },
      ...{ siteClass: 'CROWDED', mobility: 'FIXED', simulated: false },
    });
    const listed = await rig.http.app.inject({ url: '/v1/devices', headers: bearer('operator') });
    const again = (JSON.parse(listed.body) as { items: object[] }).items.map((item) => JSON.stringify(item));
    expect((await send(ndjson(...again), 'application/jsonl')).json).toMatchObject({ replaced: 2, failed: 0 });
    const misfit = '{"deviceId":"acme/s1","typeId":"smoke","overrideMisfits":["overrides.gone: a smoke has no rule"]}';
    expect((await send(ndjson(misfit), 'application/jsonl')).json).toMatchObject({ replaced: 1, failed: 0 });
    expect(rig.devices.get('acme/s1')).not.toHaveProperty('overrideMisfits');
  });

  it('carries what a device has otherwise than its type, and refuses what its rules cannot have', async () => {
    const line = (overrides: unknown, name = 's1') =>
      `{"deviceId":"acme/${name}","typeId":"smoke","overrides":${JSON.stringify(overrides)}}`;
    const given = { 'smoke-density': { set: 0.3, dwell: '30s' } };
    expect((await send(ndjson(line(given)), 'application/x-ndjson')).json).toMatchObject({ registered: 1, errors: [] });
    expect(rig.devices.get('acme/s1')?.overrides).toEqual({ 'smoke-density': { set: 0.3, dwell: 30_000 } });
    const listed = await rig.http.app.inject({ url: '/v1/devices/acme/s1', headers: bearer('viewer') });
    expect(listed.json().overrides).toEqual(given);
    const { json } = await send(
      ndjson(line({ nothing: {} }), line({ 'smoke-density': { dwell: 3 } }, 's2')),
      'application/jsonl',
    );
    expect(json.errors).toMatchObject([
      { line: 1, column: 63, path: 'overrides.nothing', detail: expect.stringContaining('has no rule "nothing"') },
      { line: 2, path: 'overrides.smoke-density.dwell' },
    ]);
  });

  it('refuses places where no device of the city can be', async () => {
    const line = (lon: number, lat: number) =>
      `{"deviceId":"acme/s${Math.round(lon)}","typeId":"smoke","position":{"lon":${lon},"lat":${lat},"crs":"wgs84"}}`;
    const { json } = await send(ndjson(line(34.26, 80), line(108.9, 34.2)), 'application/jsonl');
    expect(json).toMatchObject({ failed: 1, errors: [{ line: 1, path: 'position' }] });
    const body = { typeId: 'smoke', position: { lon: 1, lat: 34, crs: 'wgs84' } };
    const { statusCode, json: problem } = await rig.http.app.inject({
      ...{ method: 'PUT', url: '/v1/devices/acme/s2', headers: bearer('operator'), payload: body },
    });
    expect([statusCode, problem().path]).toEqual([400, 'position']);
  });

  it('carries maintenance windows and the gateway behind which a device is', async () => {
    const maintenance = [{ from: '2025-12-03T08:00:00+08:00', until: 1764727200000 }];
    const line = (change: object) => JSON.stringify({ deviceId: 'acme/s1', typeId: 'smoke', ...change });
    await send(ndjson(line({ parent: 'acme/dtu', maintenance })), 'application/x-ndjson');
    const windows = [{ from: 1764720000000, until: 1764727200000 }];
    expect(rig.devices.get('acme/s1')).toMatchObject({ parent: 'acme/dtu', maintenance: windows });
    const url = '/v1/devices/acme/s1';
    const headers = bearer('operator');
    const shown = (await rig.http.app.inject({ url, headers })).json();
    expect(shown.maintenance).toEqual([{ from: '2025-12-03T00:00:00.000Z', until: '2025-12-03T02:00:00.000Z' }]);
    const payload = { typeId: 'smoke', maintenance: [{ from: 2, until: 1 }] };
    const refused = await rig.http.app.inject({ method: 'PUT', url, headers, payload });
    expect([refused.statusCode, refused.json().detail]).toEqual([400, 'maintenance.0 ends before it begins']);
    const { json } = await send(ndjson(line(payload)), 'application/x-ndjson');
    expect(json.errors).toMatchObject([{ path: 'maintenance.0', column: 55 }]);
  });

  it('tells every fault with its line and column, and keeps the other lines', async () => {
    const list = ndjson(
      '{"deviceId":"acme/s1","typeId":"smoke"}',
      '{"deviceId":"acme/s2","typeId":"smoke",,}',
      '{"deviceId":"acme/s3","typeId":"smok"}',
      '{"deviceId":"me/s4","typeId":"smoke"}',
      '{"deviceId":"acme/s5","typeId":"smoke","position":{"lon":181,"lat":34,"crs":"wgs84"}}',
      '{"deviceId":"acme/s6","typeId":"smoke","nmae":"x"}',
      '{"deviceId":"acme/s1","typeId":"door"}',
      '{"deviceId":"acme/s8"}',
      '{"deviceId":"acme/s9","typeId":"door"}',
    );
    const { status, json } = await send(list, 'application/x-ndjson');
    expect(status).toBe(200);
    expect(json).toMatchObject({ registered: 2, replaced: 0, failed: 7 });
    expect(
      json.errors.map(({ line, column, path }: Record<string, unknown>) => [line, column, path].join(':')),
    ).toEqual([
      '2:40:',
      '3:32:typeId',
      '4:13:deviceId',
      '5:58:position.lon',
      '6:47:nmae',
      '7:13:deviceId',
      '8:1:typeId',
    ]);
    expect(json.errors[1].detail).toContain('generic, smoke, door');
    expect(json.errors[5].detail).toContain('line 1');
    expect([...rig.devices.keys()]).toEqual(['acme/s1', 'acme/s9']);
  });

  it('is all or nothing when it is atomic', async () => {
    const list = ndjson('{"deviceId":"acme/s1","typeId":"smoke"}', '{oops');
    const { status, json } = await send(list, 'application/x-ndjson', { atomic: true });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'REQUEST_INVALID', registered: 0, failed: 1, errors: [{ line: 2 }] });
    expect(rig.devices.size).toBe(0);
    expect((await send(list.split('\n')[0] ?? '', 'application/x-ndjson', { atomic: true })).json.registered).toBe(1);
  });

  it('may be CSV with a heading, as spreadsheets write it', async () => {
    const csv = [
      '\ufeffdeviceId,typeId,name,lon,lat,crs,simulated',
      'acme/s1,smoke,"Hall ""A"", east",108.94,34.26,gcj02,',
      'acme/s2,door,,,,,true',
      'acme/s3,door,"open,108',
      'acme/s4,smoke,x,east,34.26,wgs84,',
      'acme/s5,door,,,,,,more',
    ].join('\r\n');
    const { json } = await send(csv, 'text/csv; charset=utf-8');
    expect(json).toMatchObject({ registered: 2, failed: 3 });
    expect(json.errors.map((each: Record<string, unknown>) => [each['line'], each['column'], each['path']])).toEqual([
      [4, 14, undefined],
      [5, 17, 'position.lon'],
      [6, 19, undefined],
    ]);
    expect(rig.devices.get('acme/s1')).toMatchObject({
      name: 'Hall "A", east',
      position: { lon: 108.94, lat: 34.26, crs: 'gcj02' },
      simulated: false,
    });
    expect(rig.devices.get('acme/s2')).toMatchObject({ simulated: true });
    const headless = (await send('deviceId,type\nacme/s7,smoke\n', 'text/csv')).json;
    expect(headless).toMatchObject({ registered: 0, failed: 2, errors: [{ line: 1, column: 10 }, { line: 2 }] });
  });

  it('must be UTF-8, end its lines, and come from an operator', async () => {
    const gbk = Buffer.from([0x7b, 0xb4, 0xf3, 0x7d, 10]);
    expect((await send(gbk, 'application/x-ndjson')).json.errors).toEqual([
      { line: 1, column: 1, detail: 'not UTF-8; save the list as UTF-8' },
    ]);
    const endless = Readable.from([Buffer.alloc(40 << 10, 32), Buffer.alloc(40 << 10, 32)]);
    expect(await send(endless, 'application/x-ndjson')).toMatchObject({
      status: 413,
      json: { code: 'PAYLOAD_TOO_LARGE' },
    });
    expect((await send('{}', 'application/x-ndjson', { who: 'viewer' })).status).toBe(403);
    expect((await send('{}', 'application/json')).status).toBe(415);
  });

  it('may be long', async () => {
    const lines = Array.from({ length: 2_500 }, (_, n) => `{"deviceId":"acme/s${n}","typeId":"smoke"}`);
    expect((await send(ndjson(...lines), 'application/x-ndjson')).json).toMatchObject({ registered: 2_500, failed: 0 });
    expect(rig.devices.size).toBe(2_500);
  });
});
