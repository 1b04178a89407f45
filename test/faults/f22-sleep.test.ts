/** F22: the machine sleeps. Nobody could be heard meanwhile, and that says nothing about anybody. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { nightly } from '../chaos/row.ts';
import { eventually } from '../support/server-process.ts';
import { type Site, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

/** libfaketime, where Debian puts it. */
const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

const OFFLINE_AFTER_MS = 6_000;
const REPORT_MS = 500;
const { wait } = realClock();

/** Devices that report all the while; one of them falls silent in the sleep. */
const ALIVE = ['a1', 'a2', 'a3'];
const DEAD = 'dead';

/** Lets `sleep` happen to a gateway with four reporting devices, and looks at whom it thinks silent afterwards. */
async function sleepThrough(site: Site, sleep: () => Promise<void>): Promise<void> {
  const clients = new Map<string, Awaited<ReturnType<Site['device']>>>();
  for (const [index, name] of [...ALIVE, DEAD].entries()) {
    await site.register(name, {
      position: { lon: 108.93 + index / 100, lat: 34.26, crs: 'wgs84' },
      overrides: { silent: { offlineAfter: `${OFFLINE_AFTER_MS / 1_000}s` } },
    });
    // A keep-alive longer than the test: it is the rule that has to find the silence, not the broker.
    clients.set(name, await site.device(`lab/${name}`, { keepalive: 600 }));
  }
  let seq = 0;
  const report = async (names: readonly string[]) => {
    seq++;
    for (const name of names)
      await clients.get(name)?.publishAsync('v1/me/telemetry', JSON.stringify({ seq, values: { smoke: 0.01 } }), {
        qos: 1,
      });
  };
  for (let round = 0; round < 4; round++) {
    await report([...ALIVE, DEAD]);
    await wait(REPORT_MS);
  }
  await sleep();
  // Half of what a device may be silent: the message read first is of the time after the sleep, and so is every timer.
  for (let round = 0; round < OFFLINE_AFTER_MS / 2 / REPORT_MS; round++) {
    await report(ALIVE);
    await wait(REPORT_MS);
  }
  expect((await site.settled()).candidates).toMatchObject({ emitted: 0, balanced: true });
  expect(await site.metric('gridwarden_sleeps_total')).toBe(1);
  expect(site.gateway.log()).toMatch(/the machine or the process slept/);
  // Who stays silent is found, in time.
  for (let round = 0; round < (OFFLINE_AFTER_MS / 2 + 2_000) / REPORT_MS; round++) {
    await report(ALIVE);
    await wait(REPORT_MS);
  }
  await eventually('the silent device', async () => (await site.cases()).length > 0);
  expect(await site.cases()).toEqual([`lab/${DEAD}`]);
  expect((await site.settled()).candidates).toMatchObject({ emitted: 1, balanced: true });
}

it.skipIf(LIBRARY === undefined)(
  'holds nobody silent for a suspended machine',
  async () => {
    const file = join(testDir(), 'time');
    writeFileSync(file, '+0\n');
    const env = {
      LD_PRELOAD: LIBRARY ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Of a suspended machine the monotonic clock stands still: on waking only the time of day is another.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    };
    const site = await siteUnderFault({ env });
    await sleepThrough(site, async () => writeFileSync(file, '+1h\n'));
  },
  60_000,
);

it.runIf(nightly)(
  'holds nobody silent for a stopped process',
  async () => {
    const site = await siteUnderFault();
    await sleepThrough(site, async () => {
      const { pid = 0 } = site.gateway.process;
      process.kill(pid, 'SIGSTOP');
      await wait(40_000);
      process.kill(pid, 'SIGCONT');
    });
  },
  120_000,
);
