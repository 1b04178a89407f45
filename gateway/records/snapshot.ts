import { backup, DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';

/** What a store held at one instant, while it goes on being written. */
export interface Snapshot {
  /** Copies it to a path where nothing is yet. */
  copyTo(path: string): Promise<void>;
  /** Lets go: the store keeps old pages until then. Twice is harmless. */
  release(): void;
}

/** Pages copied before the event loop gets its turn. */
const RATE = 512;

/**
 * Pins a SQLite database in WAL mode as it is when this returns: a read transaction of a connection of its own, which commits of
 * others do not move. Throws RECORDS_FAILED.
 */
export function pinDatabase(file: string): Snapshot {
  let reader: DatabaseSync;
  try {
    reader = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    reader.exec('BEGIN');
    // The transaction takes its view of the file with its first read.
    reader.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (cause) {
    throw new GatewayError('RECORDS_FAILED', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return {
    async copyTo(path) {
      await backup(reader, path, { rate: RATE });
    },
    release() {
      if (reader.isOpen) reader.close();
    },
  };
}
