import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeAll(async () => {
  rig = await openHttpRig();
});
afterAll(() => rig.stop());

const ask = async (method: 'GET' | 'PUT' | 'POST', url: string, role = 'operator', body?: object) => {
  const answer = await rig.http.app.inject({ method, url, headers: bearer(role), ...(body ? { payload: body } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};

describe('/v1/city', () => {
  it('shows the city as its files say', async () => {
    expect(await ask('GET', '/v1/city', 'viewer')).toMatchObject({
      status: 200,
      body: { profile: { id: 'test' }, calendarYears: [2025, 2026], reviewGate: false, partners: [], orgs: [] },
    });
  });

  it('is read again by an operator, and the audit log says so', async () => {
    expect((await ask('POST', '/v1/city/reload', 'dispatcher')).status).toBe(403);
    const answer = await ask('POST', '/v1/city/reload');
    expect(answer).toEqual({
      status: 200,
      body: {
        ...{ profile: { id: 'test', from: '1', to: '2' }, catalogue: { id: 'test', from: '1', to: '2' }, warnings: [] },
      },
    });
    const { items } = (await ask('GET', '/v1/audit?kind=city.reloaded', 'admin')).body;
    expect(items).toMatchObject([{ actor: 'operator', subject: 'test', detail: { profile: '2', catalogue: '2' } }]);
  });

  it('answers a failed reload with every problem, one by one', async () => {
    rig.city.fault = 'a.yaml:1:2: is wrong\nb.yaml:3:4: is wrong too';
    const answer = await ask('POST', '/v1/city/reload');
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      ...{ code: 'CITY_INVALID', problems: ['a.yaml:1:2: is wrong', 'b.yaml:3:4: is wrong too'] },
    });
    const { items } = (await ask('GET', '/v1/audit?kind=city.reloaded', 'admin')).body;
    expect(items).toHaveLength(1);
  });
});

describe('/v1/mode', () => {
  it('is shown to whoever may look, with the modes there are', async () => {
    const { body } = await ask('GET', '/v1/mode', 'vendor');
    expect(body).toMatchObject({ mode: 'NORMAL', by: 'gateway', since: '1970-01-01T00:00:00.000Z' });
    expect(body.modes.map(({ id }: { id: string }) => id)).toEqual(['NORMAL', 'FLOOD']);
  });

  it('is switched by an operator, by name and with a reason in the audit log', async () => {
    for (const role of ['viewer', 'dispatcher', 'vendor'])
      expect((await ask('PUT', '/v1/mode', role, { mode: 'FLOOD' })).status).toBe(403);
    const { status, body } = await ask('PUT', '/v1/mode', 'operator', { mode: 'FLOOD', reason: 'rain' });
    expect([status, body.mode, body.by, body.reason, body.since]).toEqual([
      ...[200, 'FLOOD', 'operator', 'rain', '2025-12-03T00:00:00.000Z'],
    ]);
    expect((await ask('GET', '/v1/mode')).body.mode).toBe('FLOOD');
    const { items } = (await ask('GET', '/v1/audit?kind=mode.switched', 'admin')).body;
    expect(items).toMatchObject([{ actor: 'operator', subject: 'FLOOD', detail: { reason: 'rain' } }]);
  });

  it('refuses what is none', async () => {
    expect(await ask('PUT', '/v1/mode', 'admin', { mode: 'PARTY' })).toMatchObject({
      ...{ status: 400, body: { code: 'REQUEST_INVALID', detail: expect.stringMatching(/no mode of this city/) } },
    });
    expect((await ask('PUT', '/v1/mode', 'admin', { mod: 'FLOOD' })).status).toBe(400);
  });
});

describe('/v1/catalogue', () => {
  it.each([
    ['', ['E0498']],
    ['?class=EVENT&kind=ALARM&severity=1&dept=FIRE&restricted=false&autoFlow=false', ['E0498']],
    ['?class=COMPONENT', []],
    ['?severity=2', []],
    ['?restricted=true', []],
    ['?layer=AIR', []],
    ['?group=E05', []],
  ])('%s lists %o', async (query, codes) => {
    const { body } = await ask('GET', `/v1/catalogue${query}`, 'vendor');
    expect(body.items.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it('refuses a filter it does not know', async () => {
    expect((await ask('GET', '/v1/catalogue?colour=red')).status).toBe(400);
    expect((await ask('GET', '/v1/catalogue?layer=SEA')).status).toBe(400);
  });

  it('reads 16-digit codes', async () => {
    expect(await ask('GET', '/v1/catalogue/object-codes/E6101040498000007', 'viewer')).toMatchObject({
      status: 200,
      body: { category: 'E0498', district: '610104', serial: 7, name: { zh: '火灾隐患' } },
    });
    expect(await ask('GET', '/v1/catalogue/object-codes/6101040498000007')).toMatchObject({
      ...{ status: 400, body: { code: 'REQUEST_INVALID' } },
    });
  });
});
