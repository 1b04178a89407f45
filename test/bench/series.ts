/**
 * Points per second into each store, and the gateway's CPU per point: encoding alone, a server that only says 204, the
 * real InfluxDB when it is installed, SQLite. Points have four channels; two batches are under way, as the reader does it.
 * `node test/bench/series.ts [points] [batch]`
 */
import { Worker } from 'node:worker_threads';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { createSeries } from '../../gateway/series/batcher.ts';
import { toLines } from '../../gateway/series/line-protocol.ts';
import { openSeriesSink } from '../../gateway/series/open.ts';
import { decoded, device, T0, value } from '../series/sample.ts';
import { influxProgram, startInflux } from '../support/influx.ts';
import { tempDir } from '../support/temp-dir.ts';

const POINTS = Number(process.argv[2] ?? 200_000);
const BATCH = Number(process.argv[3] ?? 5_000);
const IN_FLIGHT = 2;
const DEVICES = 200;

const fleet = Array.from({ length: DEVICES }, (_, index) => device(`acme/d${index}`));

function batchOf(from: number, size: number): Decoded[] {
  return Array.from({ length: size }, (_, index) => {
    const seq = from + index;
    const of = fleet[seq % DEVICES] ?? device();
    const time = T0 + Math.floor(seq / DEVICES) * 20;
    const more = { deviceId: of.deviceId, seq, time, deviceTime: time };
    const level = (seq % 997) / 1000;
    const values = [value('smoke', level, more), value('temperature', 20 + level, more)];
    values.push(value('humidity', 50 + level, more), value('battery', 87, more));
    return decoded(values, { position: { commit: Math.floor(seq / 1024), frame: seq % 1024 } }, of);
  });
}

const batches: Decoded[][] = [];
for (let from = 0; from < POINTS; from += BATCH) batches.push(batchOf(from, Math.min(BATCH, POINTS - from)));

async function measure(name: string, run: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await run();
  const ms = performance.now() - start;
  const used = process.cpuUsage(cpu);
  const each = (used.user + used.system) / POINTS;
  console.log(
    `${name.padEnd(18)} ${Math.round((POINTS / ms) * 1000)
      .toLocaleString('en')
      .padStart(10)} points/s  ${each.toFixed(2)} µs CPU each`,
  );
}

async function into(name: string, influx: { url: string; bucket: string } | undefined, dataDir: string): Promise<void> {
  const parts = { clock: realClock(), log: silentLog(), metrics: createMetrics() };
  const sink = await openSeriesSink({ dataDir, ...(influx && { influx }), ...parts });
  const refuse = async () => {
    throw new Error('a point was refused');
  };
  const series = createSeries({ sink, ...parts, deadLetter: refuse });
  let stored = 0;
  await measure(name, async () => {
    const pending: Promise<void>[] = [];
    for (const batch of batches) {
      if (pending.length >= IN_FLIGHT) await pending.shift();
      const counted = series.store([series.prepare(batch)]).then((delta) => {
        stored += delta.stored;
      });
      pending.push(counted);
    }
    await Promise.all(pending);
  });
  if (stored !== POINTS) throw new Error(`${name} stored ${stored} of ${POINTS} points`);
  await series.close();
}

/** Says 204 on a thread of its own; its CPU is in the figure all the same, as `process.cpuUsage` counts every thread. */
const nullServer = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => {
    request.on('data', () => {}).on('end', () => response.writeHead(204, { 'x-influxdb-version': '2.0' }).end());
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

console.log(`${POINTS} points of 4 channels, batches of ${BATCH}, ${IN_FLIGHT} under way`);
await measure('line protocol', async () => {
  let chars = 0;
  for (const batch of batches) chars += toLines(batch).bytes.length;
  console.log(`${Math.round(chars / POINTS)} characters a line`);
});

const worker = new Worker(nullServer, { eval: true });
const port = await new Promise<number>((resolve) => worker.once('message', resolve));
await into('null HTTP server', { url: `http://127.0.0.1:${port}`, bucket: 'bench' }, '');
await worker.terminate();

if (influxProgram()) {
  const influx = await startInflux();
  await into('InfluxDB', { url: influx.url, bucket: 'bench' }, '');
  const [row] = await influx.query('bench', 'SELECT count("smoke") AS n FROM telemetry');
  console.log(`${row?.['n']} of ${POINTS} points counted in InfluxDB`);
  await influx.remove();
} else {
  console.log('InfluxDB           not installed');
}

const dir = tempDir('bench');
await into('SQLite', undefined, dir.path);
dir.remove();
