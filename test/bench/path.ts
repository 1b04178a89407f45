/**
 * CPU per message of the way behind the sockets: inbox → disk → decoding → series and rules, wired as gateway.ts does it, into
 * an InfluxDB that only says 204 (a process of its own). `node test/bench/path.ts [messages] [rounds] [devices]`; 200 devices,
 * 4,000 messages under way, no alarms. The best round is the one to compare: the others were disturbed.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { realClock } from '../../gateway/clock.ts';
import { createDecoding } from '../../gateway/decoding.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { createDecoder } from '../../gateway/ingest/decoder.ts';
import { createDeviceHealth } from '../../gateway/ingest/device-health.ts';
import { createTurns } from '../../gateway/ingest/turns.ts';
import { createWatermark } from '../../gateway/ingest/watermark.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Device } from '../../gateway/model/device.ts';
import { startRulesReader } from '../../gateway/readers.ts';
import { createRulesEngine } from '../../gateway/rules/engine.ts';
import { createSeries } from '../../gateway/series/batcher.ts';
import { openSeriesSink } from '../../gateway/series/open.ts';
import { startSeriesReader } from '../../gateway/series-reader.ts';
import { tempDir } from '../support/temp-dir.ts';
import { renderFrame } from './frames.ts';
import { deviceAt, TELEMETRY } from './workload.ts';

const [messages = 200_000, rounds = 5, devices = 200] = process.argv.slice(2).map(Number);
const UNDER_WAY = 4_000;

const nullServer = `
  require('node:http').createServer((request, response) => {
    request.on('data', () => {}).on('end', () => response.writeHead(204, { 'x-influxdb-version': '2.0' }).end());
  }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;
const server = spawn(process.execPath, ['-e', nullServer], { stdio: ['ignore', 'pipe', 'inherit'] });
const { value: port } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();

const dir = tempDir('path');
const [clock, metrics, log] = [realClock(), createMetrics(), silentLog()];
const parts = { clock, metrics, log };
const inbox = openInbox({
  ...{ path: join(dir.path, 'inbox'), seal: openSeal(join(dir.path, 'keys')), quota: 2 ** 36 },
  ...parts,
});
const expressions = celExpressions();
const deviceTypes = loadDeviceTypes(fileURLToPath(new URL('../../adapters/device-types', import.meta.url)), {
  expressions,
});
const fleet = new Map<string, Device>();
for (let index = 0; index < devices; index++) {
  const device = `d${index}`;
  fleet.set(`lab/${device}`, {
    ...deviceAt(index),
    deviceId: `lab/${device}`,
    vendor: 'lab',
    device,
    simulated: false,
  });
}
const nothing = { keep: async () => undefined, save: async () => undefined, notify: () => undefined };
const rules = await createRulesEngine({ path: join(dir.path, 'rules'), deviceTypes, expressions, ...parts });
const sink = await openSeriesSink({ dataDir: dir.path, influx: { url: `http://127.0.0.1:${port}` }, ...parts });
const series = createSeries({ sink, ...parts, deadLetter: async () => undefined });
const decoder = createDecoder(
  {
    ...{ adapterFor, identityOf, learnType: () => undefined },
    deviceOf: (deviceId) => fleet.get(deviceId),
    typeOf: (typeId) => deviceTypes.get(typeId),
  },
  metrics,
);
const health = createDeviceHealth({
  ...{ publish: async () => undefined, knows: () => true, registered: () => fleet.keys(), clock },
  lastSeen: (deviceId) => rules.device(deviceId)?.lastSeen,
});
const shared = {
  inbox,
  decoding: createDecoding(decoder, series, clock),
  turns: createTurns(clock),
  clock,
  logger: log,
};
const watermark = createWatermark({ rules, level: () => rulesReader.lag() === 0, clock, log });
const rulesReader = startRulesReader({
  ...shared,
  ...{ rules, watermark, health, directory: nothing as never, deadLetters: nothing as never },
  rejections: nothing as never,
});
const seriesReader = startSeriesReader({ ...shared, series });

const frames = Array.from({ length: devices }, (_, index) => ({
  frame: renderFrame(index, 'telemetry', TELEMETRY, 1),
  route: inbox.route({ vendor: 'lab', device: `d${index}`, topic: `v1/lab/d${index}/telemetry` }),
}));
let seq = 0;

/** Sends `count` messages and waits until all of them are stored and evaluated. */
function run(count: number): Promise<void> {
  let [sent, done] = [0, 0];
  return new Promise((resolve) => {
    const sender = {
      settled(settled: number) {
        done += settled;
        if (done === count) resolve(Promise.all([rulesReader.idle(), seriesReader.idle()]).then(() => undefined));
        else setImmediate(send);
      },
    };
    const send = () => {
      const receivedAt = Date.now();
      for (; sent < count && sent - done < UNDER_WAY; sent++) {
        const { frame, route } = frames[seq % devices] as (typeof frames)[number];
        frame.patch(receivedAt, 1_000_000_000 + seq++, 1);
        const start = frame.bytes.length - TELEMETRY.length;
        const piece = { receivedAt, qos: 1 as const, retain: false, dup: false, bytes: frame.bytes };
        inbox.put({ ...piece, route, start, end: frame.bytes.length }, sender);
      }
    };
    send();
  });
}

await run(messages / 4);
const each: number[] = [];
for (let round = 0; round < rounds; round++) {
  const before = process.cpuUsage();
  const thread = process.threadCpuUsage();
  const began = performance.now();
  await run(messages);
  const { user, system } = process.cpuUsage(before);
  const own = process.threadCpuUsage(thread);
  each.push((user + system) / messages);
  console.log(
    `${each.at(-1)?.toFixed(2)} µs CPU each, ${((own.user + own.system) / messages).toFixed(2)} of the main thread, ` +
      `${Math.round((messages / (performance.now() - began)) * 1_000).toLocaleString('en')} messages/s`,
  );
}
const { points, stored } = inbox.numbers('series') as { points: number; stored: number };
const { decoded } = rules.accounts();
if (decoded !== seq || points !== seq || stored !== seq)
  throw new Error(`${seq} sent, ${decoded} evaluated, ${stored} of ${points} stored`);
console.log(`best: ${Math.min(...each).toFixed(2)} µs`);
server.kill();
process.exit();
