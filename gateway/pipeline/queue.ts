import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { findProgram } from '../program.ts';
import { lateStore } from './queue-late.ts';
import { openPostgresChild } from './queue-postgres.ts';
import { openRedisStore } from './queue-redis.ts';
import { startRedisChild } from './queue-redis-child.ts';
import type { QueueStore } from './queue-store.ts';
import { createWakeUps, type Queue } from './queue-wake-ups.ts';

export type { Queue } from './queue-wake-ups.ts';

export interface QueueOptions {
  /** `auto`: the given Redis, else a private one, else PostgreSQL. */
  readonly choice: 'auto' | 'redis' | 'postgres';
  readonly redisUrl?: string;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Name of this data directory among gateways that share a Redis; made once. */
function queueId(folder: string): string {
  const file = join(folder, 'id');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const id = randomBytes(8).toString('hex');
    writeFileSync(file, `${id}\n`, { mode: 0o600 });
    return id;
  }
}

/** The store, or one that is reached later when it does not answer now: whatever is only away is waited for in the background. */
async function reach(
  options: Pick<Parameters<typeof lateStore>[0], 'kind' | 'open' | 'release' | 'clock' | 'log'>,
): Promise<QueueStore> {
  try {
    return await options.open();
  } catch (error) {
    const { code, detail } = toGatewayError(error);
    if (code === 'REDIS_UNREACHABLE') return lateStore({ ...options, reason: detail });
    await options.release?.();
    throw error;
  }
}

async function openStore(options: QueueOptions): Promise<QueueStore> {
  const { choice, redisUrl, clock, log } = options;
  const folder = join(options.dataDir, 'queue');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const parts = { prefix: `gridwarden-${queueId(folder)}`, clock, log };
  if (choice !== 'postgres') {
    if (redisUrl) {
      const address = { kind: 'redis', target: redisUrl, prefix: parts.prefix } as const;
      return reach({ kind: 'redis', open: () => openRedisStore(address, parts), clock, log });
    }
    const program = findProgram('redis-server', 'valkey-server');
    if (program) return reach({ kind: 'redis-child', ...(await startRedisChild(program, folder, parts)), clock, log });
    if (choice === 'redis')
      throw new GatewayError(
        'QUEUE_UNAVAILABLE',
        'no redis-server or valkey-server on PATH: install one, set GRIDWARDEN_REDIS_URL or use GRIDWARDEN_QUEUE=postgres',
      );
  }
  return openPostgresChild(options.dataDir, parts);
}

/**
 * Opens the queue: BullMQ on the configured Redis, else on a private `redis-server`, else on an embedded PostgreSQL. What
 * it holds is disposable: wake-ups only name keys, and whatever is lost the auditor finds again.
 *
 * A Redis that does not answer is no reason not to start: work runs in process until it does.
 *
 * @throws GatewayError CONFIG_INVALID (a Redis that refuses the login or evicts keys) or QUEUE_UNAVAILABLE (none can be made).
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const store = await openStore(options);
  if (!store.away) options.log.info({ store: store.kind }, 'queue store open');
  return createWakeUps(store, options);
}
