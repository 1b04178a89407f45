import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';
import { answer, type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';

let rig: HttpRig;
let server: WebhookReceiver;
beforeEach(async () => {
  [rig, server] = await Promise.all([openHttpRig(), webhookReceiver()]);
});
afterEach(async () => {
  await rig.stop();
  await server.close();
});

const call = async (method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, who = 'operator') => {
  const options: InjectOptions = { method, url, headers: bearer(who) };
  if (payload !== undefined) options.payload = payload;
  const { statusCode, body } = await rig.http.app.inject(options);
  return { status: statusCode, json: body === '' ? undefined : JSON.parse(body) };
};
const register = (more: object = {}, who = 'operator') =>
  call('POST', '/v1/receivers', { receiverId: 'r1', url: server.url, ...more }, who);

it('is paused, changed and taken up again, and the audit log says so without the path of its address', async () => {
  await register();
  expect((await call('PATCH', '/v1/receivers/r1', { paused: true })).json).toMatchObject({ state: 'paused' });
  await rig.log.append('raised', sampleCase(), rig.clock.now());
  await rig.delivery.idle();
  expect(server.received).toEqual([]);
  const change = { paused: false, filter: { minSeverity: 2 }, url: `${server.url}?key=s3cret` };
  expect((await call('PATCH', '/v1/receivers/r1', change)).json).toMatchObject({
    ...{ state: 'enabled', filter: { minSeverity: 2, restricted: false }, url: change.url },
  });
  await rig.delivery.idle();
  expect(server.received).toHaveLength(1);
  const { items } = (await call('GET', '/v1/audit?kind=receiver.changed', undefined, 'admin')).json;
  expect(items).toMatchObject([
    { subject: 'r1', actor: 'operator', detail: { changed: 'paused', paused: 'true' } },
    { detail: { changed: 'paused, filter, url', host: new URL(server.url).host, paused: 'false' } },
  ]);
  expect(JSON.stringify(items)).not.toContain('s3cret');
});

it.each([
  [{}, 'REQUEST_INVALID'],
  [{ colour: 'red' }, 'REQUEST_INVALID'],
  [{ paused: 'yes' }, 'REQUEST_INVALID'],
  [{ filter: { minSeverity: 7 } }, 'REQUEST_INVALID'],
  [{ secret: 'whsec_x' }, 'REQUEST_INVALID'],
  [{ url: 'http://10.1.2.3/' }, 'ADDRESS_FORBIDDEN'],
  [{ url: 'ftp://dispatch.example/' }, 'REQUEST_INVALID'],
])('refuses %j and leaves no trace in the audit log', async (change, code) => {
  await register();
  expect((await call('PATCH', '/v1/receivers/r1', change)).json).toMatchObject({ code });
  expect((await call('GET', '/v1/audit?kind=receiver.changed', undefined, 'admin')).json.items).toEqual([]);
  expect((await call('PATCH', '/v1/receivers/nobody', { paused: true })).status).toBe(404);
});

it('leads restricted cases nowhere else without the role for them', async () => {
  expect((await register({ filter: { restricted: true } }, 'restricted')).status).toBe(201);
  const elsewhere = { url: `${server.url}/elsewhere` };
  for (const who of ['operator', 'admin'])
    expect((await call('PATCH', '/v1/receivers/r1', elsewhere, who)).status, who).toBe(403);
  expect((await call('PATCH', '/v1/receivers/r1', elsewhere, 'restricted')).status).toBe(200);
  await register({ receiverId: 'r2' });
  expect((await call('PATCH', '/v1/receivers/r2', { filter: { restricted: true } })).status).toBe(403);
});

it('is tried out with an event that is none, and the answer says what came back', async () => {
  await register();
  expect(await call('POST', '/v1/receivers/r1/test')).toMatchObject({
    status: 200,
    json: { delivered: true, status: 204, ms: expect.any(Number) },
  });
  server.behave(answer(500, {}, 'oops'));
  expect((await call('POST', '/v1/receivers/r1/test')).json).toMatchObject({ delivered: false, status: 500 });
  expect(server.received.map(({ event }) => event.data)).toMatchObject([{ test: true }, { test: true }]);
  expect((await call('GET', '/v1/deliveries')).json.items).toEqual([]);
  expect((await call('POST', '/v1/receivers/nobody/test')).status).toBe(404);
});
