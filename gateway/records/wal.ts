import { close, closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';

/** Makes what was committed to a database in WAL mode durable. */
export interface Wal {
  /** Resolves once every commit so far is on disk, without holding up the event loop meanwhile. Rejects when the disk fails. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const flushFile = promisify(fdatasync);
const closeFile = promisify(close);

/**
 * Takes the waiting for the disk over from SQLite. With `synchronous = NORMAL` a commit only writes to the WAL, whose frames carry
 * checksums, and SQLite flushes it before each checkpoint and each new beginning of the file (sqlite.org/wal.html, pragma.html):
 * flushed here after a commit, it holds what it would with FULL. A database in memory has nothing to flush.
 */
export function takeWal(db: DatabaseSync): Wal {
  const file = db.location();
  if (file === null) return { flush: async () => undefined, close: async () => undefined };
  db.exec('PRAGMA synchronous = NORMAL');
  // A write creates the file where there is none yet; from then on it stays until the last connection closes.
  db.exec('BEGIN IMMEDIATE; COMMIT');
  const wal = openSync(`${file}-wal`, 'r');
  // What a process that was killed left in it is shown to others from now on; and the file's own name has to last.
  fsyncSync(wal);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return { flush: () => flushFile(wal), close: () => closeFile(wal) };
}
