import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
let base: string;
beforeAll(async () => {
  rig = await openHttpRig();
  base = `http://127.0.0.1:${await rig.http.listen({ host: '127.0.0.1', port: 0 })}`;
});
afterAll(() => rig.stop());

describe('a method that a path does not take', () => {
  it.each([
    ['DELETE', '/v1/cases', 'GET'],
    ['POST', '/v1/cases/2512S0000001', 'GET'],
    ['PUT', '/v1/receivers?limit=1', 'GET, POST'],
    ['POST', '/v1/devices/acme/smoke-1', 'DELETE, GET, PUT'],
    ['POST', '/openapi.json', 'GET'],
    ['POST', '/open311/v2/requests/2512S0000001.json', 'GET'],
    ['GET', '/v1/devices/import', 'POST'],
    ['OPTIONS', '/v1/mode', 'GET, PUT'],
    ['HEAD', '/v1/mode', 'GET, PUT'],
  ])('%s %s is allowed %s', async (method, path, allow) => {
    const answer = await fetch(`${base}${path}`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    if (method !== 'HEAD') expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });

  it('is named whatever its body is, and the connection goes on', async () => {
    const answer = await fetch(`${base}/v1/cases`, { method: 'PUT', body: 'a=b', headers: bearer('viewer') });
    expect(answer.status).toBe(405);
    expect((await fetch(`${base}/v1/cases`, { headers: bearer('viewer') })).status).toBe(200);
  });

  it('is a 404 where there is no such path', async () => {
    for (const path of ['/v1/case', '/v1/cases/', '/v1/cases/1/2', '/v1/receivers/a/b/c', '/openapixjson', '/']) {
      const answer = await fetch(`${base}${path}`, { method: 'DELETE' });
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 404, null]);
    }
  });
});
