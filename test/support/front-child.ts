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
let longest = 0;
let last = performance.now();
setInterval(() => {
  longest = Math.max(longest, performance.now() - last - 5);
  last = performance.now();
}, 5);
const port = await broker.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ port }));
const stored = async () => {
  const { values } = (await metrics.registry.getSingleMetric('gridwarden_inbox_frames_total')?.get()) ?? { values: [] };
  return values[0]?.value ?? 0;
};
for await (const _line of createInterface({ input: process.stdin })) {
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ cpu: user + system, stored: await stored(), longestStallMs: Math.round(longest) }));
  longest = 0;
}
process.exit(0);
