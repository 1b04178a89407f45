import type { InjectOptions } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Device } from '../../gateway/model/device.ts';
import { sampleCase } from '../support/case-log.ts';
import { START } from '../support/delivery-bench.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';
import { answer, webhookReceiver } from '../support/webhook-receiver.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: unknown, who = 'operator') => {
  const options: InjectOptions = { method, url, headers: bearer(who) };
  if (payload !== undefined) options.payload = payload as object;
  const { statusCode, body } = await rig.http.app.inject(options);
  return { status: statusCode, json: body === '' ? undefined : JSON.parse(body) };
};

describe('probes', () => {
  it('are ready while no part is down, and name the parts that are', async () => {
    expect((await call('GET', '/readyz')).json).toEqual({ status: 'ready' });
    rig.parts['queue'] = { state: 'degraded', detail: 'in process' };
    expect((await call('GET', '/readyz')).status).toBe(200);
    expect((await call('GET', '/healthz')).json).toMatchObject({
      status: 'degraded',
      version: '0.0.0-test',
      gatewayId: 'gw1',
    });
    rig.parts['inbox'] = { state: 'down', detail: 'quota reached' };
    expect(await call('GET', '/readyz')).toEqual({
      status: 503,
      json: {
        status: 'not ready',
        parts: {
          inbox: { state: 'down', detail: 'quota reached' },
          queue: { state: 'degraded', detail: 'in process' },
        },
      },
    });
    expect((await call('GET', '/livez')).status).toBe(200);
    expect((await call('GET', '/healthz')).json).toMatchObject({ status: 'down' });
  });

  it('count requests by route, not by path', async () => {
    for (const caseNo of ['a', 'b', 'c']) await call('GET', `/v1/cases/${caseNo}`);
    await call('GET', '/nowhere');
    const { body, headers } = await rig.http.app.inject({ url: '/metrics' });
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(body).toContain(
      'gridwarden_http_request_seconds_count{method="GET",route="/v1/cases/:caseNo",status="404"} 3',
    );
    expect(body).toContain('route="unknown"');
    expect(body).not.toContain('/nowhere');
  });
});

describe('cases', () => {
  it('come in pages, with times as RFC 3339', async () => {
    for (const n of [1, 2, 3]) {
      const caseNo = `2512S000000${n}`;
      rig.cases.set(caseNo, sampleCase({ caseNo, raisedAt: START + n }));
    }
    const first = await call('GET', '/v1/cases?limit=2');
    expect(first.json.items).toHaveLength(2);
    expect(first.json.items[0]).toMatchObject({ caseNo: '2512S0000001', raisedAt: '2025-12-03T00:00:00.001Z' });
    expect(first.json.items[0]).not.toHaveProperty('attachKey');
    const second = await call('GET', `/v1/cases?limit=2&cursor=${first.json.next}`);
    expect(second.json).not.toHaveProperty('next');
    for (const since of [START + 3, '2025-12-03T00:00:00.003Z', '2025-12-03T08:00:00.003%2B08:00'])
      expect((await call('GET', `/v1/cases?since=${since}`)).json.items).toHaveLength(1);
  });

  it('explain themselves, and devices why there is none', async () => {
    rig.cases.set('2512S0000001', sampleCase());
    expect((await call('GET', '/v1/cases/2512S0000001/explain')).json).toMatchObject({ candidates: [] });
    expect((await call('GET', '/v1/explain?device=acme/smoke-1&at=2025-12-03T00:00:00Z')).json).toEqual({
      deviceId: 'acme/smoke-1',
      at: START,
    });
  });
});

describe('feedback', () => {
  it('is taken once, with its time as epoch ms', async () => {
    rig.cases.set('2512S0000001', sampleCase());
    const document = {
      ...{ feedbackId: 'f1', caseNo: '2512S0000001', type: 'ACCEPTED', at: '2025-12-03T08:02:00+08:00', dept: 'FIRE' },
      evidence: [{ kind: 'DOC', uri: 'https://dispatch.example/771.pdf' }],
    };
    const url = '/v1/cases/2512S0000001/feedback';
    expect((await call('POST', url, document, 'dispatcher')).json).toMatchObject({
      applied: true,
      case: { caseNo: '2512S0000001' },
    });
    expect((await call('POST', url, document, 'dispatcher')).json).toMatchObject({ applied: false });
    const at = START + 120_000;
    expect(rig.feedback).toEqual([
      {
        ...{ feedbackId: 'f1', caseNo: '2512S0000001', type: 'ACCEPTED', at, dept: 'FIRE' },
        evidence: [{ kind: 'DOC', uri: 'https://dispatch.example/771.pdf', capturedAt: at }],
      },
    ]);
  });

  it('is for the organisation that has the case', async () => {
    rig.cases.set('2512S0000001', sampleCase());
    const document = { feedbackId: 'f1', type: 'ACCEPTED', at: START };
    expect((await call('POST', '/v1/cases/2512S0000001/feedback', document, 'jiading')).status).toBe(404);
    expect(rig.feedback).toEqual([]);
  });
});

describe('receivers and deliveries', () => {
  it('work from registration to replay', async () => {
    const server = await webhookReceiver();
    const created = await call('POST', '/v1/receivers', {
      receiverId: 'dispatch',
      url: server.url,
      filter: { minSeverity: 2 },
    });
    expect(created).toMatchObject({ status: 201, json: { receiver: { receiverId: 'dispatch', state: 'enabled' } } });
    await rig.log.append('raised', sampleCase(), rig.clock.now());
    await rig.delivery.idle();
    const [first] = server.received;
    const { secret } = created.json;
    expect(new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>)).toMatchObject({
      id: 'gw1-1',
    });

    const listed = await call('GET', '/v1/receivers');
    expect(JSON.stringify(listed.json)).not.toContain('whsec_');
    expect((await call('GET', '/v1/deliveries?state=delivered&receiverId=dispatch')).json.items).toEqual([
      {
        ...{ receiverId: 'dispatch', sequence: 1, caseNo: '2512S0000001', state: 'delivered', attempts: 1 },
        ...{ lastStatus: 204, doneAt: '2025-12-03T00:00:00.000Z' },
      },
    ]);

    const rotated = await call('POST', '/v1/receivers/dispatch/rotate', { overlapMs: 3_600_000 });
    expect(rotated.json).toMatchObject({
      secret: expect.stringMatching(/^whsec_/),
      oldSecretUntil: '2025-12-03T01:00:00.000Z',
    });
    expect((await call('GET', '/v1/receivers/dispatch')).json).toMatchObject({
      oldSecretUntil: '2025-12-03T01:00:00.000Z',
    });

    expect(await call('POST', '/v1/receivers/dispatch/replay', { from: '00000000000000000001', to: 5 })).toEqual({
      status: 202,
      json: { queued: 1 },
    });
    await rig.delivery.idle();
    expect(server.received[1]?.headers['webhook-id']).toBe('gw1-1');
    expect((await call('GET', '/v1/accounts')).json.receivers).toMatchObject([
      { caseEvents: 1, replayed: 1, balanced: true },
    ]);

    server.behave(answer(410));
    await rig.log.append('updated', sampleCase(), rig.clock.now());
    await rig.delivery.idle();
    expect((await call('GET', '/v1/receivers/dispatch')).json).toMatchObject({
      state: 'disabled',
      disabledReason: 'HTTP 410',
    });
    server.behave(answer(204));
    expect((await call('POST', '/v1/receivers/dispatch/enable')).json).toMatchObject({ state: 'enabled' });
    await rig.delivery.idle();
    expect((await call('DELETE', '/v1/receivers/dispatch')).status).toBe(204);
    expect((await call('DELETE', '/v1/receivers/dispatch')).status).toBe(404);
    await server.close();
  });

  it('take a rotation without a body, whatever content type it claims', async () => {
    await call('POST', '/v1/receivers', { receiverId: 'r1', url: 'https://dispatch.example/' });
    const rotate = (headers: Record<string, string>) =>
      rig.http.app.inject({
        method: 'POST',
        url: '/v1/receivers/r1/rotate',
        headers: { ...bearer('operator'), ...headers },
      });
    expect((await rotate({})).statusCode).toBe(200);
    expect((await rotate({ 'content-type': 'application/json' })).statusCode).toBe(200);
  });

  it('refuse a second of the same id, a range that runs backwards, and restricted cases without the role', async () => {
    const spec = { receiverId: 'r1', url: 'https://dispatch.example/' };
    await call('POST', '/v1/receivers', spec);
    expect(await call('POST', '/v1/receivers', spec)).toMatchObject({ status: 409, json: { code: 'RECEIVER_EXISTS' } });
    expect((await call('POST', '/v1/receivers/r1/replay', { from: 3, to: 2 })).json).toMatchObject({ path: 'from' });
    const restricted = { url: 'https://dispatch.example/', filter: { restricted: true } };
    expect((await call('POST', '/v1/receivers', restricted)).status).toBe(403);
    expect((await call('POST', '/v1/receivers', restricted, 'admin')).status).toBe(403);
    expect((await call('POST', '/v1/receivers', restricted, 'restricted')).status).toBe(201);
  });
});

describe('devices', () => {
  it('are registered, listed, given a token and forgotten', async () => {
    const onvif = { address: 'http://10.2.0.7/onvif/device_service', username: 'gateway', password: 'correct horse' };
    const position = { lon: 108.94, lat: 34.26, crs: 'gcj02' };
    const created = await call('PUT', '/v1/devices/acme/door-1', {
      typeId: 'door',
      position,
      onvif,
      password: 'long enough',
    });
    expect(created).toEqual({
      status: 201,
      json: {
        ...{ deviceId: 'acme/door-1', vendor: 'acme', device: 'door-1', typeId: 'door', position },
        ...{ siteClass: 'ORDINARY', mobility: 'FIXED', simulated: false },
      },
    });
    expect(rig.accesses.get('acme/door-1')).toEqual({ onvif, password: 'long enough' });
    expect((await call('PUT', '/v1/devices/acme/door-1', { typeId: 'door' })).status).toBe(200);
    expect((await call('POST', '/v1/devices/acme/door-1/token')).json).toEqual({
      username: 'acme/door-1',
      token: 'gwt_for_acme/door-1',
    });
    expect((await call('POST', '/v1/devices/acme/door-1/token?overlap=1.5h')).json).toMatchObject({
      oldUntil: '1970-01-01T01:30:00.000Z',
    });
    for (const overlap of ['31d', '-1h', 'soon', '1'])
      expect((await call('POST', `/v1/devices/acme/door-1/token?overlap=${overlap}`)).json).toMatchObject({
        code: 'REQUEST_INVALID',
        path: 'overlap',
      });
    expect((await call('DELETE', '/v1/devices/acme/door-1')).status).toBe(204);
    expect((await call('DELETE', '/v1/devices/acme/door-1')).status).toBe(404);
    expect((await call('POST', '/v1/devices/acme/door-1/token')).status).toBe(404);
  });

  it('come in pages, with when they were last heard of', async () => {
    for (const id of ['a', 'b', 'c']) await call('PUT', `/v1/devices/acme/${id}`, { typeId: 'smoke' });
    const device = rig.devices.get('acme/a');
    if (device) rig.devices.set('acme/a', { ...device, lastSeen: START });
    const first = await call('GET', '/v1/devices?limit=2');
    expect(first.json).toMatchObject({ items: [{ lastSeen: '2025-12-03T00:00:00.000Z' }, {}], next: 'acme/b' });
    const second = await call('GET', `/v1/devices?limit=2&cursor=${first.json.next}`);
    expect(second.json).toEqual({ items: [expect.objectContaining({ deviceId: 'acme/c' })] });
  });

  it('tell what of their overrides their type has no place for any more', async () => {
    await call('PUT', '/v1/devices/acme/a', { typeId: 'smoke' });
    const device = rig.devices.get('acme/a') as Device;
    rig.devices.set('acme/a', {
      ...{ ...device, overrides: { gone: { enabled: false } } },
      misfits: [{ path: ['gone'], message: 'a smoke has no rule "gone"' }],
    });
    expect((await call('GET', '/v1/devices/acme/a')).json).toMatchObject({
      overrides: { gone: { enabled: false } },
      overrideMisfits: ['overrides.gone: a smoke has no rule "gone"'],
    });
  });

  it('show a vendor its own', async () => {
    for (const id of ['acme/a', 'other/a']) await call('PUT', `/v1/devices/${id}`, { typeId: 'smoke' });
    expect((await call('GET', '/v1/devices', undefined, 'vendor')).json.items).toMatchObject([{ deviceId: 'acme/a' }]);
    expect((await call('GET', '/v1/devices?vendor=other', undefined, 'vendor')).json.items).toMatchObject([
      { deviceId: 'acme/a' },
    ]);
    expect((await call('GET', '/v1/devices/acme/a', undefined, 'vendor')).status).toBe(200);
    expect((await call('GET', '/v1/devices/other/a', undefined, 'vendor')).status).toBe(404);
  });

  it.each(['/v1/devices/ac%2Fme/a', '/v1/devices/acme/%2B', '/v1/devices/acme/a%20b'])('refuse %s', async (url) => {
    expect(await call('PUT', url, { typeId: 'smoke' })).toMatchObject({
      status: 400,
      json: { code: 'REQUEST_INVALID' },
    });
  });
});

describe('series', () => {
  it('default to the last hour and take steps in words', async () => {
    rig.series.values.push({ time: START, value: 0.5 });
    const answer = await call('GET', '/v1/series?device=acme/smoke-1&channel=smoke&step=15min');
    expect(answer.json).toEqual({ items: [{ time: '2025-12-03T00:00:00.000Z', value: 0.5 }] });
    const window = { device: 'acme/smoke-1', channel: 'smoke', from: START - 3_600_000, to: START };
    expect(rig.series.query).toEqual({ ...window, step: 900_000 });
    await call('GET', `/v1/series?device=acme/smoke-1&channel=smoke&from=${START - 10}&to=2025-12-03T00:00:00Z`);
    expect(rig.series.query).toEqual({ ...window, from: START - 10 });
  });

  it('tell where to go on when there is more', async () => {
    rig.series.values.push(...Array.from({ length: 10_001 }, (_, n) => ({ time: START + n, value: n })));
    const answer = await call('GET', '/v1/series?device=a/b&channel=c');
    expect(answer.json.items).toHaveLength(10_000);
    expect(answer.json.next).toBe('2025-12-03T00:00:10.000Z');
  });

  it.each(['from=5&to=4', 'step=0', 'step=soon', 'from=yesterday'])('refuse %s', async (query) => {
    expect((await call('GET', `/v1/series?device=a/b&channel=c&${query}`)).status).toBe(400);
  });
});

describe('the city', () => {
  it('shows grids, where a point lies, and the catalogue', async () => {
    expect((await call('GET', '/v1/grids')).json.items).toHaveLength(1);
    expect((await call('GET', '/v1/grids/responsibility')).json).toMatchObject({ type: 'FeatureCollection' });
    expect((await call('GET', '/v1/grids/moon')).status).toBe(404);
    expect((await call('GET', '/v1/grids/locate?lon=108.9&lat=34.2&crs=gcj02')).json).toMatchObject({
      lon: 108.9,
      convertedFrom: 'gcj02',
    });
    expect((await call('GET', '/v1/grids/locate?lon=108.9&lat=34.2')).json).toMatchObject({ path: 'crs' });
    expect((await call('GET', '/v1/catalogue')).json).toMatchObject({ id: 'test', items: [{ code: 'E0498' }] });
    expect((await call('GET', '/v1/device-types')).json.items).toMatchObject([{ typeId: 'smoke' }]);
    expect((await call('GET', '/v1/device-types/smoke')).json).toMatchObject({ heartbeat: 60_000 });
    expect((await call('GET', '/v1/device-types/toaster')).json.detail).toContain('there are smoke');
  });
});

describe('dead letters', () => {
  it('are listed, a vendor its own, and replayed', async () => {
    const letter = { topic: 't', code: 'PAYLOAD_INVALID', detail: 'd', receivedAt: START, size: 12 };
    rig.deadLetters.push(
      { ...letter, deadLetterId: '1-0', deviceId: 'acme/a' },
      { ...letter, deadLetterId: '1-1', deviceId: 'other/a' },
    );
    const list = await call('GET', '/v1/dead-letters?limit=2');
    expect(list.json).toMatchObject({ items: [{ receivedAt: '2025-12-03T00:00:00.000Z', size: 12 }, {}], next: '1-1' });
    expect((await call('GET', '/v1/dead-letters', undefined, 'vendor')).json.items).toMatchObject([
      { deviceId: 'acme/a' },
    ]);
    expect(await call('POST', '/v1/dead-letters/replay', { ids: ['1-0', '1-1'] })).toEqual({
      status: 202,
      json: { replayed: 2 },
    });
    expect(rig.replayed).toEqual(['1-0', '1-1']);
    expect((await call('POST', '/v1/dead-letters/replay', { ids: [] })).status).toBe(400);
  });
});

describe('the lab clock', () => {
  it('takes epoch ms or RFC 3339', async () => {
    expect((await call('POST', '/v1/lab/clock', { now: START + 60_000 })).json).toEqual({
      now: START + 60_000,
      time: '2025-12-03T00:01:00.000Z',
    });
    expect((await call('POST', '/v1/lab/clock', { now: '2025-12-03T08:02:00+08:00' })).json.now).toBe(START + 120_000);
    for (const now of ['noon', -1, null]) expect((await call('POST', '/v1/lab/clock', { now })).status).toBe(400);
  });
});

describe('the server', () => {
  it('says which port is taken and what to do', async () => {
    const port = await rig.http.listen({ host: '127.0.0.1', port: 0 });
    const other = await openHttpRig();
    await expect(other.http.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      detail: expect.stringMatching(`127.0.0.1:${port} .*GRIDWARDEN_HTTP_PORT`),
    });
    await other.stop();
  });

  it('has no lab clock outside lab mode, and closes twice without harm', async () => {
    const other = await openHttpRig({ labClock: false });
    const step = { method: 'POST', url: '/v1/lab/clock', headers: bearer('admin'), payload: { now: START } } as const;
    expect((await other.http.app.inject(step)).json()).toMatchObject({ code: 'NOT_FOUND' });
    await other.http.close();
    await other.stop();
  });
});
