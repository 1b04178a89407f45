import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { GatewayError } from '../errors.ts';
import type { Records } from '../records/records.ts';

/** Rows of the records store that alarms are judged by, and that no alarm writes. */
const TABLES = ['device', 'silence', 'device_reliability'] as const;

type Row = Readonly<Record<string, SQLInputValue>>;

/** Rows of those tables as they were when they were read. */
export type Registry = ReadonlyMap<(typeof TABLES)[number], readonly Row[]>;

/**
 * What a data directory knows of its devices, read from `file` without the right to change it: a gateway may be writing to it.
 * Throws DATA_DIR_UNWRITABLE.
 */
export function readRegistry(file: string): Registry {
  return reading(
    file,
    (db) => new Map(TABLES.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all() as Row[]])),
  );
}

/** The operating mode a data directory was left in; NORMAL where nobody ever switched. Throws DATA_DIR_UNWRITABLE. */
export function readMode(file: string): string {
  return reading(file, (db) => {
    const row = db.prepare("SELECT value FROM meta WHERE key = 'operating-mode'").get() as Row | undefined;
    return row ? String((JSON.parse(String(row['value'])) as { mode: unknown }).mode) : 'NORMAL';
  });
}

/** Where no gateway left a log of its own, the file is all there is: then SQLite need not make one to read it. */
function locationOf(file: string): URL {
  const location = pathToFileURL(file);
  if (!existsSync(`${file}-wal`)) location.searchParams.set('immutable', '1');
  return location;
}

function reading<T>(file: string, work: (db: DatabaseSync) => T): T {
  if (!existsSync(file))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file} does not exist; name the data directory of a gateway`);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(locationOf(file), { readOnly: true, timeout: 5_000 });
    return work(db);
  } catch (cause) {
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  } finally {
    db?.close();
  }
}

/** Writes those rows into the empty records store of a trial. */
export async function copyRegistry(registry: Registry, records: Records): Promise<void> {
  await records.write((tx) => {
    for (const [table, rows] of registry)
      for (const row of rows) {
        const names = Object.keys(row);
        const marks = names.map(() => '?').join(', ');
        tx.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`, ...Object.values(row));
      }
  });
}
