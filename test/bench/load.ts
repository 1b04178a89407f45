/**
 * The load generator where there is no C compiler: command line, frames and output are those of load.c, whose head tells
 * them. One Node process sends about a tenth of what the C program can, so it binds before most servers do.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Frame, loginPacket, renderFrame } from './frames.ts';

const [mode = '', ...words] = process.argv.slice(2);
const [port = 0, connections = 0, window = 1, rate = 0, warmSeconds = 0, seconds = 0, alarmEvery = 0] =
  words.map(Number);
const payloads = words.slice(7);
const FLOOD_FRAMES = 16;
/** Latencies kept for the percentiles; later ones replace a random one. */
const MAX_SAMPLES = 200_000;

interface Device {
  readonly socket: Socket;
  readonly frames: readonly Frame[];
  readonly phase: number;
  readonly sentAt: Float64Array;
  sent: number;
  acked: number;
  alarms: number;
  rest: number;
  open: boolean;
}

const began = performance.now();
const samples: number[] = [];
let [sent, acked, closed, taken] = [0, 0, 0, 0];
let sending = false;
let measuring = false;

function note(ms: number): void {
  taken++;
  if (samples.length < MAX_SAMPLES) samples.push(ms);
  else if (Math.random() < MAX_SAMPLES / taken) samples[Math.floor(Math.random() * MAX_SAMPLES)] = ms;
}

/** Copies the device's next message to `at` of `into`; returns where it ends. */
function nextMessage(device: Device, into: Buffer, at: number, now: number): number {
  const number = device.sent++;
  sent++;
  const alarm = alarmEvery > 0 && (number + device.phase) % alarmEvery === 0;
  const frame = device.frames[alarm ? 1 + (device.alarms++ & 1) : 0] as Frame;
  frame.patch(Date.now(), 1_000_000_000 + number, (number % 65_535) + 1);
  device.sentAt[number % window] = now;
  return at + frame.bytes.copy(into, at);
}

function send(device: Device, count: number): boolean {
  if (count <= 0 || !device.open) return true;
  const size = Math.max(...device.frames.map(({ bytes }) => bytes.length));
  const batch = Buffer.allocUnsafe(count * size);
  const now = performance.now();
  let at = 0;
  for (let left = count; left > 0; left--) at = nextMessage(device, batch, at, now);
  return device.socket.write(batch.subarray(0, at));
}

const fill = (device: Device) => send(device, window - (device.sent - device.acked));

function flood(device: Device): void {
  while (sending && device.open && send(device, FLOOD_FRAMES));
}

/** PUBACKs have four bytes each; only their number matters, since they come in order (MQTT-4.6.0-2). */
function received(device: Device, chunk: Buffer): void {
  const bytes = device.rest + chunk.length;
  device.rest = bytes & 3;
  if (mode === 'flood') return;
  const now = performance.now();
  for (let left = bytes >> 2; left > 0; left--, device.acked++, acked++)
    if (measuring) note(now - (device.sentAt[device.acked % window] ?? now));
  if (sending && mode === 'window') fill(device);
}

async function open(index: number): Promise<Device> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const qos = mode === 'flood' ? 0 : 1;
  const kinds = ['telemetry', 'event', 'event'];
  const device: Device = {
    socket,
    frames: mode === 'idle' ? [] : kinds.map((kind, at) => renderFrame(index, kind, payloads[at] ?? '', qos)),
    phase: index * 37,
    sentAt: new Float64Array(mode === 'idle' ? 1 : window),
    ...{ sent: 0, acked: 0, alarms: 0, rest: 0, open: true },
  };
  socket.on('error', () => undefined);
  socket.on('close', () => {
    device.open = false;
    closed++;
  });
  socket.write(loginPacket(index));
  const [connack] = (await once(socket, 'data')) as [Buffer];
  if (connack[3] !== 0) throw new Error(`login refused: ${connack[3]}`);
  socket.on('data', (chunk: Buffer) => received(device, chunk));
  if (mode === 'flood') socket.on('drain', () => flood(device));
  return device;
}

function say(event: string, ms: number): void {
  const sorted = [...samples].sort((a, b) => a - b);
  const micros = (p: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0) * 1e3);
  const { user, system } = process.cpuUsage();
  const [p50, p99, max] = [micros(0.5), micros(0.99), micros(1)];
  console.log(JSON.stringify({ event, ms: Math.round(ms), sent, acked, closed, p50, p99, max, cpu: user + system }));
}

async function run(devices: readonly Device[], forSeconds: number): Promise<number> {
  const start = performance.now();
  const end = start + forSeconds * 1_000;
  let given = 0;
  for (let now = start; now < end; now = performance.now()) {
    for (; mode === 'rate' && given < ((now - start) * rate) / 1_000; given++) {
      const device = devices[given % devices.length];
      if (device && device.sent - device.acked < window) send(device, 1);
    }
    await wait(mode === 'rate' ? 1 : 10);
  }
  return performance.now() - start;
}

const devices: Device[] = [];
for (let from = 0; from < connections; from += 200)
  devices.push(
    ...(await Promise.all(Array.from({ length: Math.min(200, connections - from) }, (_, at) => open(from + at)))),
  );
say('connected', performance.now() - began);
await once(process.stdin, 'data');
if (mode === 'idle') {
  await wait(seconds * 1_000);
  say('done', seconds * 1_000);
  process.exit();
}
sending = true;
if (mode === 'window') for (const device of devices) fill(device);
if (mode === 'flood') for (const device of devices) flood(device);
say('warm', await run(devices, warmSeconds));
measuring = true;
const measured = performance.now();
const lasted = await run(devices, seconds);
measuring = false;
sending = false;
say('stopped', lasted);
const waits = () =>
  mode === 'flood' ? devices.some(({ open, socket }) => open && socket.writableLength > 0) : acked < sent;
for (const until = performance.now() + 60_000; waits() && closed < connections && performance.now() < until; )
  await wait(20);
say('done', performance.now() - measured);
process.exit();
