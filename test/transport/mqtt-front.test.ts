import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { connect } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sender } from '../../gateway/model/inbox-writer.ts';
import {
  CONNACK,
  connectPacket,
  DISCONNECT,
  hex,
  login,
  PING,
  PONG,
  packet,
  publish,
  text,
  u16,
} from '../support/mqtt-raw.ts';
import { handClock, mqttRig, until } from '../support/mqtt-rig.ts';

const run = promisify(execFile);
const UP = 'v1/me/telemetry';
const puback = (...ids: number[]) => Buffer.concat(ids.map((id) => packet(0x40, u16(id))));

/** An inbox that commits when told to: `commit` settles what was put, `refuse` fails it. */
function heldInbox() {
  const names = new Map<Buffer, string>();
  const put: { topic: string; payload: string; sender: Sender }[] = [];
  let taken = 0;
  let open = true;
  const settle = (error?: Error) => {
    const totals = new Map<Sender, number>();
    for (const { sender } of put.slice(taken)) totals.set(sender, (totals.get(sender) ?? 0) + 1);
    taken = put.length;
    for (const [sender, count] of totals) sender.settled(count, error);
  };
  return {
    put,
    close: () => {
      open = false;
    },
    commit: () => settle(),
    refuse: () => settle(new Error('disk')),
    writer: {
      route(given: { topic: string }) {
        const key = Buffer.from(given.topic);
        names.set(key, given.topic);
        return key;
      },
      put(piece: { route: Buffer; bytes: Buffer; start: number; end: number }, sender: Sender) {
        if (!open) return false;
        const payload = piece.bytes.toString('utf8', piece.start, piece.end);
        put.push({ topic: names.get(piece.route) ?? '', payload, sender });
        return true;
      },
    },
  };
}

describe('ingest front', () => {
  it('acknowledges only what is on disk, in order, in one write for each commit', async () => {
    const inbox = heldInbox();
    const { device } = await mqttRig(inbox);
    const [one, two] = [await device('acme/s1'), await device('acme/s2')];
    for (let id = 1; id <= 50; id++) one.send(publish(UP, `m${id}`, id));
    one.send(publish(UP, 'unpromised'), publish(UP, 'm51', 51));
    two.send(publish(UP, 'other', 9));
    await until(() => inbox.put.length === 53);
    one.send(PING);
    await one.gets(PONG);
    expect(one.received().includes(0x40)).toBe(false);
    expect(inbox.put.filter(({ topic }) => topic === 'v1/acme/s1/telemetry').map(({ payload }) => payload)).toEqual([
      ...Array.from({ length: 50 }, (_, index) => `m${index + 1}`),
      'unpromised',
      'm51',
    ]);
    inbox.commit();
    const expected = puback(...Array.from({ length: 51 }, (_, index) => index + 1));
    await one.length(4 + 2 + expected.length);
    expect(one.received().subarray(6)).toEqual(expected);
    expect(one.chunks().at(-1)).toEqual(expected);
    expect(await two.gets(puback(9))).toBe(true);
  });

  it('closes without a PUBACK what could not be stored, and says nothing of QoS 0', async () => {
    const inbox = heldInbox();
    const { device, metrics } = await mqttRig(inbox);
    const [one, two] = [await device('acme/s1'), await device('acme/s2')];
    one.send(publish(UP, 'x', 1));
    two.send(publish(UP, 'x'));
    await until(() => inbox.put.length === 2);
    inbox.refuse();
    await one.closed;
    expect(one.received()).toEqual(CONNACK);
    two.send(PING);
    expect(await two.gets(PONG)).toBe(true);
    inbox.close();
    two.send(publish(UP, 'x', 2));
    await two.closed;
    expect(two.received().includes(puback(2))).toBe(false);
    expect(await metrics.registry.metrics()).toContain('fate="not_stored"} 3');
  });

  it('stops reading a device with too many unstored messages, and goes on after the commit', async () => {
    const inbox = heldInbox();
    const { device } = await mqttRig(inbox);
    const one = await device('acme/s1');
    for (let id = 1; id <= 3000; id++) one.send(publish(UP, 'x', id));
    await until(() => inbox.put.length >= 1024);
    const other = await device('acme/s2');
    other.send(PING);
    await other.gets(PONG);
    expect(inbox.put.length).toBe(1024);
    inbox.commit();
    await until(() => inbox.put.length >= 2048);
    inbox.commit();
    await until(() => inbox.put.length === 3000);
    inbox.commit();
    expect(await one.length(4 + 3000 * 4)).toBe(true);
  });

  it('sends the acknowledgements that are due after a DISCONNECT and a closed side, and no will', async () => {
    const inbox = heldInbox();
    const { device, arrivals } = await mqttRig(inbox);
    const rest = [text('v1/acme/s1/status'), text('{"online":false}'), text('acme/s1'), text('right')];
    const one = await device('acme/s1', { flags: 0xc6, rest });
    one.socket.allowHalfOpen = true;
    one.send(publish(UP, 'last', 5), DISCONNECT, publish(UP, 'too late', 6));
    await until(() => inbox.put.length === 1);
    await (await device('acme/s2')).socket.end();
    inbox.commit();
    expect(await one.gets(puback(5))).toBe(true);
    await one.closed;
    expect(inbox.put.map(({ payload }) => payload)).toEqual(['last']);
    expect(arrivals).toEqual([]);
  });

  it('takes nothing of a message whose socket died in the middle', async () => {
    const { device, arrivals } = await mqttRig();
    const one = await device('acme/s1');
    const whole = publish(UP, 'x'.repeat(500), 1);
    one.send(publish(UP, 'whole', 2), whole.subarray(0, 200));
    await one.gets(puback(2));
    one.socket.resetAndDestroy();
    const two = await device('acme/s1');
    two.send(whole.subarray(0, 3));
    await new Promise((resolve) => setImmediate(resolve));
    two.send(whole.subarray(3, 100));
    two.send(whole.subarray(100));
    expect(await two.gets(puback(1))).toBe(true);
    expect(arrivals.map(({ payload }) => payload.length)).toEqual([5, 500]);
  });

  it('takes what a client sends behind its CONNECT before the CONNACK', async () => {
    const { raw, arrivals } = await mqttRig();
    const one = await raw();
    const messages = Array.from({ length: 100 }, (_, index) => publish(UP, `m${index}`, index + 1));
    one.send(login('acme/s1'), ...messages);
    expect(await one.gets(puback(100))).toBe(true);
    expect(arrivals.map(({ payload }) => payload.toString())).toEqual(messages.map((_, index) => `m${index}`));
  });

  it('hands retained messages and what an operator watches to subscribers, and stores each once', async () => {
    const { client, device, arrivals } = await mqttRig();
    const operator = await client('operator/o');
    const seen: [string, string, number, boolean][] = [];
    operator.on('message', (topic, payload, { qos, retain }) => seen.push([topic, payload.toString(), qos, retain]));
    const sensor = await device('acme/s1');
    sensor.send(publish('v1/me/status', '{"online":true}', 1, 3), publish(UP, 'unseen', 2));
    await sensor.gets(puback(1, 2));
    await operator.subscribeAsync('v1/#', { qos: 1 });
    await until(() => seen.length === 1);
    sensor.send(publish(UP, 'seen', 3), publish(UP, 'seen at 0'));
    await until(() => seen.length === 3);
    expect(seen).toEqual([
      ['v1/acme/s1/status', '{"online":true}', 1, true],
      ['v1/acme/s1/telemetry', 'seen', 1, false],
      ['v1/acme/s1/telemetry', 'seen at 0', 0, false],
    ]);
    await operator.unsubscribeAsync('v1/#');
    sensor.send(publish(UP, 'unseen again', 4));
    await sensor.gets(puback(4));
    await operator.endAsync();
    expect(seen.length).toBe(3);
    expect(arrivals.map(({ payload }) => payload.toString())).toEqual([
      ...['{"online":true}', 'unseen', 'seen', 'seen at 0', 'unseen again'],
    ]);
  });

  it('lowers the QoS to the granted one for wildcard filters, live and retained', async () => {
    const { client } = await mqttRig({ anybody: true });
    const publisher = await client('p');
    await publisher.publishAsync('w/retained', 'r', { qos: 2, retain: true });
    const seen: [string, number][] = [];
    for (const [filter, qos] of [
      ['w/#', 1],
      ['w/+', 0],
    ] as const) {
      const listener = await client(`listener ${qos}`);
      listener.on('message', (_topic, payload, packet) => seen.push([`${filter} ${payload}`, packet.qos]));
      await listener.subscribeAsync(filter, { qos });
    }
    await until(() => seen.length === 2);
    await publisher.publishAsync('w/live', 'l', { qos: 2 });
    await until(() => seen.length === 4);
    expect(new Map(seen)).toEqual(
      new Map([
        ['w/# r', 1],
        ['w/+ r', 0],
        ['w/# l', 1],
        ['w/+ l', 0],
      ]),
    );
  });

  it('sends the will of a client that vanished, and ends an older connection of the same client', async () => {
    const { device, arrivals } = await mqttRig();
    const rest = [text('v1/acme/s1/status'), text('gone'), text('acme/s1'), text('right')];
    const old = await device('acme/s1', { flags: 0xc6, rest });
    const young = await device('acme/s1', { flags: 0xc6, rest });
    await old.closed;
    young.send(publish(UP, 'x', 1));
    expect(await young.gets(puback(1))).toBe(true);
    young.socket.resetAndDestroy();
    await until(() => arrivals.length === 3);
    expect(arrivals.map(({ topic, payload }) => [topic.slice(11), payload.toString()])).toEqual([
      ['status', 'gone'],
      ['telemetry', 'x'],
      ['status', 'gone'],
    ]);
  });

  it('closes a silent client after one and a half keep alives, not one that only publishes', async () => {
    const clock = handClock();
    const { device, arrivals } = await mqttRig({ clock });
    const rest = [text('v1/acme/s1/status'), text('gone'), text('acme/s1'), text('right')];
    const silent = await device('acme/s1', { keepAlive: 2, flags: 0xc6, rest });
    const talker = await device('acme/s2', { keepAlive: 2 });
    const forever = await device('acme/s3', { keepAlive: 0 });
    for (let id = 1; id <= 8; id++) {
      clock.pass(1_000);
      talker.send(publish(UP, 'x', id));
      expect(await talker.gets(puback(id))).toBe(true);
      // A packet that never ends is no sign of life.
      if (id === 2) silent.send(hex('3010'));
    }
    await silent.closed;
    await until(() => arrivals.some(({ topic }) => topic.endsWith('/status')));
    forever.send(PING);
    expect(await forever.gets(PONG)).toBe(true);
  });

  it('does not take its own pauses for the silence of a client', async () => {
    const clock = handClock();
    const inbox = heldInbox();
    const { device } = await mqttRig({ ...inbox, clock });
    const one = await device('acme/s1', { keepAlive: 2 });
    for (let id = 1; id <= 1500; id++) one.send(publish(UP, 'x', id));
    await until(() => inbox.put.length === 1024);
    clock.pass(60_000);
    inbox.commit();
    await until(() => inbox.put.length === 1500);
    inbox.commit();
    expect(await one.gets(puback(1500))).toBe(true);
  });

  it('gives a client ten seconds for its CONNECT, and for a packet it began', async () => {
    const clock = handClock();
    const { raw, device } = await mqttRig({ clock });
    const [mute, slow, loris] = [await raw(), await raw(), await device('acme/s1', { keepAlive: 0 })];
    const fine = await device('acme/s2', { keepAlive: 0 });
    slow.send(connectPacket().subarray(0, 5));
    loris.send(publish(UP, 'x').subarray(0, 5));
    await fine.send(PING);
    await fine.gets(PONG);
    clock.pass(9_000);
    slow.send(connectPacket().subarray(5, 6));
    fine.send(PING, PING);
    await fine.length(10);
    expect([mute, slow, loris].map(({ socket }) => socket.readableEnded)).toEqual([false, false, false]);
    clock.pass(1_250);
    await Promise.all([mute.closed, slow.closed, loris.closed]);
    fine.send(PING);
    expect(await fine.length(12)).toBe(true);
  });

  it('tells the sender of a PUBLISH that is larger than may be received, without receiving it', async () => {
    const { device, notices } = await mqttRig();
    const one = await device('acme/s1');
    one.send(publish(UP, 'x'.repeat(100_000), 1).subarray(0, 50));
    await one.closed;
    expect(notices).toEqual([{ topic: UP, code: 'PAYLOAD_TOO_LARGE' }]);
  });

  it('shares the event loop: a flood at QoS 0 leaves timers and other clients alone', async () => {
    const { device } = await mqttRig();
    const flood = Buffer.concat(Array.from({ length: 20_000 }, () => publish(UP, '{"smoke":0.02}')));
    const flooders = await Promise.all(Array.from({ length: 8 }, (_, index) => device(`acme/f${index}`)));
    const bystander = await device('acme/by');
    for (const flooder of flooders) flooder.send(flood);
    let longest = 0;
    let last = performance.now();
    let probing = true;
    const probe = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (probing) setImmediate(probe);
    };
    probe();
    for (let round = 1; round <= 20; round++) {
      bystander.send(PING);
      await bystander.length(4 + 2 * round);
    }
    for (const flooder of flooders) flooder.send(PING);
    await Promise.all(flooders.map((flooder) => flooder.gets(PONG)));
    probing = false;
    // The flood takes seconds of work in one process with its clients: a turn is a small part of it.
    expect(longest).toBeLessThan(250);
  });

  it('serves MQTT over WebSocket in the same way', async () => {
    const inbox = heldInbox();
    const { broker } = await mqttRig(inbox);
    const http = createServer();
    broker.attach(http);
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`;
    const client = connect(url, { username: 'acme/s1', password: 'right', reconnectPeriod: 0 });
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    const published = client.publishAsync(UP, 'by web', { qos: 1 });
    await until(() => inbox.put.length === 1);
    inbox.commit();
    await published;
    expect(inbox.put[0]).toMatchObject({ topic: 'v1/acme/s1/telemetry', payload: 'by web' });
  });

  it('serves mosquitto_pub at every QoS', async () => {
    const { port, arrivals } = await mqttRig();
    for (const qos of [0, 1, 2]) {
      const at = ['-h', '127.0.0.1', '-p', String(port), '-u', 'acme/s1', '-P', 'right', '-i', 'acme/s1'];
      await run('mosquitto_pub', [...at, '-q', String(qos), '-t', UP, '-m', `at ${qos}`]);
    }
    await until(() => arrivals.length === 3);
    expect(arrivals.map(({ qos, payload }) => [qos, payload.toString()])).toEqual([
      [0, 'at 0'],
      [1, 'at 1'],
      [2, 'at 2'],
    ]);
  });

  it('keeps a persistent session of a device for what the gateway sends', async () => {
    const { client, broker } = await mqttRig();
    const first = await client('acme/s1', { clientId: 'acme/s1', clean: false });
    await first.subscribeAsync('v1/me/down/#', { qos: 1 });
    await first.endAsync();
    await broker.publish('v1/acme/s1/down/config', 'while away', { qos: 1 });
    const again = connect(`mqtt://127.0.0.1:${first.options.port}`, {
      ...{ username: 'acme/s1', password: 'right', clientId: 'acme/s1', clean: false, reconnectPeriod: 0 },
    });
    onTestFinished(() => again.endAsync(true).catch(() => undefined));
    const [topic, payload] = await new Promise<[string, Buffer]>((resolve) =>
      again.once('message', (name, body) => resolve([name, body])),
    );
    expect([topic, payload.toString()]).toEqual(['v1/acme/s1/down/config', 'while away']);
  });
});
