import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { Aedes, type PublishPacket } from 'aedes';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { progressLine } from '../../../simulators/field/commands.ts';
import { type FieldOptions, playField } from '../../../simulators/field/field.ts';
import { placeFleet } from '../../../simulators/fleet.ts';
import { createLabClock } from '../../../simulators/lab-clock.ts';
import { smallScenario, twoGrids } from '../small-scenario.ts';

let aedes: Aedes;
let server: Server;
let most: number;
const received: { client: string; topic: string; body: { ts: number; simulated: boolean } }[] = [];
const sockets = new Set<Socket>();
let refuse: (client: string) => boolean;

beforeEach(async () => {
  received.length = 0;
  most = 0;
  refuse = () => false;
  aedes = await Aedes.createBroker({
    authenticate: (client, _user, _password, done) => done(null, !refuse(client.id)),
    authorizePublish: (client, packet: PublishPacket, done) => {
      if (client && packet.topic.endsWith('telemetry'))
        received.push({ client: client.id, topic: packet.topic, body: JSON.parse(packet.payload.toString()) });
      done(null);
    },
  });
  server = createServer((socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await new Promise<void>((resolve) => aedes.close(() => resolve()));
});

const play = (over: Partial<FieldOptions> = {}) => {
  const scenario = smallScenario({ fleets: [{ type: 'smoke', count: 8, every: '1min' }] });
  return playField({
    ...{
      scenario,
      fleet: placeFleet(scenario, twoGrids),
      password: 'lab',
      speed: 3_600,
      duration: 20_000,
      rate: 5_000,
    },
    ...{ broker: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: 100, keepTime: false },
    ...{ clock: createLabClock(0), signal: new AbortController().signal, onProgress: () => {} },
    ...over,
  });
};

test('every device speaks under its own name, marked simulated, at the time at which it is sent', async () => {
  const before = createLabClock(0).machineSeconds();
  const played = await play();
  expect(played).toMatchObject({ messages: 8 * 11, failed: 0, skipped: 0 });
  expect(played.connections).toMatchObject({ opened: 8, refused: 0, lost: 0 });
  expect(received).toHaveLength(80);
  for (const { client, topic, body } of received) {
    expect(topic).toBe(`v1/${client}/telemetry`);
    expect(body.simulated).toBe(true);
    expect(Math.abs(body.ts / 1000 - before)).toBeLessThan(20);
  }
});

test('more devices than connections take turns: the quiet ones sleep', async () => {
  const played = await play({ connections: 3 });
  expect(played).toMatchObject({ messages: 88, failed: 0 });
  expect(played.connections.opened).toBeGreaterThan(8);
  expect(played.connections.lost).toBe(0);
  // One that goes to sleep and the one that takes its place overlap.
  expect(most).toBeLessThanOrEqual(6);
});

test('the times of the scenario are kept where they are wanted', async () => {
  await play({ keepTime: true });
  expect(received.every(({ body }) => body.ts >= Date.parse('2026-06-01T00:00:00Z'))).toBe(true);
  expect(received.every(({ body }) => body.ts <= Date.parse('2026-06-01T00:10:00Z'))).toBe(true);
});

test('a device that is refused is counted and left in peace', async () => {
  refuse = (client) => client === 'lab/smoke-003';
  const played = await play();
  expect(played).toMatchObject({ messages: 77, failed: 11 });
  expect(played.connections.refused).toBe(1);
  expect(played.connections.lastError).not.toBe('');
});

test('an interruption and the end of its time end it', async () => {
  expect((await play({ signal: AbortSignal.abort() })).messages).toBe(0);
  expect((await play({ duration: 1 })).messages).toBeLessThan(88);
});

test('a line of progress says what goes wrong', () => {
  const connections = { open: 7, opened: 9, refused: 0, lost: 0, lastError: '' };
  const progress = {
    messages: 50,
    failed: 0,
    skipped: 0,
    calls: 0,
    elapsed: 61_000,
    rate: 12.4,
    inFlight: 3,
    behind: 10,
  };
  expect(progressLine({ ...progress, connections })).toBe(
    '1 min 01 s of the city  12 messages/s  50 acknowledged  7 connections  3 under way  no errors',
  );
  const bad = { ...connections, refused: 2, lastError: 'Not authorized' };
  expect(progressLine({ ...progress, failed: 4, behind: 3_000, connections: bad })).toContain(
    '3.0 s behind  2 refused, 0 lost, 4 failed: Not authorized',
  );
});

test('what happens at cameras and doors is done by them in its order, and left out where there are none', async () => {
  const scenario = smallScenario({
    cameras: [{ name: 'yard', zones: ['gate'] }],
    incidents: [
      { name: 'a', kind: 'intrusion', at: '1min', device: 'yard', zone: 'gate', hold: '10s', expect: 'none' },
    ],
  });
  const done: unknown[] = [];
  const peers = {
    call: async (calls: readonly { verb: string; args: readonly unknown[] }[]) => void done.push(...calls),
  };
  const over = { scenario, fleet: placeFleet(scenario, twoGrids).filter(({ kind }) => kind === 'sensor') };
  expect(await play({ ...over, peers })).toMatchObject({ calls: 2, skipped: 0 });
  expect(done).toMatchObject([
    { verb: 'intrusion', args: [true, 'gate', '1'] },
    { verb: 'intrusion', args: [false, 'gate', '1'] },
  ]);
  expect(await play(over)).toMatchObject({ calls: 0, skipped: 2 });
});
