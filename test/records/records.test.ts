import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { testDir } from '../support/test-dir.ts';

const insert = "INSERT INTO meta (key, value) VALUES (?, 'x')";

describe('records', () => {
  it('commits a group and rolls back only the unit that failed', async () => {
    const file = join(testDir(), 'records.sqlite');
    const records = openRecords(openDatabase(file), realClock());
    let commits = 0;
    records.onCommit(() => commits++);
    const results = await Promise.allSettled([
      records.write((tx) => tx.run(insert, 'a')),
      records.write((tx) => {
        tx.run(insert, 'b');
        throw new Error('on purpose');
      }),
      records.write((tx) => tx.run(insert, 'c')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(commits).toBe(1);
    await records.close();

    const again = openRecords(openDatabase(file), realClock());
    expect(
      again.read.all<{ key: string }>('SELECT key FROM meta WHERE length(key) = 1 ORDER BY key').map((row) => row.key),
    ).toEqual(['a', 'c']);
    await again.close();
  });

  it('lets others have their turn between groups of much work', async () => {
    let now = 0;
    const clock = { ...realClock(), monotonic: () => now };
    const records = openRecords(openDatabase(join(testDir(), 'records.sqlite')), clock);
    const order: string[] = [];
    records.onCommit(() => {
      order.push('commit');
      setImmediate(() => order.push('others'));
    });
    const writes = Array.from({ length: 7 }, (_, index) =>
      records.write(() => {
        now += 6;
        order.push(`${index}`);
      }),
    );
    await Promise.all(writes);
    expect(order.join(' ')).toBe('0 1 2 commit others 3 4 5 commit others 6 commit');
    await records.close();
  });

  it('answers once a group is on disk, and gathers the next one meanwhile', async () => {
    const flushes: (() => void)[] = [];
    const wal = { flush: () => new Promise<void>((resolve) => flushes.push(resolve)), close: async () => undefined };
    const db = openDatabase(join(testDir(), 'records.sqlite'));
    const records = openRecords(db, realClock(), silentLog(), wal);
    const heard: string[] = [];
    records.onCommit(() => heard.push('told'));
    const write = (key: string) => void records.write((tx) => tx.run(insert, key)).then(() => heard.push(key));
    const turns = async () => {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    write('a');
    await turns();
    write('b');
    write('c');
    await turns();
    expect([heard, flushes.length]).toEqual([[], 1]);
    flushes.shift()?.();
    await turns();
    expect([heard.sort(), flushes.length]).toEqual([['a', 'told'], 1]);
    flushes.shift()?.();
    await turns();
    expect(heard.sort()).toEqual(['a', 'b', 'c', 'told', 'told']);
    await records.close();
  });

  it('takes what follows from a group to disk with it, and tells of it first', async () => {
    const file = join(testDir(), 'records.sqlite');
    const records = openRecords(openDatabase(file), realClock());
    const order: string[] = [];
    records.onCommit(() => order.push('everybody'));
    const end = records.atCommit((tx) => {
      tx.run(insert, `after ${tx.get<{ n: number }>("SELECT count(*) AS n FROM meta WHERE value = 'x'")?.n}`);
      return () => order.push('what follows');
    });
    records.atCommit((tx) => {
      tx.run(insert, 'lost');
      throw new Error('on purpose');
    });
    await Promise.all([records.write((tx) => tx.run(insert, 'a')), records.write((tx) => tx.run(insert, 'b'))]);
    expect(order).toEqual(['what follows', 'everybody']);
    end();
    await records.write((tx) => tx.run(insert, 'c'));
    expect(records.read.all<{ key: string }>("SELECT key FROM meta WHERE value = 'x'").map(({ key }) => key)).toEqual([
      ...['a', 'b', 'after 2', 'c'],
    ]);
    await records.close();
  });

  it('refuses all that wait when no transaction can begin, and goes on later', async () => {
    const file = join(testDir(), 'records.sqlite');
    const records = openRecords(openDatabase(file), realClock());
    const other = new DatabaseSync(file);
    other.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE');
    const refused = await Promise.allSettled(['a', 'b'].map((key) => records.write((tx) => tx.run(insert, key))));
    expect(refused.map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
      'RECORDS_FAILED',
      'RECORDS_FAILED',
    ]);
    other.exec('ROLLBACK');
    other.close();
    expect(await records.write((tx) => tx.run(insert, 'a'))).toBe(1);
    await records.close();
  });

  it('takes a full group at once and flushes the rest on close', async () => {
    const records = openRecords(openDatabase(join(testDir(), 'records.sqlite')), realClock());
    const writes = Array.from({ length: 300 }, (_, index) => records.write((tx) => tx.run(insert, `k${index}`)));
    await records.close();
    expect(await Promise.all(writes)).toHaveLength(300);
    await expect(records.write(() => 1)).rejects.toMatchObject({ code: 'RECORDS_FAILED' });
  });

  it('refuses a database that a newer version wrote', () => {
    const file = join(testDir(), 'records.sqlite');
    openDatabase(file).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => openDatabase(file)).toThrowError(/DATA_DIR_NEWER/);
  });
});
