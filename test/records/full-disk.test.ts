import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { openSqlite } from '../../gateway/series/sqlite.ts';
import { counter, hastyClock, readings, T0, writeTo } from '../series/sample.ts';
import { smallDisk } from '../support/small-disk.ts';
import { candidate, message, openInboxAt, openRulesAt } from './full-disk-stores.ts';

const clock = realClock();

it('refuses writes of records as a whole, and takes them again once there is room', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const records = openRecords(openDatabase(join(disk.path, 'records.sqlite')), clock);
  onTestFinished(() => records.close());
  const giveBack = disk.fill();
  const put = (key: string) =>
    records.write((tx) => {
      tx.run('INSERT INTO meta VALUES (?, ?)', `${key}-a`, 'x'.repeat(20_000));
      tx.run('INSERT INTO meta VALUES (?, ?)', `${key}-b`, 'x'.repeat(20_000));
    });
  const outcomes = await Promise.allSettled(['1', '2', '3'].map(put));
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'RECORDS_FAILED' } });
  expect(records.read.get('SELECT count(*) AS n FROM meta WHERE length(key) = 3')).toEqual({ n: 0 });
  giveBack();
  await Promise.all(['1', '2', '3'].map(put));
  expect(records.read.get('SELECT count(*) AS n FROM meta WHERE length(key) = 3')).toEqual({ n: 6 });
});

/** What a child that writes while the disk fills up was told; it ends by itself, or by an abort of LMDB. */
function writeUntilFull(
  kind: 'inbox' | 'rules',
  path: string,
): { acknowledged: string[]; refused: string[]; aborted: boolean } {
  const child = fileURLToPath(new URL('./full-disk-child.ts', import.meta.url));
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [child, kind, path], { encoding: 'utf8' });
  if (status !== 0 && signal !== 'SIGABRT') throw new Error(stderr);
  rmSync(join(path, 'ballast'));
  const words = stdout.split('\n').map((line) => line.split(' '));
  const of = (what: string) => words.flatMap(([first, second = '']) => (first === what ? [second] : []));
  return { acknowledged: of('acknowledged'), refused: of('refused'), aborted: signal !== null };
}

it('keeps rule state as its last whole commit', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const { acknowledged, refused, aborted } = writeUntilFull('rules', disk.path);
  expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? ['RECORDS_FAILED'] : []));
  const store = openRulesAt(disk.path);
  const told = Number(acknowledged.at(-1));
  // A process that ends in the middle may have written what it could not say any more.
  const last = aborted ? store.head().cursor : told;
  expect(last).toBeGreaterThanOrEqual(told);
  expect([store.head().cursor, store.waiting('key').length]).toEqual([last, last]);
  await store.commit(candidate(last + 1, 100_000));
  await store.close();
  const again = openRulesAt(disk.path);
  expect([again.head().cursor, again.waiting('key').length]).toEqual([last + 1, last + 1]);
  await again.close();
});

it('acknowledges nothing the inbox could not write, and goes on behind what it could', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const { acknowledged, refused, aborted } = writeUntilFull('inbox', disk.path);
  expect(acknowledged.length).toBeLessThan(51);
  expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? ['INBOX_FULL'] : []));
  const open = () => openInboxAt(disk.path, { clock, log: silentLog(), metrics: createMetrics() });
  const inbox = open();
  await inbox.append(message('last'));
  const texts = (of: typeof inbox) =>
    of.read(0, 1e6).flatMap(({ messages }) => messages.map(({ payload }) => Buffer.from(payload).toString().trim()));
  const kept = texts(inbox);
  // A process that ends in the middle may have written what it could not say any more.
  if (aborted) expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
  else expect(kept).toEqual([...acknowledged, 'last']);
  expect(kept.at(-1)).toBe('last');
  await inbox.close();
  const again = open();
  expect(texts(again)).toEqual(kept);
  await again.close();
});

it('holds a batch of series until there is room for it', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const retries = counter();
  const sink = openSqlite({ dataDir: disk.path, clock: hastyClock(), log: silentLog(), retries });
  onTestFinished(() => sink.close());
  const giveBack = disk.fill();
  const written = writeTo(sink, readings(20_000));
  for (let turn = 0; retries.count < 3 && turn < 1_000; turn++) await clock.wait(5);
  expect([retries.count >= 3, sink.healthy()]).toEqual([true, false]);
  giveBack();
  expect(await written).toEqual([]);
  const window = { device: 'acme/d1', channel: 'smoke', from: 0, to: T0 * 2 };
  expect(await sink.query(window, 20_000)).toHaveLength(20_000);
});
