import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { createMqttBroker } from '../../gateway/transport/mqtt-broker.ts';

/** A broker whose inbox the test holds in its hand. */
async function broker(append: (arrival: Arrival) => Promise<unknown> = async () => undefined, listening = true) {
  const arrivals: Arrival[] = [];
  const notices: { topic: string; code: string }[] = [];
  const running = await createMqttBroker({
    maxPayload: 1000,
    maxConnections: 100,
    clock: realClock(),
    log: silentLog(),
    metrics: createMetrics(),
    append(arrival) {
      arrivals.push(arrival);
      return append(arrival);
    },
    async authenticate({ username, password }) {
      const [vendor, device] = username.split('/');
      if (password.toString() !== 'right' || !vendor || !device) return 4;
      return vendor === 'org' ? { kind: 'org', orgCode: device } : { kind: 'device', vendor, device };
    },
    rejected: (_login, topic, rejection) => notices.push({ topic, code: rejection.code }),
  });
  onTestFinished(() => running.stop());
  const port = listening ? await running.listen({ host: '127.0.0.1', port: 0 }) : 0;
  const client = (username: string, options: IClientOptions = {}): MqttClient => {
    const made = connect(`mqtt://127.0.0.1:${port}`, {
      username,
      password: 'right',
      reconnectPeriod: 0,
      ...options,
    });
    made.on('error', () => undefined);
    onTestFinished(() => made.endAsync(true).catch(() => undefined));
    return made;
  };
  return { running, port, arrivals, notices, client };
}

const event = <T>(client: MqttClient, name: 'connect' | 'close' | 'message' | 'error') =>
  new Promise<T>((resolve) => client.once(name as 'close', (...values: unknown[]) => resolve(values as T)));

describe('MQTT broker', () => {
  it('acknowledges QoS 1 only after the append resolved', async () => {
    let release = () => {};
    const durable = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { client, arrivals } = await broker(() => durable);
    const device = client('acme/s1');
    let acknowledged = false;
    const published = device.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 }).then(() => {
      acknowledged = true;
    });
    while (arrivals.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // A login and a round trip of somebody else take longer than a PUBACK that was sent at once.
    await client('acme/s2').subscribeAsync('v1/me/down/rejected');
    expect(acknowledged).toBe(false);
    release();
    await published;
    expect(arrivals[0]).toMatchObject({
      vendor: 'acme',
      device: 's1',
      topic: 'v1/acme/s1/telemetry',
      qos: 1,
      dup: false,
    });
  });

  it('does not acknowledge what could not be stored, but closes the connection', async () => {
    const { client } = await broker(() => Promise.reject(new GatewayError('INBOX_FULL', 'no room')));
    const device = client('acme/s1');
    await event(device, 'connect');
    const closed = event(device, 'close');
    const puback = device.publishAsync('v1/me/telemetry', '{}', { qos: 1 }).then(
      () => 'acknowledged',
      () => 'not acknowledged',
    );
    await closed;
    device.end(true);
    expect(await Promise.race([puback, Promise.resolve('not acknowledged')])).toBe('not acknowledged');
  });

  it('refuses wrong credentials with code 4', async () => {
    const { client } = await broker();
    const [error] = await event<[{ code: number }]>(client('acme/s1', { password: 'wrong' }), 'error');
    expect(error.code).toBe(4);
  });

  it('reports a forbidden topic and an oversized payload, then closes', async () => {
    const { client, notices, arrivals } = await broker();
    for (const [topic, payload] of [
      ['v1/acme/s2/telemetry', '{}'],
      ['v1/me/telemetry', 'x'.repeat(1001)],
    ] as const) {
      const device = client('acme/s1');
      const closed = event(device, 'close');
      device.publish(topic, payload, { qos: 1 });
      await closed;
    }
    expect(notices.map((notice) => notice.code)).toEqual(['TOPIC_FORBIDDEN', 'PAYLOAD_TOO_LARGE']);
    expect(arrivals).toEqual([]);
  });

  it('takes wills and QoS 2, and hands retained status to subscribers', async () => {
    const { client, arrivals, running } = await broker();
    const device = client('acme/s1', {
      will: { topic: 'v1/acme/s1/status', payload: Buffer.from('{"online":false}'), qos: 1, retain: true },
    });
    await device.publishAsync('v1/me/event', '{"code":"x"}', { qos: 2 });
    device.stream.destroy();
    while (arrivals.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(arrivals.map((arrival) => [arrival.topic, arrival.qos, arrival.retain])).toEqual([
      ['v1/acme/s1/event', 2, false],
      ['v1/acme/s1/status', 1, true],
    ]);

    const listener = client('acme/s1');
    await listener.subscribeAsync('v1/me/down/#');
    const received = event<[string, Buffer]>(listener, 'message');
    await running.publish('v1/acme/s1/down/rejected', '{"code":"PAYLOAD_NOT_JSON"}');
    expect((await received)[0]).toBe('v1/acme/s1/down/rejected');
  });

  it('takes no wills that its own stop sets off', async () => {
    const { client, arrivals, running } = await broker();
    const will = {
      topic: 'v1/acme/s1/status',
      payload: Buffer.from('{"online":false}'),
      qos: 1 as const,
      retain: true,
    };
    const device = client('acme/s1', { will });
    await device.publishAsync('v1/me/telemetry', '{}', { qos: 1 });
    const closed = event(device, 'close');
    await running.stop();
    await closed;
    expect(arrivals.map((arrival) => arrival.topic)).toEqual(['v1/acme/s1/telemetry']);
  });

  it('refuses other filters in the SUBACK and leaves the connection open', async () => {
    const { client } = await broker();
    const device = client('acme/s1');
    const granted = await device
      .subscribeAsync(['v1/me/down/#', '#', 'v1/acme/+/down/#', '$SYS/#'])
      .catch((error) => error);
    expect(JSON.stringify(granted)).toContain('128');
    await device.publishAsync('v1/me/telemetry', '{}', { qos: 1 });
  });

  it('names the port when it is taken', async () => {
    const { port } = await broker();
    const { running: second } = await broker(undefined, false);
    await expect(second.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      detail: expect.stringContaining(String(port)),
    });
  });
});
