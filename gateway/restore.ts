import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  copyTree,
  flush,
  freeBytes,
  type Manifest,
  prepareFolder,
  readManifest,
  removeDurably,
} from './backup-files.ts';
import { shanghaiMonth } from './cases/case-rows.ts';
import { once, openDataDir, RESTORING } from './data-dir.ts';
import { GatewayError } from './errors.ts';
import { openDatabase } from './records/connection.ts';

/** Far more case events than come between a backup and the loss of what it was made of. */
const SEQUENCES_LEFT_OUT = 1_000_000;
/** Likewise for the case numbers of one month, of which there are 9,999,999. */
const CASE_NUMBERS_LEFT_OUT = 100_000;
/** Room beside what is copied. */
const MARGIN = 16 << 20;
/** Days apart at which months are looked for: no month is missed. */
const STEP_MS = 20 * 86_400_000;

/**
 * Restores a backup into `dataDir`, which must be absent or empty; `now` is epoch ms. Sequences of case events and case numbers
 * go on behind a gap: those that were given out after the backup are known to the dispatch platform under their old meaning, and
 * must not come again with another. Throws BACKUP_REFUSED, DATA_DIR_NEWER.
 */
export async function restoreBackup(folder: string, dataDir: string, now: number): Promise<Manifest> {
  const manifest = readManifest(folder);
  prepareFolder(dataDir);
  const needed = Object.values(manifest.files).reduce((sum, size) => sum + size, MARGIN);
  const free = freeBytes(dataDir);
  if (free < needed)
    throw new GatewayError('BACKUP_REFUSED', `${dataDir} has room for ${free} bytes, ${needed} are needed`);
  const marker = join(dataDir, RESTORING);
  writeFileSync(marker, '', { mode: 0o600, flush: true });
  for (const name of Object.keys(manifest.files)) {
    mkdirSync(dirname(join(dataDir, name)), { recursive: true, mode: 0o700 });
    await copyTree(join(folder, name), join(dataDir, name));
  }
  // Also where it was configured: ids of case events are made with it.
  once(join(dataDir, 'gateway-id'), () => manifest.gatewayId);
  leaveGaps(join(dataDir, 'records.sqlite'), manifest.at, now);
  flush(dataDir);
  removeDurably(marker);
  // As a start would: the format is one this version knows, and the lock can be had.
  openDataDir(dataDir, undefined).release();
  return manifest;
}

function leaveGaps(records: string, from: number, to: number): void {
  const db = openDatabase(records);
  try {
    db.exec('BEGIN');
    const highest = db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'case_event'`).get() as
      | { seq: number }
      | undefined;
    db.prepare(`DELETE FROM sqlite_sequence WHERE name = 'case_event'`).run();
    db.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('case_event', ?)`).run(
      (highest?.seq ?? 0) + SEQUENCES_LEFT_OUT,
    );
    const months = new Set([shanghaiMonth(from), shanghaiMonth(to)]);
    for (let at = from; at < to; at += STEP_MS) months.add(shanghaiMonth(at));
    const leaveOut = db.prepare(
      `INSERT INTO meta (key, value) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT)`,
    );
    for (const month of months)
      leaveOut.run(`case-number.${month}`, String(CASE_NUMBERS_LEFT_OUT), CASE_NUMBERS_LEFT_OUT);
    db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE);');
  } finally {
    db.close();
  }
}

/** Whether there is something a backup could be made of. */
export function isDataDir(path: string): boolean {
  return existsSync(join(path, 'FORMAT'));
}
