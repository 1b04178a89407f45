import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { stopLeftOver, supervise } from './queue-process.ts';
import { openRedisStore } from './queue-redis.ts';
import type { QueueStore } from './queue-store.ts';

/** Longest path a unix socket address holds on every supported system (macOS: 104 bytes with the final zero). */
const MAX_SOCKET_PATH = 100;
/** Machine ms a child is given until its socket is there, and between two looks. */
const START_MS = 1_000;
const LOOK_MS = 5;

/** Folder of the socket: the queue's own, or a private one in the temporary folder when that path is too long. */
function socketFolder(folder: string): string {
  if (join(folder, 'redis.sock').length <= MAX_SOCKET_PATH) return folder;
  const short = join(tmpdir(), `gridwarden-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  return short;
}

/** A child that was started, whether it lives or not. */
export interface RedisChild {
  /** Throws REDIS_UNREACHABLE while the child is not up; may be called again. */
  open(): Promise<QueueStore>;
  /** Ends a child that no store was opened on. */
  release(): Promise<void>;
}

/**
 * BullMQ on a Redis of our own: no TCP port, a socket only this user can open, nothing written to disk (the queue is
 * disposable), ended with the gateway and started again when it dies, also when it never came up.
 *
 * @param program path of `redis-server` or `valkey-server`.
 * @param folder where it works; nobody else uses it (the data directory is locked).
 */
export async function startRedisChild(
  program: string,
  folder: string,
  parts: { prefix: string; clock: Clock; log: Logger },
): Promise<RedisChild> {
  const { clock, log, prefix } = parts;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const socket = join(socketFolder(folder), 'redis.sock');
  const pidFile = join(folder, 'redis.pid');
  await stopLeftOver(pidFile, socket, 'SIGTERM', clock);
  rmSync(socket, { force: true });
  const settings = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir: folder,
    pidfile: pidFile,
    logfile: join(folder, 'redis.log'),
    loglevel: 'warning',
    save: '',
    appendonly: 'no',
    'maxmemory-policy': 'noeviction',
    // The command line keeps the socket's path, by which a left-over child is recognised.
    'set-proc-title': 'no',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = supervise({ program, args, signal: 'SIGTERM', cwd: folder, clock, log });
  const release = () => child.stop();
  return {
    async open() {
      for (const until = clock.monotonic() + START_MS; !existsSync(socket) && clock.monotonic() < until; )
        await clock.wait(LOOK_MS);
      if (!existsSync(socket))
        throw new GatewayError('REDIS_UNREACHABLE', `the private ${program} does not start, see ${settings.logfile}`);
      return openRedisStore({ kind: 'redis-child', target: socket, prefix, release }, parts);
    },
    release,
  };
}
