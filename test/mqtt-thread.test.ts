import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Clock, realClock, shareTime } from '../gateway/clock.ts';
import { openInbox } from '../gateway/inbox/inbox.ts';
import { openSeal } from '../gateway/inbox/seal.ts';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { loadMqttThread, type MqttThread, startMqttThread } from '../gateway/mqtt-thread.ts';
import { testDir } from './support/test-dir.ts';

const NO_LIMITS = { sockets: 0, perSecond: 0 };
const USER = 'acme/s1';
const TOPIC = 'v1/acme/s1/telemetry';

/** A clock whose repeating timers the test fires. */
function handTicked(): { clock: Clock; tick(): void } {
  const ticks: (() => void)[] = [];
  const every = (_ms: number, tick: () => void) => {
    ticks.push(tick);
    return () => undefined;
  };
  const tick = () => {
    for (const each of ticks) each();
  };
  return { clock: { ...realClock(), every }, tick };
}

/** The arguments of an event of a client, which is no emitter of Node's own. */
const event = (client: MqttClient, name: 'message' | 'close'): Promise<readonly unknown[]> =>
  new Promise((resolve) => client.once(name, (...args: unknown[]) => resolve(args)));

describe('the broker on its own thread', () => {
  let thread: MqttThread;
  let port: number;
  let quota: (bytes: number) => void;
  let received: () => readonly string[];
  let tick: () => void;
  let text: () => Promise<string>;
  const addresses: (string | undefined)[] = [];

  beforeEach(async () => {
    const folder = testDir();
    const metrics = createMetrics();
    const hand = handTicked();
    const inbox = openInbox({
      ...{ path: join(folder, 'inbox'), seal: openSeal(join(folder, 'keys')), quota: 2 ** 30, other: 'feedback' },
      ...{ clock: realClock(), log: silentLog(), metrics },
    });
    thread = await startMqttThread({
      worker: loadMqttThread(),
      settings: {
        ...{ maxPayload: 1_000, maxConnections: 100, deviceRate: 0, perAddress: NO_LIMITS, other: 'feedback' },
        ...{ time: shareTime(realClock()), logLevel: 'silent' },
      },
      ports: {
        append: (arrival) => inbox.append({ ...arrival, payload: Buffer.from(arrival.payload) }),
        async authenticate({ username, password, address }) {
          addresses.push(address);
          const [vendor = '', device = ''] = username.split('/');
          return Buffer.from(password).toString() === 'right' ? { kind: 'device', vendor, device } : 4;
        },
        rejected: (_login, topic, { code }) =>
          void thread.publish('v1/acme/s1/down/rejected', `${code} ${topic}`, { qos: 1 }),
      },
      ...{ inbox, metrics, clock: hand.clock },
    });
    onTestFinished(async () => {
      await thread.stop();
      await inbox.close();
    });
    port = await thread.listen({ host: '127.0.0.1', port: 0 });
    quota = inbox.limit;
    received = () => inbox.read(0, 1_000).flatMap(({ messages }) => messages.map(({ payload }) => payload.toString()));
    tick = hand.tick;
    text = metrics.text;
  });

  const client = async (more: IClientOptions = {}, address = `mqtt://127.0.0.1:${port}`): Promise<MqttClient> => {
    const options = { username: USER, clientId: USER, password: 'right', reconnectPeriod: 0, ...more };
    const made = await connectAsync(address, options);
    made.on('error', () => undefined);
    onTestFinished(() => made.endAsync(true).catch(() => undefined));
    return made;
  };

  it('acknowledges what is on disk, of QoS 1 and 2 alike', async () => {
    const device = await client();
    await device.publishAsync(TOPIC, 'one', { qos: 1 });
    await device.publishAsync(TOPIC, 'two', { qos: 2 });
    expect(received()).toEqual(['one', 'two']);
    expect(addresses.at(-1)).toBe('127.0.0.1');
    expect(await text()).toContain('gridwarden_mqtt_publishes_total{fate="accepted"} 2');
  });

  it('acknowledges nothing while the inbox is full, and goes on once it is not', async () => {
    quota(0);
    const device = await client();
    const outcome = device.publishAsync(TOPIC, 'refused', { qos: 1 }).catch(() => 'not acknowledged');
    await event(device, 'close');
    device.end(true);
    expect(await outcome).toBe('not acknowledged');
    quota(2 ** 30);
    const again = await client();
    await again.publishAsync(TOPIC, 'taken', { qos: 1 });
    expect(received()).toEqual(['taken']);
  });

  it('tells a device what was refused before its connection ends', async () => {
    const device = await client();
    await device.subscribeAsync('v1/acme/s1/down/#', { qos: 1 });
    const told = event(device, 'message');
    const closed = event(device, 'close');
    device.publish('v1/acme/other/telemetry', '{}', { qos: 1 });
    expect(String((await told)[1])).toBe('TOPIC_FORBIDDEN v1/acme/other/telemetry');
    await closed;
  });

  it('nothing of a device comes once its connections were ended', async () => {
    const device = await client();
    const closed = event(device, 'close');
    for (let index = 0; index < 50; index++) device.publish(TOPIC, String(index), { qos: 0 });
    await thread.disconnect(USER);
    await closed;
    const before = received().length;
    await client({ clientId: 'acme/s2', username: 'acme/s2' });
    expect(received()).toHaveLength(before);
  });

  it('serves WebSockets of an HTTP server on this thread as it does its own sockets', async () => {
    const server: Server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => server.closeAllConnections());
    await once(server, 'listening');
    thread.attach(server);
    const device = await client({}, `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`);
    await device.subscribeAsync('v1/acme/s1/down/#');
    const large = 'x'.repeat(900);
    for (let index = 0; index < 20; index++) await device.publishAsync(TOPIC, large, { qos: 1 });
    const told = event(device, 'message');
    await thread.publish('v1/acme/s1/down/config', Buffer.from('{"mode":"NORMAL"}'));
    expect(String((await told)[1])).toBe('{"mode":"NORMAL"}');
    expect(received()).toHaveLength(20);
    expect(addresses.at(-1)).toBe('127.0.0.1');
    await device.endAsync();
  });

  it('says what cannot be used as a part of this thread would', async () => {
    const files = { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem', clientCert: 'none' } as const;
    const listening = thread.listenTls(files, { host: '127.0.0.1', port: 0 });
    await expect(listening).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      detail: expect.stringContaining('/nowhere'),
    });
  });

  it('a thread that does not answer is trouble, until it answers again', async () => {
    for (let second = 0; second < 10; second++) tick();
    expect(thread.trouble()).toContain('has not answered');
    await thread.disconnect('nobody/here');
    tick();
    expect(thread.trouble()).toBeUndefined();
  });

  it('after a stop nothing is published and nobody waits', async () => {
    await thread.stop();
    await thread.stop();
    await thread.publish('v1/acme/s1/down/config', 'x');
    await thread.disconnect(USER);
    await expect(client({ connectTimeout: 500 })).rejects.toThrow();
  });
});
