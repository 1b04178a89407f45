/** F23: a commit of the inbox cannot be read any more. The operator goes on without it, and the books say so. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { runCli } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { type Balance, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const { now } = realClock();
const KEPT = [1, 2, 3, 4, 5];

/** Commits that no reader had when the gateway stopped: each of two messages. */
async function leaveUnread(dataDir: string): Promise<readonly number[]> {
  const inbox = openInbox({
    ...{ path: join(dataDir, 'inbox'), seal: openSeal(join(dataDir, 'keys', 'inbox')), quota: 2 ** 30 },
    ...{ clock: realClock(), log: silentLog(), metrics: createMetrics(), other: 'feedback' },
  });
  const commits: number[] = [];
  for (const number of KEPT) {
    const put = (seq: number) =>
      inbox.append({
        ...{ receivedAt: now(), transport: 'mqtt', vendor: 'lab', device: 'd1', topic: 'v1/lab/d1/telemetry' },
        ...{ payload: Buffer.from(`{"seq":${seq},"values":{"smoke":0.01}}`), qos: 1, retain: false, dup: false },
      });
    const [{ commit }] = await Promise.all([put(number * 10), put(number * 10 + 1)]);
    commits.push(commit);
  }
  await inbox.close();
  return commits;
}

async function change(dataDir: string, commit: number, how: (record: Buffer) => Buffer | undefined): Promise<Buffer> {
  const env = open<Buffer, number>({ path: join(dataDir, 'inbox'), maxDbs: 4, noSubdir: false });
  const frames = env.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
  const record = how(Buffer.from(frames.get(commit) ?? []));
  if (record) await frames.put(commit, record);
  else await frames.remove(commit);
  await env.close();
  return record ?? Buffer.alloc(0);
}

const flip = (record: Buffer): Buffer => {
  const at = record.length - 3;
  record[at] = (record[at] ?? 0) ^ 1;
  return record;
};

it('goes on behind a commit that was given up, with accounts that balance', async () => {
  const dataDir = testDir();
  const skip = (commit: string) =>
    runCli(['inbox', 'skip', '--commit', commit, '--json'], { GRIDWARDEN_DATA_DIR: dataDir });
  const first = await siteUnderFault({ dataDir });
  await first.register('d1');
  const device = await first.device('lab/d1');
  await device.publishAsync('v1/me/telemetry', '{"seq":1,"values":{"smoke":0.01}}', { qos: 1 });
  await first.settled();
  expect((await skip('1')).err).toMatch(/DATA_DIR_LOCKED/);
  expect(await first.gateway.end()).toBe(0);

  const [, second = 0, third = 0, fourth = 0, newest = 0] = await leaveUnread(dataDir);
  const bytes = await change(dataDir, second, flip);
  await change(dataDir, third, () => undefined);

  // Nobody can pass it, and whoever looks is told what to do.
  const stuck = await siteUnderFault({ dataDir });
  await eventually('the readers are stuck', async () => stuck.gateway.log().includes(`inbox skip --commit ${second}`));
  expect((await stuck.ask<Balance>('/v1/accounts')).messages.pending).toBe(8);
  expect(await stuck.gateway.end()).toBe(0);
  const doctor = await runCli(['doctor', '--json'], { GRIDWARDEN_DATA_DIR: dataDir });
  expect(doctor.out).toContain(`cannot be read: ${second}, ${third};`);

  expect(await skip(`${fourth}`)).toMatchObject({ code: 2, err: expect.stringMatching(/is intact/) });
  const file = join(dataDir, 'given-up', `commit-${second}.bin`);
  const done = await skip(`${second}-${third}`);
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(done.out)).toMatchObject({
    skipped: [
      { commit: second, messages: 2, file },
      { commit: third, messages: 2, file: null },
    ],
  });
  expect(readFileSync(file)).toEqual(bytes);
  expect(await skip(`${second}`)).toMatchObject({ code: 2 });

  const again = await siteUnderFault({ dataDir });
  expect((await again.settled()).messages).toMatchObject({
    ...{ received: 11, decoded: 7, givenUp: 4, pending: 0, balanced: true },
  });
  expect(await again.metric('gridwarden_accounts_balanced')).toBe(1);
  const { items } = await again.ask<{ items: { kind: string; subject: string; detail: object }[] }>(
    '/v1/audit?kind=inbox.skipped',
  );
  expect(items.map(({ subject }) => subject).sort()).toEqual([`commit ${second}`, `commit ${third}`]);
  const live = await again.device('lab/d1');
  await live.publishAsync('v1/me/telemetry', '{"seq":99,"values":{"smoke":0.01}}', { qos: 1 });
  await eventually('the next message', async () => (await again.settled()).messages.decoded === 8);
  expect(await again.gateway.end()).toBe(0);

  // The newest of all, which the rules have counted: without it no start.
  await change(dataDir, newest + 1, (record) => record.fill(0));
  const lost = await skip(`${newest + 1}`);
  expect(JSON.parse(lost.out)).toMatchObject({ skipped: [{ commit: newest + 1, messages: 1 }] });
  expect(existsSync(join(dataDir, 'given-up', `commit-${newest + 1}.bin`))).toBe(true);
  const last = await siteUnderFault({ dataDir });
  expect((await last.settled()).messages).toMatchObject({ received: 12, decoded: 8, givenUp: 4, balanced: true });
  expect((await runCli(['audit', 'verify'], { GRIDWARDEN_DATA_DIR: dataDir })).code).toBe(0);
}, 90_000);
