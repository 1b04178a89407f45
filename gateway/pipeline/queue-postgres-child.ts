import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { BASE, ours, postgresBinaries, unavailable } from './queue-postgres-binaries.ts';
import { stopLeftOver, supervise } from './queue-process.ts';

const run = promisify(execFile);
const START_MS = 15_000;
/** Names the socket file only: the server listens on no TCP port. */
const PORT = 5432;

export interface PostgresServer {
  readonly socketFolder: string;
  readonly port: number;
  readonly user: string;
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** PostgreSQL refuses to run as root, so root lends it the user `postgres`. */
async function account(): Promise<Account> {
  const { uid, gid, username } = userInfo();
  if (uid !== 0) return { uid, gid, name: username };
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g'), name: 'postgres' };
  } catch (error) {
    throw unavailable(
      'PostgreSQL cannot run as root and there is no user "postgres": create it (useradd -r postgres)',
      error,
    );
  }
}

/** Where the server of a data directory keeps its files; it can be removed whenever the gateway is stopped. */
export function postgresFolder(dataDir: string): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  return join(BASE, `gridwarden-pg-data-${name}`);
}

/** Nothing in the queue must survive a crash, so nothing waits for the disk. */
const SETTINGS = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  logging_collector: 'on',
  log_filename: 'postgres.log',
  log_truncate_on_rotation: 'on',
  log_min_messages: 'warning',
};

async function answers(server: { host: string; port: number; user: string }): Promise<boolean> {
  const client = new pg.Client({ ...server, database: 'postgres', connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Starts the private server of a data directory: own `initdb` and `postgres` calls, as user `postgres` when the gateway is
 * root. Its files live beside the binaries under /var/tmp, in a folder that only its user can enter, so the socket needs no
 * password. Files that do not start any more are thrown away and made again.
 *
 * @throws GatewayError QUEUE_UNAVAILABLE.
 */
export async function startPostgres(dataDir: string, parts: { clock: Clock; log: Logger }): Promise<PostgresServer> {
  const { clock, log } = parts;
  const owner = await account();
  const native = join(await postgresBinaries(), 'native');
  const folder = postgresFolder(dataDir);
  const data = join(folder, 'data');
  const lent = userInfo().uid === 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
  if (!ours(folder, owner.uid)) {
    mkdirSync(folder, { mode: 0o700 });
    if (lent) chownSync(folder, lent.uid, lent.gid);
  }
  await stopLeftOver(join(data, 'postmaster.pid'), data, 'SIGINT', clock);

  const create = () =>
    run(
      join(native, 'bin', 'initdb'),
      ['-D', data, '-U', owner.name, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
      { cwd: folder, env: { LC_ALL: 'C' }, ...lent },
    ).catch((error: Error) => Promise.reject(unavailable(`initdb failed: ${error.message}`, error)));

  const start = async (): Promise<PostgresServer | undefined> => {
    const settings = Object.entries({ ...SETTINGS, log_directory: folder, unix_socket_directories: folder });
    const child = supervise({
      program: join(native, 'bin', 'postgres'),
      args: ['-D', data, '-p', String(PORT), ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      signal: 'SIGINT',
      cwd: folder,
      clock,
      log,
      ...(lent ? { user: lent } : {}),
    });
    const server = { host: folder, port: PORT, user: owner.name };
    const until = clock.monotonic() + START_MS;
    while (clock.monotonic() < until) {
      if (await answers(server))
        return { socketFolder: folder, port: PORT, user: owner.name, stop: () => child.stop() };
      await clock.wait(50);
    }
    await child.stop();
    return undefined;
  };

  const warm = existsSync(join(data, 'PG_VERSION'));
  if (!warm) {
    rmSync(data, { recursive: true, force: true });
    await create();
  }
  let server = await start();
  if (!server && warm) {
    log.warn({ data }, 'the private PostgreSQL does not start from its old files; making new ones');
    rmSync(data, { recursive: true, force: true });
    await create();
    server = await start();
  }
  if (!server) throw unavailable(`the private PostgreSQL does not start, see ${join(folder, 'postgres.log')}`);
  return server;
}
