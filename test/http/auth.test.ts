import { request } from 'node:http';
import type { HTTPMethods } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig, tokenOf } from '../support/http-rig.ts';

let rig: HttpRig;
let port: number;
let lab: HttpRig;
let labPort: number;

beforeAll(async () => {
  rig = await openHttpRig();
  port = await rig.http.listen({ host: '127.0.0.1', port: 0 });
  rig.cases.set('2512S0000001', sampleCase());
  rig.cases.set('2512S0000002', sampleCase({ caseNo: '2512S0000002', restricted: true }));
  rig.cases.set('2512S0000003', sampleCase({ caseNo: '2512S0000003', orgCode: 'jiading' }));
  lab = await openHttpRig({ lab: true });
  labPort = await lab.http.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await rig.stop();
  await lab.stop();
});

/** Status of a request over a real socket, with exactly these headers. */
const statusOf = (method: string, path: string, headers: Record<string, string> = {}, to = port) =>
  new Promise<number>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: to, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });

const WHO = ['viewer', 'dispatcher', 'vendor', 'operator', 'admin'] as const;

describe('who may call what', () => {
  it.each<[HTTPMethods, string, readonly string[]]>([
    ['GET', '/v1/cases', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['GET', '/v1/cases/2512S0000001', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['GET', '/v1/cases/2512S0000001/explain', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['GET', '/v1/explain?device=a/b&at=1', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['POST', '/v1/cases/2512S0000001/feedback', ['dispatcher', 'operator', 'admin']],
    ['GET', '/v1/case-events', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['GET', '/v1/receivers', ['operator', 'admin']],
    ['GET', '/v1/receivers/r1', ['operator', 'admin']],
    ['POST', '/v1/receivers', ['operator', 'admin']],
    ['DELETE', '/v1/receivers/r1', ['operator', 'admin']],
    ['PATCH', '/v1/receivers/r1', ['operator', 'admin']],
    ['POST', '/v1/receivers/r1/test', ['operator', 'admin']],
    ['POST', '/v1/receivers/r1/rotate', ['operator', 'admin']],
    ['POST', '/v1/receivers/r1/enable', ['operator', 'admin']],
    ['POST', '/v1/receivers/r1/replay', ['operator', 'admin']],
    ['GET', '/v1/deliveries', ['operator', 'admin']],
    ['GET', '/v1/devices', ['viewer', 'vendor', 'operator', 'admin']],
    ['GET', '/v1/devices/acme/nothing', ['viewer', 'vendor', 'operator', 'admin']],
    ['PUT', '/v1/devices/acme/nothing', ['operator', 'admin']],
    ['DELETE', '/v1/devices/acme/nothing', ['operator', 'admin']],
    ['POST', '/v1/devices/acme/nothing/token', ['operator', 'admin']],
    ['GET', '/v1/device-types', [...WHO]],
    ['GET', '/v1/series?device=a/b&channel=c', ['viewer', 'dispatcher', 'operator', 'admin']],
    ['GET', '/v1/grids', [...WHO]],
    ['GET', '/v1/grids/locate?lon=1&lat=1&crs=wgs84', [...WHO]],
    ['GET', '/v1/catalogue', [...WHO]],
    ['GET', '/v1/dead-letters', ['vendor', 'operator', 'admin']],
    ['POST', '/v1/dead-letters/replay', ['operator', 'admin']],
    ['GET', '/v1/accounts', ['viewer', 'operator', 'admin']],
    ['GET', '/v1/held-candidates', ['operator', 'admin']],
    ['POST', '/v1/held-candidates/redrive', ['operator', 'admin']],
    ['GET', '/v1/silences', ['viewer', 'operator', 'admin']],
    ['POST', '/v1/silences', ['operator', 'admin']],
    ['DELETE', '/v1/silences/s1', ['operator', 'admin']],
    ['GET', '/v1/trials', ['operator', 'admin']],
    ['GET', '/v1/shadow', ['operator', 'admin']],
    ['GET', '/v1/trials/t1', ['operator', 'admin']],
    ['POST', '/v1/trials', ['operator', 'admin']],
    ['DELETE', '/v1/trials/t1', ['operator', 'admin']],
    ['POST', '/v1/clues', ['dispatcher', 'operator', 'admin']],
    ['GET', '/v1/clues/c1', ['dispatcher', 'operator', 'admin']],
    ['POST', '/v1/lab/clock', ['operator', 'admin']],
  ])('%s %s', async (method, url, allowed) => {
    const admitted: string[] = [];
    for (const who of WHO) {
      const { statusCode } = await rig.http.app.inject({ method, url, headers: bearer(who) });
      expect(statusCode).not.toBe(401);
      if (statusCode !== 403) admitted.push(who);
    }
    expect(admitted.sort()).toEqual([...allowed].sort());
    expect((await rig.http.app.inject({ method, url })).statusCode).toBe(401);
  });

  it.each(['/livez', '/readyz', '/healthz', '/metrics', '/openapi.json'])('anybody: %s', async (url) => {
    expect((await rig.http.app.inject({ url })).statusCode).toBe(200);
  });

  it.each(['Bearer wrong', `Basic ${tokenOf('admin')}`, `Bearer ${tokenOf('admin')}x`, 'Bearer ', tokenOf('admin')])(
    'refuses Authorization: %s',
    async (authorization) => {
      const refused = await rig.http.app.inject({ url: '/v1/cases', headers: { authorization } });
      expect(refused.statusCode).toBe(401);
      expect(refused.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(refused.json()).toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
    },
  );

  it('names the roles in its refusal', async () => {
    const refused = await rig.http.app.inject({ url: '/v1/receivers', headers: bearer('viewer') });
    expect(refused.json()).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('operator') });
  });
});

describe('what a caller sees of cases', () => {
  const seen = async (who: string) => {
    const list = await rig.http.app.inject({ url: '/v1/cases', headers: bearer(who) });
    return (list.json() as { items: { caseNo: string }[] }).items.map(({ caseNo }) => caseNo.at(-1));
  };

  it('restricted ones only with that very role, an organisation its own', async () => {
    expect(await seen('viewer')).toEqual(['1', '3']);
    expect(await seen('admin')).toEqual(['1', '3']);
    expect(await seen('restricted')).toEqual(['1', '2', '3']);
    expect(await seen('jiading')).toEqual(['3']);
  });

  it('no difference between a case that is hidden and one that is not there', async () => {
    for (const path of ['', '/explain']) {
      const get = (no: string, who: string) =>
        rig.http.app.inject({ url: `/v1/cases/${no}${path}`, headers: bearer(who) });
      expect((await get('2512S0000002', 'restricted')).statusCode).toBe(200);
      const hidden = await get('2512S0000002', 'viewer');
      const missing = await get('2512S0000009', 'viewer');
      expect(hidden.json()).toMatchObject({ code: 'CASE_NOT_FOUND' });
      expect(hidden.body.replaceAll('0002', '0009')).toBe(missing.body);
      expect((await get('2512S0000001', 'jiading')).statusCode).toBe(404);
    }
  });
});

describe('lab mode', () => {
  it('needs no token from loopback to a loopback name', async () => {
    for (const host of [`127.0.0.1:${labPort}`, `localhost:${labPort}`, `[::1]:${labPort}`, 'localhost'])
      expect(await statusOf('GET', '/v1/accounts', { host }, labPort)).toBe(200);
  });

  it('is not taken in by rebound names and foreign pages', async () => {
    expect(await statusOf('GET', '/v1/accounts', { host: 'evil.example' }, labPort)).toBe(401);
    expect(await statusOf('GET', '/v1/accounts', { host: '127.0.0.1.evil.example' }, labPort)).toBe(401);
    expect(await statusOf('GET', '/v1/accounts', { host: 'localhost', origin: 'https://evil.example' }, labPort)).toBe(
      401,
    );
    expect(await statusOf('GET', '/v1/accounts', { host: 'localhost', origin: 'null' }, labPort)).toBe(401);
    expect(await statusOf('GET', '/v1/accounts', { host: 'localhost', origin: 'http://localhost:5173' }, labPort)).toBe(
      200,
    );
  });

  it('still refuses a wrong token, and other machines', async () => {
    expect(await statusOf('GET', '/v1/accounts', { authorization: 'Bearer wrong' }, labPort)).toBe(401);
    const far = await lab.http.app.inject({
      url: '/v1/accounts',
      remoteAddress: '192.0.2.7',
      headers: { host: 'localhost' },
    });
    expect(far.statusCode).toBe(401);
  });

  it('is off unless asked for', async () => {
    expect(await statusOf('GET', '/v1/accounts', { host: 'localhost' })).toBe(401);
    expect(await statusOf('GET', '/v1/accounts', { ...bearer('viewer') })).toBe(200);
  });
});
