import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { EMPTY_HEAD } from '../../gateway/rules/records.ts';
import { openRuleStore } from '../../gateway/rules/rule-store.ts';
import { openSqlite } from '../../gateway/series/sqlite.ts';
import { counter, hastyClock, readings, T0, writeTo } from '../series/sample.ts';
import { smallDisk } from '../support/small-disk.ts';

/** The reserve that stores keep free is left out here: what if somebody else takes the last byte between look and write? */
const unwatched = { shortage: () => undefined };

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

it('keeps rule state as its last whole commit, in memory and on disk', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const path = join(disk.path, 'rules');
  const store = openRuleStore(path, unwatched);
  const commit = (cursor: number, size: number) =>
    store.commit({
      head: { ...EMPTY_HEAD, cursor },
      ...{ devices: [], slots: [], states: [], forgotten: [], journal: undefined, shapes: [], windows: [], dropped: 0 },
      candidates: [{ candidateId: `c${cursor}`, attachKey: 'key', number: cursor, bytes: Buffer.alloc(size, cursor) }],
    });
  await commit(1, 1_000);
  const giveBack = disk.fill();
  // The first ones may still fit into pages that are free inside the file.
  let last = 1;
  let failure: unknown;
  for (let cursor = 2; failure === undefined && cursor < 100; cursor++) {
    await commit(cursor, 100_000).catch((error: unknown) => {
      failure = error;
    });
    if (failure === undefined) last = cursor;
  }
  expect(failure).toMatchObject({ code: 'RECORDS_FAILED' });
  expect([store.head().cursor, store.waiting('key').length]).toEqual([last, last]);
  giveBack();
  await commit(last + 1, 100_000);
  await store.close();
  const again = openRuleStore(path, unwatched);
  expect([again.head().cursor, again.waiting('key').length]).toEqual([last + 1, last + 1]);
  await again.close();
});

it('acknowledges nothing the inbox could not write, and goes on behind what it could', async () => {
  const disk = smallDisk(8);
  if (!disk) return;
  const open = () =>
    openInbox({
      ...{ path: join(disk.path, 'inbox'), seal: openSeal(join(disk.path, 'keys')), quota: 2 ** 30, disk: unwatched },
      ...{ clock, log: silentLog(), metrics: createMetrics() },
    });
  const inbox = open();
  const acknowledged: string[] = [];
  const append = async (text: string) => {
    await inbox.append({
      ...{
        receivedAt: T0,
        transport: 'mqtt',
        vendor: 'acme',
        device: 's1',
        topic: 't',
        qos: 1,
        retain: false,
        dup: false,
      },
      payload: Buffer.from(text.padEnd(50_000)),
    });
    acknowledged.push(text);
  };
  await append('first');
  const giveBack = disk.fill();
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => append(`full ${index}`)));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'INBOX_FULL' } });
  giveBack();
  await append('last');
  const texts = (of: typeof inbox) =>
    of.read(0, 1e6).flatMap(({ messages }) => messages.map(({ payload }) => Buffer.from(payload).toString().trim()));
  expect(texts(inbox)).toEqual(acknowledged);
  await inbox.close();
  const again = open();
  expect(texts(again)).toEqual(acknowledged);
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
