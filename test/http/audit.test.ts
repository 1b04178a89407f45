import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

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

describe('the audit log', () => {
  it('says who changed which rights, and no secret', async () => {
    await call('PUT', '/v1/devices/acme/s1', { typeId: 'smoke', password: 'correct horse' });
    const { token } = (await call('POST', '/v1/devices/acme/s1/token')).json;
    const created = await call('POST', '/v1/receivers', { receiverId: 'r1', url: 'http://127.0.0.1:9/?key=s3cret' });
    const rotated = await call('POST', '/v1/receivers/r1/rotate');
    await call('DELETE', '/v1/receivers/r1');
    await call('DELETE', '/v1/devices/acme/s1');
    const { items } = (await call('GET', '/v1/audit', undefined, 'admin')).json;
    expect(
      items.map((row: Record<string, string>) => [row['kind'], row['subject'], row['actor'], row['address']]),
    ).toEqual(
      [
        ['device.registered', 'acme/s1'],
        ['password.set', 'acme/s1'],
        ['token.issued', 'acme/s1'],
        ['receiver.created', 'r1'],
        ['receiver.rotated', 'r1'],
        ['receiver.removed', 'r1'],
        ['device.removed', 'acme/s1'],
      ].map((row) => [...row, 'operator', '127.0.0.1']),
    );
    for (const secret of ['correct horse', token, created.json.secret, rotated.json.secret, 's3cret'])
      expect(JSON.stringify(items)).not.toContain(secret);
  });

  it('has a row for a list, and none for what was refused', async () => {
    const headers = { ...bearer('operator'), 'content-type': 'application/x-ndjson' };
    const payload = '{"deviceId":"acme/s1","typeId":"smoke"}\n{oops\n';
    await rig.http.app.inject({ method: 'POST', url: '/v1/devices/import', headers, payload });
    await call('PUT', '/v1/devices/acme/s2', { typeId: 'nothing' });
    await call('DELETE', '/v1/devices/acme/nobody');
    await call('POST', '/v1/devices/acme/s1/token', undefined, 'viewer');
    const { items } = (await call('GET', '/v1/audit', undefined, 'admin')).json;
    expect(items).toMatchObject([{ kind: 'devices.imported', detail: { registered: 1, replaced: 0, failed: 1 } }]);
  });

  it('is for administrators, in pages', async () => {
    for (const n of [1, 2, 3]) await call('PUT', `/v1/devices/acme/s${n}`, { typeId: 'smoke' });
    expect((await call('GET', '/v1/audit')).status).toBe(403);
    const first = (await call('GET', '/v1/audit?limit=2', undefined, 'admin')).json;
    expect(first.items).toHaveLength(2);
    const second = (await call('GET', `/v1/audit?limit=2&cursor=${first.next}`, undefined, 'admin')).json;
    expect(second.items).toMatchObject([{ sequence: 3, subject: 'acme/s3' }]);
    expect((await call('GET', '/v1/audit?kind=password.set', undefined, 'admin')).json.items).toEqual([]);
  });
});
