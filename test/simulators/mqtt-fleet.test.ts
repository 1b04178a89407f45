import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type PublishPacket } from 'aedes';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLabClock } from '../../simulators/lab-clock.ts';
import { connectFleet, type MqttFleet } from '../../simulators/mqtt-fleet.ts';
import type { Publication } from '../../simulators/traffic.ts';

let aedes: Aedes;
let server: Server;
let port: number;
let fleet: MqttFleet;
let received: { client: string; payload: string; dup: boolean }[];
/** Called with every PUBLISH before it is acknowledged. */
let onPublish: (client: string) => void;
const sensors = ['smoke-001', 'smoke-002'].map((name) => ({ name, type: 'smoke' }));
const sockets = new Set<Socket>();

async function listen(at: number): Promise<void> {
  aedes = await Aedes.createBroker({
    authorizePublish: (client, packet: PublishPacket, done) => {
      if (client) received.push({ client: client.id, payload: packet.payload.toString(), dup: packet.dup });
      onPublish(client?.id ?? '');
      done(null);
    },
  });
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

async function shut(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve) => aedes.close(() => resolve()));
}

beforeEach(async () => {
  received = [];
  onPublish = () => {};
  await listen(0);
  fleet = await connectFleet({ host: '127.0.0.1', port }, sensors, createLabClock(0));
});
afterEach(async () => {
  await fleet.close();
  await shut();
});

const message = (payload: string, over: Partial<Publication> = {}): Publication => ({
  device: 'smoke-001',
  terminal: 'own',
  topic: 'v1/lab/smoke-001/telemetry',
  payload,
  retain: false,
  dup: false,
  cut: false,
  ...over,
});
const got = () => received.map(({ client, payload, dup }) => `${client} ${payload}${dup ? ' DUP' : ''}`);

test('each device publishes on a connection of its own, in order', async () => {
  await fleet.publish([message('1'), message('2'), message('3', { device: 'smoke-002' }), message('2', { dup: true })]);
  expect(got().filter((line) => line.startsWith('lab/smoke-001'))).toEqual([
    'lab/smoke-001 1',
    'lab/smoke-001 2',
    'lab/smoke-001 2 DUP',
  ]);
  expect(got()).toContain('lab/smoke-002 3');
  expect(fleet.acknowledged()).toBe(4);
});

test('what was not acknowledged when the broker went is sent again, with DUP, when it is back', async () => {
  let closing: Promise<void> | undefined;
  onPublish = () => {
    closing ??= shut();
  };
  const published = fleet.publish([message('1')]);
  for (let turn = 0; !closing && turn < 1000; turn++) await new Promise((resolve) => setImmediate(resolve));
  await closing;
  await listen(port);
  await published;
  expect(got()).toContain('lab/smoke-001 1 DUP');
});

test('a cut connection loses nothing', async () => {
  await fleet.publish([message('1', { cut: true }), message('2')]);
  expect(received.map(({ payload }) => payload)).toEqual(expect.arrayContaining(['1', '2']));
  expect(fleet.acknowledged()).toBe(2);
});

test('a device that comes back says that it is online', async () => {
  await fleet.publish([message('1', { cut: true })]);
  const online = '{"online":true,"firmware":"1.0.0","profile":"smoke"}';
  for (let turn = 0; !got().includes(`lab/smoke-001 ${online}`) && turn < 1000; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(received.map(({ payload }) => payload)).toEqual(expect.arrayContaining(['{"online":false}', online]));
});

test('a second terminal and a stranger come, say it once and go', async () => {
  await fleet.publish([
    message('big', { terminal: 'second' }),
    message('hello', { terminal: 'stranger', device: 'stranger-1' }),
  ]);
  expect(got().sort()).toEqual(['lab/smoke-001/2 big', 'lab/stranger-1 hello']);
  expect(fleet.acknowledged()).toBe(0);
});

test('a terminal that is thrown out does not hold up the fleet', async () => {
  onPublish = (client) => {
    if (client === 'lab/smoke-001/2') for (const socket of sockets) socket.destroy();
  };
  await fleet.publish([message('big', { terminal: 'second' }), message('1')]);
  expect(received.map(({ payload }) => payload)).toContain('1');
});

test('a stranded device comes back on a new connection while the old one stays open and dead', async () => {
  const before = [...sockets];
  await fleet.strand(['smoke-001', 'nobody']);
  // Its own status says that it is back.
  expect(received.at(-1)).toMatchObject({ client: 'lab/smoke-001' });
  expect(sockets.size).toBeGreaterThanOrEqual(before.length);
  received = [];
  await fleet.publish([message('{"a":1}'), message('{"a":2}')]);
  expect(received.map(({ payload }) => payload)).toEqual(['{"a":1}', '{"a":2}']);
  await fleet.strand(['smoke-001']);
  await fleet.publish([message('{"a":3}')]);
  expect(received.at(-1)?.payload).toBe('{"a":3}');
});
