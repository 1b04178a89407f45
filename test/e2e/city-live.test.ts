import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { editableProfiles } from '../city/profiles.ts';
import { startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface Config {
  readonly mode: string;
  readonly reportEveryMs: number;
  readonly rules: Readonly<Record<string, { readonly set?: number; readonly dwell?: number }>>;
}

it('tells devices what the city asks of them, and follows its files, its mode and each device while it runs', async () => {
  const profiles = editableProfiles();
  const gateway = await startGateway({ dataDir: testDir(), env: { GRIDWARDEN_PROFILES_DIR: profiles.folder } });
  const { http } = gateway.ready;
  const ask = async (method: string, path: string, body?: object) => {
    const headers = body ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(http + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  const listen = async (clientId: string, heard: Config[]) => {
    const client = await connectAsync(gateway.ready.mqtt, { username: 'lab/flood-1', password: 'lab', clientId });
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    client.on('message', (_topic, payload) => void heard.push(JSON.parse(String(payload))));
    await client.subscribeAsync('v1/me/down/config', { qos: 1 });
    return client;
  };

  const heard: Config[] = [];
  const gauge = await listen('lab/flood-1', heard);
  await gauge.publishAsync('v1/me/status', '{"online":true,"profile":"flood"}', { qos: 1 });
  const last = () => heard.at(-1);
  await eventually('the normal interval', () => last()?.reportEveryMs === 300_000);
  expect(last()).toMatchObject({ mode: 'NORMAL', rules: { 'flood-closed': { set: 25 } } });

  // 多种情况切换: a flood asks for a reading every minute and lowers the limits.
  expect((await ask('PUT', '/v1/mode', { mode: 'FLOOD', reason: 'rain' })).status).toBe(200);
  await eventually('the interval of a flood', () => last()?.reportEveryMs === 60_000);
  expect(last()).toMatchObject({ mode: 'FLOOD', rules: { 'flood-closed': { set: 20 } } });
  const late: Config[] = [];
  await listen('lab/flood-1/tool', late);
  await eventually('what is retained for whoever connects later', () => late.at(-1)?.mode === 'FLOOD');

  // The files of the mode say something else: no restart.
  profiles.edit('base/modes.yaml', 'rule: flood-closed, set: 20', 'rule: flood-closed, set: 18');
  expect(await ask('POST', '/v1/city/reload')).toMatchObject({ status: 200, body: { profile: { id: 'lianhu' } } });
  await eventually('the new limit', () => last()?.rules['flood-closed']?.set === 18);
  profiles.edit('base/modes.yaml', 'rule: flood-closed, set: 18', 'rule: flood-closed, set: 4');
  const failed = await ask('POST', '/v1/city/reload');
  expect([failed.status, failed.body.problems]).toEqual([
    422,
    [expect.stringMatching(/base\/modes\.yaml:\d+:\d+: mode FLOOD .*flood-closed of flood.*healthy side of set/)],
  ]);

  // One device is allowed more than the others.
  const device = { typeId: 'flood', position: { lon: 108.93, lat: 34.26, crs: 'wgs84' } };
  const refused = await ask('PUT', '/v1/devices/lab/flood-1', { ...device, overrides: { 'flood-close': { set: 40 } } });
  expect([refused.status, refused.body.path]).toEqual([400, 'overrides.flood-close']);
  const overrides = { 'flood-closed': { set: 60, clear: 30, dwell: '2min' } };
  const put = await ask('PUT', '/v1/devices/lab/flood-1', { ...device, overrides });
  expect([put.status, put.body.overrides]).toEqual([200, overrides]);
  await eventually('its own limit', () => last()?.rules['flood-closed']?.set === 60);
  expect(last()?.rules['flood-closed']?.dwell).toBe(120_000);
  await eventually('what explains it', async () => {
    const { body } = await ask(
      'GET',
      `/v1/explain?device=lab/flood-1&at=${encodeURIComponent('2026-01-01T00:00:00Z')}`,
    );
    const rule = (body.why as { ruleId: string; limits: { set?: number } }[]).find(
      ({ ruleId }) => ruleId === 'flood-closed',
    );
    return rule?.limits.set === 60;
  });
  const audited = (await ask('GET', '/v1/audit?kind=device.registered')).body.items.at(-1);
  expect(audited.detail.overrides).toBe(JSON.stringify(overrides));

  // Others are judged by the reloaded limit of the mode, and the failed reload changed nothing.
  const other = await connectAsync(gateway.ready.mqtt, {
    ...{ username: 'lab/flood-2', password: 'lab', clientId: 'lab/flood-2' },
  });
  onTestFinished(() => other.endAsync(true).catch(() => undefined));
  await other.publishAsync('v1/me/status', '{"online":true,"profile":"flood"}', { qos: 1 });
  await other.publishAsync('v1/me/event', '{"code":"unheard","active":false}', { qos: 1 });
  await other.publishAsync('v1/me/telemetry', '{"values":{"level":19}}', { qos: 1 });
  await gauge.publishAsync('v1/me/telemetry', '{"values":{"level":19}}', { qos: 1 });
  type Listed = { items: { devices: string[]; categoryCode: string; severity: number; verdict?: unknown }[] };
  await eventually('a case of the other gauge', async () => {
    const { items } = (await ask('GET', '/v1/cases')).body as Listed;
    return items.some(({ devices, severity }) => devices.includes('lab/flood-2') && severity === 1);
  });
  const { items } = (await ask('GET', '/v1/cases')).body as Listed;
  expect(items.filter(({ devices, severity }) => devices.includes('lab/flood-1') && severity === 1)).toEqual([]);
  expect(await gateway.end()).toBe(0);
}, 120_000);

it('says that a position is in another system than it was declared in, to the device and with the case', async () => {
  const gateway = await startGateway({ dataDir: testDir() });
  const { http, mqtt } = gateway.ready;
  const get = async (path: string) => JSON.parse(await (await fetch(http + path)).text());
  // 莲湖: the numbers of one place in WGS-84 and, 460 m beside it, in GCJ-02.
  const here = { lon: 108.93, lat: 34.26, crs: 'wgs84' };
  const shifted = {
    ...(await get('/v1/grids/locate?lon=108.93&lat=34.26&crs=wgs84')),
    lon: 108.934625,
    lat: 34.258395,
  };
  const moved = { lon: shifted.lon, lat: shifted.lat, crs: 'wgs84' };
  const grid = async ({ lon, lat }: { lon: number; lat: number }) =>
    (await get(`/v1/grids/locate?lon=${lon}&lat=${lat}&crs=wgs84`)).grids[0].code;
  expect(await grid(here)).not.toBe(await grid(moved));

  const alarm = async (name: string, registered: object, reported: object) => {
    const body = JSON.stringify({ typeId: 'flood', position: registered });
    await fetch(`${http}/v1/devices/lab/${name}`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' }, body },
    });
    const client = await connectAsync(mqtt, { username: `lab/${name}`, password: 'lab', clientId: `lab/${name}` });
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    let health: { position?: { fault: string; detail: string } } = {};
    client.on('message', (_topic, payload) => {
      health = JSON.parse(String(payload));
    });
    await client.subscribeAsync('v1/me/down/health');
    await client.publishAsync('v1/me/telemetry', JSON.stringify({ values: { level: 40 }, position: reported }), {
      qos: 1,
    });
    await eventually(`the health of ${name}`, () => health.position !== undefined);
    type Listed = { devices: string[]; gridCode: string; evidence: { note?: string }[] };
    let found: Listed | undefined;
    await eventually(`the case of ${name}`, async () => {
      found = ((await get('/v1/cases')).items as Listed[]).find(({ devices }) => devices.includes(`lab/${name}`));
      return found !== undefined;
    });
    return { position: health.position, gridCode: found?.gridCode, note: found?.evidence[0]?.note };
  };
  // The device reports GCJ-02 as WGS-84: its registered place is gone by.
  const reported = await alarm('gauge-1', here, moved);
  expect(reported).toMatchObject({ position: { fault: 'CRS_MISMATCH' }, gridCode: await grid(here) });
  expect(reported.note).toMatch(/^misgridded\? CRS_MISMATCH: looks like GCJ-02 declared as WGS-84: off by 46\d m/);
  // It was registered so: the case says that its grid is doubtful.
  const registered = await alarm('gauge-2', moved, here);
  expect(registered.position?.fault).toBe('REGISTERED_CRS_MISMATCH');
  expect(registered.note).toMatch(/^misgridded\? REGISTERED_CRS_MISMATCH: .*its cases lie in the wrong grid/);
  expect(await gateway.end()).toBe(0);
}, 60_000);

it('says which limits of a device have lost their rule with a reload, in the log and at the device', async () => {
  const types = testDir();
  const contact = readFileSync(new URL('../../adapters/device-types/contact.yaml', import.meta.url), 'utf8');
  const write = (text: string) =>
    writeFileSync(join(types, 'doorway.yaml'), text.replace('typeId: contact', 'typeId: doorway'));
  write(contact);
  const gateway = await startGateway({ dataDir: testDir(), env: { GRIDWARDEN_DEVICE_TYPES_DIR: types } });
  const { http } = gateway.ready;
  const ask = async (method: string, path: string, body?: object) => {
    const headers = body ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(http + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return JSON.parse(await answer.text());
  };
  const overrides = { tamper: { enabled: false } };
  expect(await ask('PUT', '/v1/devices/lab/d1', { typeId: 'doorway', overrides })).not.toHaveProperty(
    'overrideMisfits',
  );
  write(contact.replace('id: tamper', 'id: cover-opened'));
  expect(await ask('POST', '/v1/city/reload')).toMatchObject({ profile: { id: 'lianhu' } });
  expect(await ask('GET', '/v1/devices/lab/d1')).toMatchObject({
    overrides,
    overrideMisfits: [
      expect.stringMatching(/^overrides\.tamper: a doorway has no rule "tamper"; it has .*cover-opened/),
    ],
  });
  expect(gateway.log()).toMatch(/lab\/d1: a doorway has no rule/);
  expect(await gateway.end()).toBe(0);
}, 60_000);
