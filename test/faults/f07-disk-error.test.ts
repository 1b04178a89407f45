/** F7: the disk fails, or takes its time, while the log is flushed. Whoever was not told "on disk" is told nothing. */
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publish } from '../support/mqtt-raw.ts';
import { eventually } from '../support/server-process.ts';
import { siteUnderFault } from '../support/site-under-fault.ts';
import { traceable, traced } from '../support/strace.ts';
import { testDir } from '../support/test-dir.ts';

const TELEMETRY = 'v1/me/telemetry';
const PUBACK_7 = Buffer.from([0x40, 2, 0, 7]);

it.runIf(traceable())('acknowledges nothing the disk did not take, says so, and goes on by itself', async () => {
  const site = await siteUnderFault();
  const log = join(site.gateway.ready.dataDir, 'inbox', 'data.mdb');
  const ready = async () => (await fetch(`${site.gateway.ready.http}/readyz`)).status;
  const acknowledged = async (user: string) => {
    const device = await site.rawDevice(user);
    device.send(publish(TELEMETRY, '{"smoke":0.1}', 7));
    return device.gets(PUBACK_7);
  };
  const flush = (inject: string) =>
    traced(site.gateway.process, log, ['-e', 'trace=fdatasync', '-e', `inject=fdatasync:${inject}`]);

  for (const error of ['EIO', 'ENOSPC']) {
    const failing = await flush(`error=${error}`);
    // The connection ends instead: the device sends again, here or elsewhere.
    expect(await acknowledged(`lab/${error}`), error).toBe(false);
    await eventually('not ready', async () => (await ready()) === 503, 3_000);
    expect(site.gateway.process.exitCode).toBe(null);
    await failing.end();
    expect(await acknowledged(`lab/after-${error}`), error).toBe(true);
    expect(await ready()).toBe(200);
  }

  const slow = await flush('delay_enter=500000');
  const began = performance.now();
  expect(await acknowledged('lab/patient')).toBe(true);
  expect(performance.now() - began).toBeGreaterThan(450);
  await slow.end();
  expect((await site.settled()).messages).toMatchObject({ received: 3, decoded: 3, balanced: true });
});

it.runIf(traceable())('ends rather than go on with cases the disk did not take, and loses none of them', async () => {
  const dataDir = testDir();
  const site = await siteUnderFault({ dataDir });
  await site.register('s1');
  const wal = join(dataDir, 'records.sqlite-wal');
  const failing = await traced(site.gateway.process, wal, [
    '-e',
    'trace=fdatasync',
    '-e',
    'inject=fdatasync:error=EIO',
  ]);
  const ended = once(site.gateway.process, 'exit');
  const device = await site.rawDevice('lab/s1');
  device.send(publish(TELEMETRY, '{"smoke":0.3}', 7));
  expect((await ended)[0]).toBe(70);
  await failing.end();

  const again = await siteUnderFault({ dataDir });
  expect((await again.settled()).candidates).toMatchObject({ emitted: 1, opened: 1, balanced: true });
  expect(await again.cases()).toEqual(['lab/s1']);
});
