/** F15: no device reads, writes, impersonates or silences another; also not one that is named like a member of every object. */
import { readFileSync } from 'node:fs';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { authority, canMakeCertificates } from '../support/certificates.ts';
import { canary, type Site, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const clock = realClock();
const NAMES = ['intruder', '__proto__', 'constructor', 'hasOwnProperty'];
/** What is tried: a filter that must be refused, a topic that must end the connection, or a login that must be refused. */
const FILTERS = (own: string) => [
  ...[
    '#',
    '+',
    '+/#',
    'v1/#',
    'v1/lab/#',
    'v1/+/+/down/#',
    'v1/lab/+/down/#',
    'v1/lab/victim/down/#',
    'v1/lab/victim/#',
  ],
  ...['v1/lab/victim/telemetry', 'v1/me/#', 'v1/me/telemetry', `v1/lab/${own}/#`, `v1/lab/${own}/telemetry`],
  ...[`v1/lab/${own}/+/rejected`, '$SYS/#', '$share/g/v1/lab/victim/down/#', `$share/g/v1/lab/${own}/down/#`],
  ...['v1/cases/#', 'v1/restricted-cases/#', 'v1/feedback/+', 'v1/feedback/310101/rejected', 'test/nosubscribe'],
];
const TOPICS = (own: string) => [
  ...['v1/lab/victim/telemetry', 'v1/lab/victim/status', 'v1/lab/victim/event', 'v1/lab/victim/down/config'],
  ...[`v1/lab/${own}/down/config`, 'v1/me/down/rejected', 'v1/me/../victim/telemetry', 'v1/lab//telemetry'],
  ...['v1/cases/310101/raised', 'v1/feedback/310101', '$SYS/x/new/clients', '$SYS/broker/new/clients', 'other/topic'],
];
const IDS = ['lab/victim', 'lab/victim/second', 'lab/victim/', 'operator/x', 'org/310101'];

/** One attempt, and what came of it: nothing, or how it got through. */
async function attempts(url: string, own: string, connect: IClientOptions): Promise<readonly string[]> {
  const got: string[] = [];
  const join = async (more: IClientOptions = {}): Promise<MqttClient> => {
    const client = await connectAsync(url, {
      ...{ username: `lab/${own}`, clientId: `lab/${own}`, password: 'lab', reconnectPeriod: 0 },
      ...{ ...connect, ...more },
    });
    client.on('error', () => undefined);
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    return client;
  };
  const ended = (client: MqttClient) =>
    Promise.race([new Promise((resolve) => client.once('close', () => resolve('ended'))), clock.wait(2_000)]);

  const client = await join();
  client.on('message', (topic) => topic.startsWith(`v1/lab/${own}/down/`) || got.push(`${own} heard ${topic}`));
  for (const filter of FILTERS(own)) {
    const granted = await client.subscribeAsync(filter, { qos: 1 }).then(
      (all) => all[0]?.qos !== 128,
      () => false,
    );
    if (granted) got.push(`${own} subscribed to ${filter}`);
  }
  await client.subscribeAsync('v1/me/down/#', { qos: 1 });
  await client.publishAsync('v1/me/telemetry', '{"smoke":0.01}', { qos: 1 });
  await client.endAsync();

  for (const [index, topic] of TOPICS(own).entries()) {
    const rude = await join();
    const closed = ended(rude);
    const qos = (index % 3) as 0 | 1 | 2;
    void rude.publishAsync(topic, '{"smoke":9}', { qos, retain: index % 2 === 0 }).catch(() => undefined);
    if ((await closed) === undefined) got.push(`${own} published on ${topic}`);
    await rude.endAsync(true);
  }
  for (const topic of ['v1/lab/victim/status', '$SYS/x/new/clients', 'v1/lab/victim/down/config']) {
    const dying = await join({ will: { topic, payload: Buffer.from('lab/victim'), qos: 1, retain: true } });
    dying.stream.destroy();
    await ended(dying);
  }
  for (const clientId of IDS) {
    const refused = await join({ clientId }).then(
      () => false,
      () => true,
    );
    if (!refused) got.push(`${own} is let in as ${clientId}`);
  }
  for (const username of [
    'org/310101',
    'operator',
    'gridwarden/accounts',
    'acme/other',
    'lab',
    'lab/',
    '/victim',
    'me/x',
  ]) {
    const refused = await join({ username, clientId: username }).then(
      () => false,
      () => true,
    );
    // In the lab whoever says "lab" speaks for an organisation or listens as its operator; a device's session must not.
    if (!refused && !['org/310101', 'operator'].includes(username))
      got.push(`${own} is let in by the name of ${username}`);
  }
  return got;
}

async function untouched(site: Site): Promise<void> {
  const { messages } = await site.settled();
  expect(messages.balanced).toBe(true);
  const items = await site.ask<{ items: { deviceId: string }[] }>('/v1/devices?limit=100');
  const known = items.items.map(({ deviceId }) => deviceId).sort();
  expect(known).toEqual([...NAMES.map((name) => `lab/${name}`), 'lab/victim'].sort());
  const [now, ago] = [clock.now() + 1_000, clock.now() - 600_000].map((ms) => new Date(ms).toISOString());
  const query = `device=${encodeURIComponent('lab/victim')}&channel=smoke&from=${ago}&to=${now}`;
  const { items: values } = await site.ask<{ items: { value: number }[] }>(`/v1/series?${query}`);
  expect(values.length).toBeGreaterThan(0);
  expect(values.filter(({ value }) => value !== 0.01)).toEqual([]);
}

it.skipIf(!canMakeCertificates())('keeps devices apart, plain and over TLS', { timeout: 60_000 }, async () => {
  const ca = authority(testDir());
  const server = ca.sign('localhost', 'server');
  const site = await siteUnderFault({
    env: { GRIDWARDEN_TLS_CERT: server.cert, GRIDWARDEN_TLS_KEY: server.key, GRIDWARDEN_MQTTS_PORT: '0' },
  });
  const { mqtt, mqtts } = site.gateway.ready as typeof site.gateway.ready & { mqtts: string };
  const victim = await site.device('lab/victim', {
    will: { topic: 'v1/me/status', payload: Buffer.from('{"online":false}'), qos: 1, retain: true },
  });
  const heard: string[] = [];
  // What the gateway itself tells a device: how it is seen, and what is asked of it.
  const own = (topic: string, payload: Buffer) =>
    topic.endsWith('/health') || (topic.endsWith('/config') && payload.includes('"mode"'));
  victim.on('message', (topic, payload) => own(topic, payload) || heard.push(topic));
  await victim.subscribeAsync('v1/me/down/#', { qos: 1 });
  const busy = canary(victim);
  const secure = { ca: readFileSync(ca.cert) };
  const got = await Promise.all(
    NAMES.map(async (name) => [...(await attempts(mqtt, name, {})), ...(await attempts(mqtts, name, secure))]),
  );
  expect(got.flat()).toEqual([]);
  expect((await busy.stop()).length).toBeGreaterThan(10);
  expect([victim.connected, heard]).toEqual([true, []]);
  await untouched(site);
});
