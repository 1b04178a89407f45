/** F10: the machine's clock jumps while the gateway runs, and is wrong when it starts. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../support/server-process.ts';
import { type Site, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

/** libfaketime, where Debian puts it. */
const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path));

const alarm = (site: Site, device: string) =>
  site
    .device(`lab/${device}`)
    .then((client) => client.publishAsync('v1/me/event', '{"code":"smoke_alarm","active":true}', { qos: 1 }));

/** Cases of smoke alarms. A device whose clock differs from the gateway's by decades may have one for that, too. */
const fires = async (site: Site) =>
  (
    await site.ask<{ items: { caseNo: string; categoryCode: string; devices: string[] }[] }>('/v1/cases?limit=100')
  ).items.filter(({ categoryCode }) => categoryCode === 'E0498');

it.skipIf(LIBRARY === undefined)('keeps order, ids and accounts over every jump of the clock', async () => {
  const [dataDir, folder] = [testDir(), testDir()];
  const file = join(folder, 'time');
  const jump = (to: string) => writeFileSync(file, `${to}\n`);
  jump('+0');
  const env = {
    LD_PRELOAD: LIBRARY ?? '',
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    // Intervals are measured by the monotonic clock, which no administrator can set.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  const site = await siteUnderFault({ dataDir, env });
  const jumps = ['+0', '+2h', '-1d', '@1970-01-02 00:00:00', '+0'];
  // Far apart: alarms of one place are one case whoever raises them.
  for (const [index] of jumps.entries())
    await site.register(`jump${index}`, { position: { lon: 108.93 + index / 100, lat: 34.26, crs: 'wgs84' } });
  for (const [index, to] of jumps.entries()) {
    jump(to);
    await alarm(site, `jump${index}`);
  }
  const { messages, candidates } = await site.settled();
  expect(messages).toMatchObject({ received: jumps.length, decoded: jumps.length, balanced: true });
  expect(candidates).toMatchObject({ emitted: jumps.length, balanced: true });
  await eventually('every fire', async () => (await fires(site)).length >= jumps.length);
  const first = await fires(site);
  expect(first.map(({ devices }) => devices.join()).sort()).toEqual(jumps.map((_, index) => `lab/jump${index}`));
  expect(new Set(first.map(({ caseNo }) => caseNo)).size).toBe(jumps.length);
  const feed = await site.ask<{ sequence: string }[] | { items: { sequence: string }[] }>('/v1/case-events?after=0');
  const sequences = (Array.isArray(feed) ? feed : feed.items).map(({ sequence }) => sequence);
  expect(sequences.length).toBeGreaterThanOrEqual(jumps.length);
  expect(sequences).toEqual([...sequences].sort());
  expect(await site.gateway.end()).toBe(0);

  // Back up on a machine whose battery is empty.
  jump('@1970-01-02 00:00:00');
  const again = await siteUnderFault({ dataDir, env });
  await again.register('late', { position: { lon: 109.2, lat: 34.26, crs: 'wgs84' } });
  await alarm(again, 'late');
  expect((await again.settled()).messages).toMatchObject({ received: jumps.length + 1, balanced: true });
  await eventually('the fire after the restart', async () => (await fires(again)).length > jumps.length);
  expect((await fires(again)).map(({ devices }) => devices.join()).sort()).toEqual([
    ...jumps.map((_, index) => `lab/jump${index}`),
    'lab/late',
  ]);
});
