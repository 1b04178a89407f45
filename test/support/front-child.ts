/**
 * The broker and the inbox alone, in a process of their own: `front-child.ts front|aedes <folder>`. Says its port; each line
 * on stdin is answered by its CPU time in microseconds and the messages on disk so far.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { createMqttBroker } from '../../gateway/transport/mqtt-broker.ts';

const [kind = 'front', folder = ''] = process.argv.slice(2);
const clock = realClock();
const metrics = createMetrics();
const log = silentLog();
const seal = openSeal(join(folder, 'keys'));
const inbox = openInbox({ path: join(folder, 'inbox'), seal, quota: 2 ** 36, clock, log, metrics });
const broker = await createMqttBroker({
  ...{ maxPayload: 262_144, maxConnections: 20_000, clock, log, metrics },
  append: inbox.append,
  ...(kind === 'front' ? { writer: inbox } : {}),
  front: kind === 'front',
  async authenticate({ username }) {
    const [vendor = '', device = ''] = username.split('/');
    return { kind: 'device', vendor, device };
  },
  rejected: () => undefined,
});
// Both clocks: on a busy machine a late timer may be the machine's doing, CPU time of this thread is ours alone.
let longest = 0;
let longestCpu = 0;
let last = performance.now();
const threadCpu = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
let lastCpu = threadCpu();
setInterval(() => {
  const [now, cpu] = [performance.now(), threadCpu()];
  longest = Math.max(longest, now - last - 5);
  longestCpu = Math.max(longestCpu, cpu - lastCpu);
  [last, lastCpu] = [now, cpu];
}, 5);
const port = await broker.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ port }));
const stalls = () => {
  const answer = { longestStallMs: Math.round(longest), longestStallCpuMs: Math.round(longestCpu) };
  longest = longestCpu = 0;
  return answer;
};
const stored = async () => {
  const { values } = (await metrics.registry.getSingleMetric('gridwarden_inbox_frames_total')?.get()) ?? { values: [] };
  return values[0]?.value ?? 0;
};
for await (const _line of createInterface({ input: process.stdin })) {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpu: user + system, stored: await stored(), ...stalls() }));
}
process.exit(0);
