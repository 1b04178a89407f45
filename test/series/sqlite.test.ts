import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../gateway/log.ts';
import { openSqlite } from '../../gateway/series/sqlite.ts';
import { eventually } from '../support/server-process.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';
import { counter, decoded, device, hastyClock, presence, readings, T0, value, writeTo } from './sample.ts';

let dir: TempDir;
beforeEach(() => {
  dir = tempDir('sqlite');
});
afterEach(() => dir.remove());

const retries = counter();
const open = (dataDir = dir.path) => openSqlite({ dataDir, clock: hastyClock(), log: silentLog(), retries });
const peek = () => new DatabaseSync(join(dir.path, 'series.sqlite'));
const window = { device: 'acme/d1', channel: 'smoke', from: 0, to: T0 * 2 };

it('flushes every commit to disk', async () => {
  const sink = open();
  await writeTo(sink, readings(1));
  const db = peek();
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  db.close();
  await sink.close();
});

it('waits out a file that takes no writes, healthy again afterwards', async () => {
  const sink = open();
  const db = peek();
  db.exec('BEGIN IMMEDIATE');
  const write = writeTo(sink, readings(3));
  const next = writeTo(sink, readings(3, undefined, 3));
  await eventually('not healthy', () => !sink.healthy());
  expect(retries.count).toBeGreaterThan(0);
  db.exec('ROLLBACK');
  expect(await write).toEqual([]);
  await next;
  expect(sink.healthy()).toBe(true);
  expect(await sink.query(window, 10)).toHaveLength(6);
  db.close();
  await sink.close();
});

it('gives up a waiting batch when closed, and stores none of it', async () => {
  const sink = open();
  const db = peek();
  db.exec('BEGIN IMMEDIATE');
  const failed = expect(writeTo(sink, readings(3))).rejects.toMatchObject({ code: 'RECORDS_FAILED' });
  await eventually('not healthy', () => !sink.healthy());
  await sink.close();
  await sink.close();
  await failed;
  db.exec('ROLLBACK');
  expect(db.prepare('SELECT count(*) AS n FROM value').get()).toEqual({ n: 0 });
  db.close();
});

it('keeps simulated readings apart and presence in a table of its own', async () => {
  const sink = open();
  await writeTo(sink, [
    decoded([value('smoke', 1, { seq: 1 })]),
    decoded([value('smoke', 2, { seq: 1, simulated: true })]),
    decoded([presence(true, { seq: 1 }), presence(false, { seq: 2 })]),
  ]);
  await sink.close();
  const db = peek();
  expect(db.prepare('SELECT simulated, value FROM series JOIN value USING (series_id)').all()).toEqual([
    { simulated: 0, value: 1 },
    { simulated: 1, value: 2 },
  ]);
  expect(db.prepare('SELECT online FROM presence ORDER BY sub').all()).toEqual([{ online: 1 }, { online: 0 }]);
  db.close();
});

it('refuses a file of a newer version and one that is no database', () => {
  const db = peek();
  db.exec('PRAGMA user_version = 99');
  db.close();
  expect(() => open()).toThrow(/DATA_DIR_NEWER/);
  const other = tempDir('sqlite');
  writeFileSync(join(other.path, 'series.sqlite'), 'this is no database, only some words of text');
  expect(() => open(other.path)).toThrow(/DATA_DIR_UNWRITABLE/);
  other.remove();
});

it('has every value it acknowledged after a kill', async () => {
  const script = fileURLToPath(new URL('./sqlite-writer.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dir.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  child.stdout.on('data', (data) => {
    acknowledged = Number(String(data).trim().split('\n').at(-1));
  });
  await eventually('acknowledged batches', () => acknowledged >= 1_000);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  const sink = open();
  const found = await sink.query(window, 2_000_000);
  await sink.close();
  expect(found.length).toBeGreaterThanOrEqual(acknowledged);
  // Whole batches only: a transaction is there or not.
  expect(found.length % 100).toBe(0);
  expect(found.map((row) => row.value)).toEqual(found.map((_, index) => index));
});

it('removes points that are older than asked for, in bounded batches, and goes on where it stopped', async () => {
  const sink = open();
  const at = (time: number, ...names: string[]) =>
    names.map((name) => decoded([value('smoke', 0.1, { deviceId: name, time })], {}, device(name)));
  for (let hour = 0; hour < 10; hour++) await writeTo(sink, at(T0 + hour * 3_600_000, 'acme/d1', 'acme/d2', 'acme/d3'));
  await writeTo(sink, [decoded([presence(true)]), decoded([presence(false, { time: T0 + 9 * 3_600_000 })])]);
  const before = T0 + 4 * 3_600_000;
  const batches: number[] = [];
  for (let removed = 5; removed >= 5; ) {
    removed = (await sink.prune?.(before, 5)) ?? 0;
    batches.push(removed);
  }
  // Four hours of three devices and one presence.
  expect(batches).toEqual([5, 5, 3]);
  const left = await sink.query(window, 100);
  expect(left.map(({ time }) => (time - T0) / 3_600_000)).toEqual([4, 5, 6, 7, 8, 9]);
  expect(await sink.prune?.(before, 5)).toBe(0);
  await writeTo(sink, readings(1));
  expect(await sink.prune?.(before, 5)).toBe(1);
  await sink.close();
});
