import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GatewayError } from './errors.ts';

/** Version of the layout below; a directory with a higher one is refused. */
const FORMAT = 1;

/** Stands in a directory while a backup is being restored into it. */
export const RESTORING = 'RESTORING';

/** The data directory, held by this process alone. */
export interface DataDir {
  readonly path: string;
  /** Name in CloudEvents ids; made once and kept, so that ids stay the same over restarts. */
  readonly gatewayId: string;
  /** Key material that never leaves the directory. */
  readonly pepper: Buffer;
  readonly inbox: string;
  readonly keys: string;
  readonly rules: string;
  readonly records: string;
  readonly series: string;
  readonly adminTokenFile: string;
  release(): void;
}

/**
 * Opens (and creates, mode 0700) the data directory and locks it. The lock is a held SQLite write transaction: the
 * operating system drops it with the process, also on `kill -9`, so a stale lock cannot exist.
 * Throws DATA_DIR_UNWRITABLE, DATA_DIR_LOCKED or DATA_DIR_NEWER.
 */
export function openDataDir(path: string, gatewayId: string | undefined): DataDir {
  const lock = lockFile(path);
  try {
    if (existsSync(join(path, RESTORING)))
      throw new GatewayError(
        'DATA_DIR_UNWRITABLE',
        `a restore into ${path} did not end; empty the directory and restore again`,
      );
    const format = join(path, 'FORMAT');
    const found = existsSync(format) ? Number(readFileSync(format, 'utf8')) : FORMAT;
    if (!(found <= FORMAT))
      throw new GatewayError(
        'DATA_DIR_NEWER',
        `${path} has format ${found}, this version knows ${FORMAT}; use the newer gateway`,
      );
    writeFileSync(format, `${FORMAT}\n`);
    return {
      path,
      gatewayId: gatewayId ?? once(join(path, 'gateway-id'), () => `gw-${randomBytes(4).toString('hex')}`),
      pepper: Buffer.from(
        once(join(path, 'pepper'), () => randomBytes(32).toString('hex')),
        'hex',
      ),
      inbox: join(path, 'inbox'),
      keys: join(path, 'keys'),
      rules: join(path, 'rules'),
      records: join(path, 'records.sqlite'),
      series: join(path, 'series.sqlite'),
      adminTokenFile: join(path, 'admin-token'),
      release: () => lock.close(),
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

function lockFile(path: string): DatabaseSync {
  let lock: DatabaseSync;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    lock = new DatabaseSync(join(path, 'lock'));
  } catch (cause) {
    throw new GatewayError(
      'DATA_DIR_UNWRITABLE',
      `${path}: ${(cause as Error).message}; set GRIDWARDEN_DATA_DIR to a folder this user may write`,
      { cause },
    );
  }
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    throw new GatewayError(
      'DATA_DIR_LOCKED',
      `${path} is in use by another gateway; stop it or set GRIDWARDEN_DATA_DIR`,
      { cause },
    );
  }
}

/**
 * The content of a small secret file, made with mode 0600 the first time. A crash on the way leaves no file or a whole one,
 * never an empty secret. Throws DATA_DIR_UNWRITABLE for a file that holds nothing.
 */
export function once(file: string, make: () => string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, make(), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    syncFolder(dirname(file));
  }
  const content = readFileSync(file, 'utf8').trim();
  if (content !== '') return content;
  throw new GatewayError(
    'DATA_DIR_UNWRITABLE',
    `${file} is empty; put its content back from a backup, or remove the file to make a new secret`,
  );
}

/** A rename is durable once its folder is on disk. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
