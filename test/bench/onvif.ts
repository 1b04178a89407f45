/**
 * Cameras pulled at once: `node test/bench/onvif.ts [cameras] [events a second] [seconds]` (500, 2, 10). Simulated cameras in one
 * process, the gateway's own actors and its inbox on disk in this one. Prints how many events came and how long each took from
 * the camera's clock to durable in the inbox; exit code 1 when one was lost or p99 is over 250 ms.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { createOnvifDevices } from '../../gateway/onvif-devices.ts';
import { LOGIN } from './onvif-login.ts';

const MUST_MS = 250;
const [cameras = 500, rate = 2, seconds = 10] = process.argv.slice(2).map(Number);
const clock = realClock();
const path = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
const log = silentLog();
const seal = openSeal(join(path, 'keys'));
const inbox = openInbox({ path: join(path, 'inbox'), quota: 2 ** 32, seal, clock, log, metrics: createMetrics() });
const delays: number[] = [];
const OBJECT = /Name="ObjectId" Value="(\d+)"/;

const onvif = createOnvifDevices({
  async append(arrival) {
    await inbox.append(arrival);
    const sentAt =
      arrival.transport === 'onvif-pull' ? OBJECT.exec(Buffer.from(arrival.payload).toString())?.[1] : undefined;
    if (sentAt !== undefined) delays.push(clock.now() - Number(sentAt));
  },
  ...{ lab: false, clock, log, metrics: createMetrics() },
});
const child = fork(new URL('./onvif-cameras.ts', import.meta.url), [String(cameras), String(rate)]);
const heard = async <T>() => (await once(child, 'message'))[0] as T;
const { addresses } = await heard<{ addresses: string[] }>();
for (const [index, address] of addresses.entries())
  await onvif.connect({ deviceId: `bench/cam-${index}`, address, ...LOGIN });
const startedAt = clock.monotonic();
while (onvif.list().some(({ state }) => state !== 'live')) await clock.wait(50);
console.log(`${cameras} cameras subscribed after ${Math.round(clock.monotonic() - startedAt)} ms`);

const cpuBefore = process.cpuUsage();
child.send('begin');
await clock.wait(seconds * 1_000);
const sentAll = heard<{ sent: number; cpu: number }>();
child.send('end');
const { sent, cpu: theirs } = await sentAll;
for (let patience = 100; patience > 0 && delays.length < sent; patience -= 1) await clock.wait(50);
const cpu = process.cpuUsage(cpuBefore);
delays.sort((a, b) => a - b);
const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? Number.NaN;
const micros = Math.round((cpu.user + cpu.system) / Math.max(1, delays.length));
console.log(
  `${sent} events (${Math.round(sent / seconds)}/s), ${delays.length} in the inbox, ms from camera to inbox: p50 ${at(0.5)}, p99 ${at(0.99)}, most ${at(1)}; ${micros} µs of CPU each here, ${Math.round(theirs / Math.max(1, sent))} at the cameras`,
);
const met = delays.length === sent && at(0.99) <= MUST_MS;
console.log(met ? `met: p99 at most ${MUST_MS} ms, none lost` : `MISSED: p99 at most ${MUST_MS} ms, none lost`);
await onvif.stop();
child.send('leave');
await once(child, 'exit');
await inbox.close();
rmSync(path, { recursive: true, force: true });
process.exitCode = met ? 0 : 1;
