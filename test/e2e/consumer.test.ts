import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { createLabClock } from '../../simulators/lab-clock.ts';
import { readContract } from '../receiver/contract.ts';
import { type Follower, followFeed, followMqtt, followStream } from '../receiver/followers.ts';
import { openNotebook } from '../receiver/notebook.ts';
import { openEndpoint } from '../receiver/webhooks.ts';
import { startGateway } from '../support/gateway.ts';
import { redisProgram, startRedis } from '../support/redis.ts';
import { eventually, freePorts } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

const DEVICES = Array.from({ length: 8 }, (_, n) => `s${n + 1}`);
const PATIENCE = 90_000;

it('the receiver knows nothing of the gateway but what it publishes', () => {
  const folder = join(import.meta.dirname, '../receiver');
  const files = readdirSync(folder);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files)
    for (const [, from = ''] of readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g))
      expect(from, file).toMatch(/^(\.\/[\w-]+\.ts|node:[\w/]+|ajv|mqtt|protobufjs)$/);
});

it('on every face it gets every case event once by id and in order per case, whatever is killed', async () => {
  const folder = testDir();
  const redis = redisProgram() ? await startRedis() : undefined;
  onTestFinished(async () => redis?.remove());
  const [mqttPort = 0, httpPort = 0] = await freePorts(2);
  const env = {
    // A minute of the city in a second: retries and deadlines come while the test runs.
    GRIDWARDEN_CLOCK: '2025-12-03T08:00:00+08:00@60',
    ...{ GRIDWARDEN_MQTT_PORT: String(mqttPort), GRIDWARDEN_HTTP_PORT: String(httpPort) },
    ...(redis ? { GRIDWARDEN_REDIS_URL: redis.url } : {}),
  };
  const dataDir = join(folder, 'data');
  let gateway = await startGateway({ dataDir, env });
  const { http, mqtt } = gateway.ready;
  const clock = createLabClock(0);
  const contract = await readContract(http);
  expect(contract.webhookHeaders).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
  const ask = async <T>(
    method: string,
    path: string,
    body?: object,
    words: Record<string, string> = {},
  ): Promise<T> => {
    const url = contract
      .url(method.toLowerCase(), path)
      .replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
    const sent = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const answer = await fetch(url, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  // Two webhooks, one in each encoding, that fail in every way at first.
  const open = (name: string) =>
    openEndpoint({ contract, file: join(folder, `${name}.ndjson`), seconds: clock.machineSeconds });
  const [json, proto] = await Promise.all([open('json'), open('proto')]);
  onTestFinished(() => Promise.all([json.close(), proto.close()]).then(() => undefined));
  const register = (receiverId: string, url: string, contentType: string) =>
    ask<{ secret: string }>('POST', '/v1/receivers', { receiverId, url, contentType, after: 0 });
  const first = await register('json', json.url, 'application/json');
  const second = await register('proto', proto.url, 'application/protobuf');
  json.trust(first.secret);
  proto.trust(second.secret);
  for (const receiverId of ['json', 'proto'])
    expect(await ask('POST', '/v1/receivers/{receiverId}/test', undefined, { receiverId })).toMatchObject({
      delivered: true,
    });
  expect([json.tests, proto.tests]).toEqual([1, 1]);
  json.expect('refuse', 'take-then-drop', 'take', 'hang');
  proto.expect('take-then-drop', 'refuse', 'take', 'refuse');

  // Alarms of eight devices; each login and topic as the MQTT document says.
  const position = { lon: 108.93, lat: 34.26, crs: 'wgs84' };
  const event = contract.topic('event', { vendor: 'lab' });
  const devices = await Promise.all(
    DEVICES.map(async (device) => {
      await ask('PUT', '/v1/devices/{vendor}/{device}', { typeId: 'smoke', position }, { vendor: 'lab', device });
      const client = await connectAsync(mqtt, {
        ...{ username: `lab/${device}`, password: 'lab', clientId: `lab/${device}` },
        ...{ reconnectPeriod: 100, protocolVersion: 4 as const },
      });
      client.on('error', () => undefined);
      onTestFinished(() => client.endAsync(true).catch(() => undefined));
      const topic = event.topic.replace('+', device);
      return (active: boolean) =>
        client.publishAsync(topic, JSON.stringify({ code: 'smoke_alarm', active }), { qos: event.qos });
    }),
  );
  const [early, late] = [devices.slice(0, 4), devices.slice(4)];
  await Promise.all(early.map((smoke) => smoke(true)));
  type Cases = { items: { caseNo: string; orgCode: string; categoryCode: string }[] };
  const cases = async () => (await ask<Cases>('GET', '/v1/cases')).items.filter((one) => one.categoryCode === 'E0498');
  await eventually('four cases', async () => (await cases()).length === 4);
  const [{ orgCode = '' } = {}] = await cases();

  // Three more faces follow from the first event on.
  const stopping = new AbortController();
  const complaints: string[] = [];
  const follower = (name: string): Follower => ({
    ...{ contract, wait: clock.wait, signal: stopping.signal, complain: (what) => complaints.push(`${name}: ${what}`) },
    notebook: openNotebook(join(folder, `${name}.ndjson`)),
  });
  const faces = { feed: follower('feed'), sse: follower('sse'), mqtt: follower('mqtt') };
  const following = Promise.all([
    followFeed(faces.feed),
    followStream(faces.sse),
    followMqtt({ ...faces.mqtt, mqtt, orgCode }),
  ]);

  // Feedback while deliveries fail; the gateway dies in the middle of the second half of the alarms.
  const say = (caseNo: string, type: string) =>
    ask(
      'POST',
      '/v1/cases/{caseNo}/feedback',
      { feedbackId: `${caseNo}-${type}`, type, at: 1_764_720_000_000 },
      { caseNo },
    );
  for (const { caseNo } of await cases()) await say(caseNo, 'ACCEPTED');
  const rest = Promise.all(late.map((smoke) => smoke(true)));
  await gateway.end('SIGKILL');
  const rotated = startGateway({ dataDir, env }).then(async (started) => {
    gateway = started;
    return ask<{ secret: string }>('POST', '/v1/receivers/{receiverId}/rotate', {}, { receiverId: 'json' });
  });
  await json.crash();
  const { secret } = await rotated;
  await json.restart();
  await rest;
  // The old secret signs beside the new one: a receiver that has only one of them verifies either way.
  await eventually('eight cases', async () => (await cases()).length === 8, PATIENCE);
  json.trust(secret);
  await Promise.all(devices.map((smoke) => smoke(false)));

  type Books = {
    candidates: { pending: number };
    receivers: { receiverId: string; caseEvents: number; pending: number; delivered: number }[];
  };
  type Told = { id: string; type: string; sequence: string; data: { devices: string[] } };
  const feed = async () => {
    const events: Told[] = [];
    for (let more = events; ; events.push(...more)) {
      const after = events.at(-1)?.sequence ?? '0';
      more = (await (
        await fetch(`${contract.url('get', '/v1/case-events')}?after=${after}&limit=100`)
      ).json()) as Told[];
      if (more.length === 0) return events;
    }
  };
  const notebooks = () => ({
    ...{ json: json.notebook, proto: proto.notebook },
    ...{ feed: faces.feed.notebook, sse: faces.sse.notebook, mqtt: faces.mqtt.notebook },
  });
  const cleared = async () => (await feed()).filter(({ type }) => type === 'cn.grid.case.cleared.v1').length;
  await eventually('every alarm is over', async () => (await cleared()) >= 8, PATIENCE);
  await eventually(
    'everybody has everything',
    async () => {
      const { length } = await feed();
      return Object.values(notebooks()).every(({ entries }) => entries.length >= length);
    },
    PATIENCE,
    () =>
      JSON.stringify(
        Object.fromEntries(Object.entries(notebooks()).map(([name, { entries }]) => [name, entries.length])),
      ),
  );
  stopping.abort();
  await following;

  const events = await feed();
  const raised = events.filter(({ type }) => type === 'cn.grid.case.raised.v1');
  const alarms = raised.flatMap(({ data }) => data.devices).filter((id) => DEVICES.includes(id.slice('lab/'.length)));
  expect(alarms.sort(), 'one case of each alarm').toEqual(DEVICES.map((name) => `lab/${name}`));
  const ids = new Set(events.map(({ id }) => id));
  for (const [name, { entries, outOfOrder }] of Object.entries(notebooks())) {
    const got = entries.map(({ id }) => id);
    expect(got.length, `${name}: nothing twice`).toBe(new Set(got).size);
    expect(
      [...ids].filter((id) => !got.includes(id)),
      `${name}: nothing missing`,
    ).toEqual([]);
    expect(outOfOrder, name).toEqual([]);
  }
  expect(json.notebook.repeats + proto.notebook.repeats, 'what was taken and not answered came again').toBeGreaterThan(
    0,
  );
  expect([...json.complaints, ...proto.complaints, ...complaints]).toEqual([]);
  const books = await ask<Books>('GET', '/v1/accounts');
  for (const { receiverId, caseEvents, pending, delivered } of books.receivers)
    expect([receiverId, pending, delivered]).toEqual([receiverId, 0, caseEvents]);
  expect(await gateway.end()).toBe(0);
});
