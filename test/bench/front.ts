/**
 * QoS 1 messages per second from socket to disk to PUBACK, and the gateway's CPU for each, with the ingest front and with
 * aedes alone, one after the other in one run: `node test/bench/front.ts [seconds] [rounds]`. Raw sockets and frames made
 * beforehand; 200 connections with 1, 20 or 100 messages in flight, then a flood at QoS 0.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { login, publish } from '../support/mqtt-raw.ts';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 3);
const CONNECTIONS = 200;
/** Machine ms after which a gateway that does not answer under a flood is given up. */
const PATIENCE = 10_000;
const CHILD = fileURLToPath(new URL('../support/front-child.ts', import.meta.url));

interface Usage {
  readonly cpu: number;
  readonly stored: number;
  readonly longestStallMs: number;
  readonly longestStallCpuMs: number;
}

async function start(kind: string, folder: string) {
  const child: ChildProcess = spawn(process.execPath, [CHILD, kind, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse(String((await lines.next()).value)) as Usage & { port: number };
  const { port } = await next();
  return {
    port,
    usage(): Promise<Usage> {
      child.stdin?.write('\n');
      return next();
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGKILL');
      }),
  };
}

const payloadOf = (seq: number) =>
  JSON.stringify({ ts: 1_764_720_000_000 + seq, seq, values: { smoke: 0.02, temperature: 21.4, battery: 87 } }).padEnd(
    200,
  );

/** One connection that keeps `window` messages in flight and counts what is acknowledged. */
function publisher(
  port: number,
  index: number,
  window: number,
): Promise<{ socket: Socket; run(): void; acked: number }> {
  const user = `bench/d${index}`;
  const frames = Array.from({ length: 1_000 }, (_, seq) =>
    publish(`v1/bench/d${index}/telemetry`, payloadOf(seq), seq + 1),
  );
  const all = Buffer.concat([...frames, ...frames]);
  const size = frames.map(({ length }) => length);
  const offsets = [0];
  for (const length of [...size, ...size]) offsets.push((offsets.at(-1) ?? 0) + length);
  let next = 0;
  const send = (count: number) => {
    socket.write(all.subarray(offsets[next], offsets[next + count]));
    next = (next + count) % frames.length;
  };
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const made = { socket, run: () => send(window), acked: -1 };
  socket.write(login(user));
  let rest = 0;
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      const acked = (rest + chunk.length) >> 2;
      rest = (rest + chunk.length) & 3;
      made.acked += acked;
      if (made.acked === 0) resolve(made);
      else send(acked);
    });
  });
}

async function acknowledged(kind: string, window: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-front-'));
  const gateway = await start(kind, folder);
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) => publisher(gateway.port, index, window)),
  );
  for (const client of clients) client.run();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const count = () => clients.reduce((sum, client) => sum + client.acked, 0);
  const [before, counted, began] = [await gateway.usage(), count(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const [after, total, ended] = [await gateway.usage(), count(), performance.now()];
  const { stored } = await gateway.usage();
  if (stored < total) throw new Error(`${total} acknowledged, ${stored} stored`);
  for (const { socket } of clients) socket.destroy();
  await gateway.stop();
  rmSync(folder, { recursive: true });
  const messages = total - counted;
  return JSON.stringify({
    ...{ kind, window, perSecond: Math.round((messages / (ended - began)) * 1_000) },
    cpuMicrosPerMessage: Number(((after.cpu - before.cpu) / messages).toFixed(2)),
    longestStallMs: after.longestStallMs,
    longestStallCpuMs: after.longestStallCpuMs,
  });
}

async function flood(kind: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-front-'));
  const gateway = await start(kind, folder);
  const frames = Buffer.concat(Array.from({ length: 16 }, (_, seq) => publish('v1/me/telemetry', payloadOf(seq))));
  let open = true;
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const socket = connect({ host: '127.0.0.1', port: gateway.port, noDelay: true });
      socket.write(login(`bench/d${index}`));
      await new Promise((resolve) => socket.once('data', resolve));
      return socket;
    }),
  );
  const before = await gateway.usage();
  for (const socket of clients) {
    const send = () => {
      while (open && socket.write(frames));
    };
    socket.on('drain', send);
    send();
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const after = await Promise.race([
    gateway.usage(),
    new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined)),
  ]);
  open = false;
  for (const socket of clients) socket.destroy();
  await gateway.stop();
  rmSync(folder, { recursive: true });
  if (!after) return JSON.stringify({ kind, flood: 'QoS 0', longestStallMs: `more than ${PATIENCE}` });
  const messages = after.stored - before.stored;
  return JSON.stringify({
    ...{ kind, flood: 'QoS 0', perSecond: Math.round(messages / seconds) },
    cpuMicrosPerMessage: Number(((after.cpu - before.cpu) / messages).toFixed(2)),
    longestStallMs: after.longestStallMs,
    longestStallCpuMs: after.longestStallCpuMs,
  });
}

for (let round = 0; round < rounds; round++) {
  for (const window of [1, 20, 100])
    for (const kind of ['front', 'aedes']) console.log(await acknowledged(kind, window));
  for (const kind of ['front', 'aedes']) console.log(await flood(kind));
}
