import { DatabaseSync } from 'node:sqlite';
import { GatewayError } from '../errors.ts';
import { migrate } from './migrations.ts';

export type Database = DatabaseSync;

/** Opens (and creates) the records database: WAL, every commit flushed to disk until `openRecords` does that, foreign keys checked. */
export function openDatabase(file: string): Database {
  try {
    const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 5_000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    migrate(db);
    return db;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file}: ${(error as Error).message}`, { cause: error });
  }
}
