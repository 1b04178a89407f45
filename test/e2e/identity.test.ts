import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connectAsync } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authority, canMakeCertificates } from '../support/certificates.ts';
import { startGateway } from '../support/gateway.ts';
import { testDir } from '../support/test-dir.ts';

async function secureGateway() {
  const folder = testDir();
  const ca = authority(folder);
  const server = ca.sign('localhost', 'server');
  const { ready } = await startGateway({
    env: {
      ...{ GRIDWARDEN_TLS_CERT: server.cert, GRIDWARDEN_TLS_KEY: server.key, GRIDWARDEN_TLS_CA: ca.cert },
      ...{ GRIDWARDEN_MQTTS_PORT: '0', GRIDWARDEN_HTTPS_PORT: '0' },
    },
  });
  return { ready: ready as typeof ready & { mqtts: string; https: string }, ca };
}

/** A request of the lab, and its answer. */
async function ask(url: string, method = 'GET', body?: object) {
  const response = await fetch(url, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

describe('a device', () => {
  it('is given a token, loses its session with the token, and stands in the audit log', async () => {
    const { ready } = await startGateway();
    const devices = `${ready.http}/v1/devices/acme/s1`;
    await ask(devices, 'PUT', { typeId: 'smoke' });
    const { token } = (await ask(`${devices}/token`, 'POST')).json;
    const login = (password: string) =>
      connectAsync(ready.mqtt, { username: 'acme/s1', clientId: 'acme/s1', password, reconnectPeriod: 0 });
    const client = await login(token);
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    const health = new Promise<string>((resolve) => client.once('message', (_topic, body) => resolve(body.toString())));
    await client.subscribeAsync('v1/me/down/health');
    await client.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 });
    expect(JSON.parse(await health)).toMatchObject({ accepted: 1, refused: {}, lastAccepted: expect.any(String) });

    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const fresh = (await ask(`${devices}/token?overlap=0`, 'POST')).json;
    await closed;
    await expect(login(token)).rejects.toThrow(/Not authorized|Bad user/i);
    const again = await login(fresh.token);
    const gone = new Promise<void>((resolve) => again.once('close', () => resolve()));
    await ask(devices, 'DELETE');
    await gone;
    await again.endAsync(true);

    const { items } = (await ask(`${ready.http}/v1/audit`)).json;
    expect(items.map((row: { kind: string }) => row.kind)).toEqual([
      ...['device.registered', 'token.issued', 'token.issued', 'login.refused', 'device.removed'],
    ]);
    expect(items[3]).toMatchObject({ actor: 'acme/s1', address: '127.0.0.1', detail: { count: 1 } });
  });

  it.skipIf(!canMakeCertificates())('logs in by its certificate, over TLS and over WebSocket', async () => {
    const { ready, ca } = await secureGateway();
    await ask(`${ready.http}/v1/devices/acme/s1`, 'PUT', { typeId: 'smoke' });
    const own = ca.sign('acme/s1', 'device');
    const tls = { ca: readFileSync(ca.cert), cert: readFileSync(own.cert), key: readFileSync(own.key) };
    for (const url of [ready.mqtts, `${ready.https.replace('https', 'wss')}/mqtt`]) {
      const client = await connectAsync(url, { clientId: 'acme/s1', reconnectPeriod: 0, ...tls });
      await client.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 });
      await client.endAsync();
    }
    const bare = { clientId: 'acme/s1', reconnectPeriod: 0, ca: tls.ca };
    await expect(connectAsync(ready.mqtts, bare)).rejects.toThrow();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${ready.https}/readyz`, { ca: tls.ca }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
  });
});

describe('an organisation', () => {
  it.each([0, 1, 2] as const)('is told why before it is disconnected, at QoS %i', async (qos) => {
    const { ready } = await startGateway();
    const login = (orgCode: string) =>
      connectAsync(ready.mqtt, { username: `org/${orgCode}`, password: 'lab', reconnectPeriod: 0 });
    const [desk, other] = await Promise.all([login('lianhu'), login('jiading')]);
    for (const one of [desk, other]) onTestFinished(() => one.endAsync(true).catch(() => undefined));
    const told: { topic: string; body: { detail: string } }[] = [];
    for (const client of [desk, other])
      client.on('message', (topic, body) => told.push({ topic, body: JSON.parse(body.toString()) }));
    await desk.subscribeAsync('v1/feedback/lianhu/rejected');
    await other.subscribeAsync('v1/feedback/jiading/rejected');
    const closed = new Promise<void>((resolve) => desk.once('close', () => resolve()));
    desk.on('error', () => undefined);
    desk.publish('v1/feedback/jiading', '{"feedbackId":"f1"}', { qos });
    await closed;
    expect(told).toEqual([
      {
        topic: 'v1/feedback/lianhu/rejected',
        body: expect.objectContaining({
          ...{ code: 'TOPIC_FORBIDDEN', topic: 'v1/feedback/jiading' },
          detail: expect.stringContaining('publishes on v1/feedback/lianhu only'),
        }),
      },
    ]);
    expect(other.connected).toBe(true);
  });

  it('is told of feedback that is too large', async () => {
    const { ready } = await startGateway();
    const desk = await connectAsync(ready.mqtt, { username: 'org/lianhu', password: 'lab', reconnectPeriod: 0 });
    onTestFinished(() => desk.endAsync(true).catch(() => undefined));
    desk.on('error', () => undefined);
    await desk.subscribeAsync('v1/feedback/lianhu/rejected');
    const told = new Promise<string>((resolve) => desk.once('message', (_topic, body) => resolve(body.toString())));
    desk.publish('v1/feedback/lianhu', 'x'.repeat(300_000), { qos: 1 });
    expect(JSON.parse(await told)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', topic: 'v1/feedback/lianhu' });
  });
});
