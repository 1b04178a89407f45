import { readFileSync } from 'node:fs';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

interface Golden {
  readonly name: string;
  readonly request: { method: 'GET' | 'POST' | 'PUT'; url: string; as?: string; body?: unknown };
  readonly problem: { readonly status: number };
}

const golden = JSON.parse(readFileSync(new URL('../contract/problems.json', import.meta.url), 'utf8')) as Golden[];

let rig: HttpRig;
beforeAll(async () => {
  rig = await openHttpRig();
  rig.cases.set('2512S0000001', sampleCase());
});
afterAll(() => rig.stop());

const inject = (options: InjectOptions) =>
  rig.http.app.inject({ ...options, headers: { ...bearer('operator'), ...options.headers } });

describe('problem documents', () => {
  it.each(golden)('$name', async ({ request: { as, body, ...request }, problem }) => {
    const answer = await rig.http.app.inject({
      ...request,
      ...(as ? { headers: bearer(as) } : {}),
      ...(body === undefined ? {} : { payload: body as object }),
    });
    expect(answer.statusCode).toBe(problem.status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toEqual(problem);
  });

  it('answers a path that cannot be decoded', async () => {
    const answer = await inject({ method: 'GET', url: '/v1/cases/%E0%A4%A' });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', instance: '/v1/cases/%E0%A4%A' });
  });

  it('names every field that is wrong and what is allowed there', async () => {
    const answer = await inject({
      method: 'PUT',
      url: '/v1/devices/acme/smoke-1',
      payload: { typeId: 'smoke', position: { lon: 200, lat: 'north', crs: 'utm' }, colour: 'red', siteClass: 'BIG' },
    });
    const { errors } = answer.json() as { errors: { path: string; detail: string }[] };
    expect(Object.fromEntries(errors.map(({ path, detail }) => [path, detail]))).toMatchObject({
      colour: expect.stringContaining('not known here; known: typeId, name, position'),
      siteClass: expect.stringContaining('one of ORDINARY, KEY_UNIT'),
      'position.lon': expect.stringContaining('<= 180; got 200'),
      'position.lat': 'position.lat must be number; got "north"',
      'position.crs': expect.stringContaining('one of wgs84, cgcs2000, gcj02, bd09; got "utm"'),
    });
  });

  it('repeats no secret', async () => {
    const payload = { typeId: 'smoke', password: 'hunt2' };
    const answer = await inject({ method: 'PUT', url: '/v1/devices/acme/smoke-1', payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain('hunt2');
  });

  it('does not coerce what a body says', async () => {
    const answer = await inject({
      method: 'PUT',
      url: '/v1/devices/acme/s',
      payload: { typeId: 'smoke', simulated: 'no' },
    });
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', path: 'simulated' });
  });

  it.each([
    [{ payload: '{oops', headers: { 'content-type': 'application/json' } }, 400, 'PAYLOAD_NOT_JSON'],
    [{ payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } }, 400, 'PAYLOAD_NOT_JSON'],
    [{ payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'REQUEST_INVALID'],
    [
      { payload: JSON.stringify('x'.repeat(1_100_000)), headers: { 'content-type': 'application/json' } },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [{}, 400, 'REQUEST_INVALID'],
  ])('are the answer to bodies nobody can use (%#)', async (options, status, code) => {
    const answer = await inject({ method: 'POST', url: '/v1/receivers', ...options });
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.statusCode).toBe(status);
  });

  it('say what is wrong with a body and where, and nothing of what it says', async () => {
    const answer = async (payload: string) => {
      const headers = { 'content-type': 'application/json' };
      return (await inject({ method: 'POST', url: '/v1/receivers', payload, headers })).json().detail;
    };
    expect(await answer('{"url":"x",}')).toMatch(
      /^the body is not JSON: Expected .* at position 11 \(line 1 column 12\)$/,
    );
    expect(await answer('{"password":"hunt2", "url":hunt2}')).toBe("the body is not JSON: Unexpected token 'h'");
    expect(await answer('{"__proto__":{}}')).toContain('__proto__');
  });

  it('keep what went wrong inside to the log', async () => {
    rig.cases.get = () => {
      throw new TypeError('secret internals');
    };
    const answer = await inject({ url: '/v1/cases/2512S0000001' });
    expect(answer.json()).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(answer.body).not.toContain('secret internals');
  });
});
