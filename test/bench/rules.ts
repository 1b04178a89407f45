/**
 * Messages and channel checks per second through the rules alone: decoded messages in, state, candidates, accounts and cursor
 * durable. Every message has four channels, each with a rule. `node test/bench/rules.ts [messages] [devices] [readings]`;
 * 1 % of the messages raise or clear. Several readings in a message show what a check alone costs. With 100,000 devices and more it says what their state takes in memory.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { RuleSpec } from '../../gateway/model/device.ts';
import { device, deviceType, openEngine, T0 } from '../support/rules-rig.ts';

const messages = Number(process.argv[2] ?? 400_000);
const devices = Number(process.argv[3] ?? 200);
const readings = Number(process.argv[4] ?? 1);
const BATCH = 1_024;

const path = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
/** Channels of a message times the readings of each. */
const CHECKS = 4 * readings;
const level = { kind: 'threshold', category: 'E0498', severity: 1, direction: 'above', dwell: 0, quiet: 0 } as const;
const rules: RuleSpec[] = [
  { ...level, id: 'smoke-density', channel: 'smoke', set: 0.15, clear: 0.1 },
  { ...level, id: 'heat', channel: 'temperature', set: 57, clear: 50 },
  { ...level, id: 'gas', channel: 'co', set: 50, clear: 30 },
  { ...level, id: 'battery-low', channel: 'battery', direction: 'below', set: 20, clear: 30 },
];
const number = { unit: '1', kind: 'number' } as const;
const type = {
  ...deviceType('smoke', rules),
  channels: { smoke: number, temperature: number, co: number, battery: number },
};
const engine = await openEngine(path, { deviceTypes: new Map([['smoke', type]]) });
const memoryBefore = usedBytes();
const fleet = Array.from({ length: devices }, (_, index) => device(`acme/d${index}`));
const payload = new Uint8Array();

/** Memory in use after a collection, where the program was started with `--expose-gc`. */
function usedBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function batchOf(commit: number): Decoded[] {
  return Array.from({ length: BATCH }, (_, frame) => {
    const number = commit * BATCH + frame;
    const owner = fleet[number % devices] ?? device();
    const receivedAt = T0 + commit * 20;
    const round = Math.floor(number / devices);
    const shared = {
      deviceId: owner.deviceId,
      time: receivedAt,
      deviceTime: receivedAt,
      receivedAt,
      seq: number,
    };
    const base = { ...shared, quality: 'GOOD' as const, simulated: false, kind: 'value' as const };
    const values = (reading: number) => {
      const value = (channel: string, level: number) => ({ ...base, reading, channel, value: level });
      const smoke = value('smoke', round % 200 === 1 ? 0.5 : 0.01);
      return [smoke, value('temperature', 21), value('co', 3), value('battery', 80)];
    };
    return {
      message: {
        position: { commit: commit + 1, frame },
        ...{ receivedAt, transport: 'mqtt' as const, vendor: owner.vendor, device: owner.device },
        ...{ topic: 'v1/acme/d/telemetry', payload, qos: 1 as const, retain: false, dup: false },
      },
      device: owner,
      observations: Array.from({ length: readings }, (_, reading) => values(reading)).flat(),
      identity: { kind: 'telemetry', time: receivedAt, mark: number, by: 'seq' as const },
      identityNeedsDup: false,
    };
  });
}

const commits = Math.ceil(messages / BATCH);
let spent = 0;
const before = process.cpuUsage();
let building = 0;
for (let commit = 0; commit < commits; commit++) {
  const built = process.cpuUsage();
  const batch = batchOf(commit);
  const { user, system } = process.cpuUsage(built);
  building += user + system;
  const started = performance.now();
  await engine.process(batch, commit + 1);
  spent += performance.now() - started;
}
const { user, system } = process.cpuUsage(before);
const total = commits * BATCH;
const { candidates, clears } = engine.accounts();
console.log(
  JSON.stringify({
    messages: total,
    devices,
    perSecond: Math.round((total / spent) * 1_000),
    checksPerSecond: Math.round(((total * CHECKS) / spent) * 1_000),
    checksPerCpuSecond: Math.round((total * CHECKS * 1e6) / (user + system - building)),
    cpuMicrosPerMessage: Number(((user + system - building) / total).toFixed(2)),
    candidates,
    clears,
    ...(devices >= 100_000 && { mebibytesOfState: Math.round((usedBytes() - memoryBefore) / 2 ** 20) }),
  }),
);
await engine.close();
rmSync(path, { recursive: true });
