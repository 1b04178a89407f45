import { cpSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../gateway/records/connection.ts';
import { takeWal } from '../../gateway/records/wal.ts';
import { testDir } from '../support/test-dir.ts';

describe('write-ahead log of the records', () => {
  it('is there from the start, and takes the flushing over from SQLite', async () => {
    const file = join(testDir(), 'records.sqlite');
    const db = openDatabase(file);
    onTestFinished(() => db.close());
    const mode = () => db.prepare('PRAGMA synchronous').get()?.['synchronous'];
    expect(mode()).toBe(2);
    const wal = takeWal(db);
    expect(mode()).toBe(1);
    expect(statSync(`${file}-wal`).isFile()).toBe(true);
    await wal.flush();
    await wal.close();
  });

  it('holds every commit it flushed, over checkpoints and new beginnings of the file', async () => {
    const folder = testDir();
    const file = join(folder, 'records.sqlite');
    const db = openDatabase(file);
    onTestFinished(() => db.close());
    const wal = takeWal(db);
    onTestFinished(() => wal.close());
    for (let round = 0; round < 3; round++) {
      for (let row = 0; row < 400; row++)
        db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(`${round}-${row}`, 'x'.repeat(4_000));
      await wal.flush();
      const copy = join(folder, `copy-${round}`);
      for (const suffix of ['', '-wal']) cpSync(`${file}${suffix}`, `${copy}${suffix}`);
      const other = new DatabaseSync(copy);
      const found = other.prepare("SELECT count(*) AS rows FROM meta WHERE key LIKE '%-%'").get();
      other.close();
      expect(found?.['rows']).toBe(400 * (round + 1));
    }
  });

  it('has nothing to flush in memory', async () => {
    const db = new DatabaseSync(':memory:');
    const wal = takeWal(db);
    await wal.flush();
    await wal.close();
    db.close();
  });
});
