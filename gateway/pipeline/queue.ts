import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { findProgram } from '../program.ts';
import { openPostgresChild } from './queue-postgres.ts';
import { openRedisStore } from './queue-redis.ts';
import { openRedisChild } from './queue-redis-child.ts';
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

async function openStore(options: QueueOptions): Promise<QueueStore> {
  const { choice, redisUrl, clock, log } = options;
  const folder = join(options.dataDir, 'queue');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const parts = { prefix: `gridwarden-${queueId(folder)}`, clock, log };
  if (choice !== 'postgres') {
    if (redisUrl) return openRedisStore({ kind: 'redis', target: redisUrl, prefix: parts.prefix }, parts);
    const program = findProgram('redis-server', 'valkey-server');
    if (program) return openRedisChild(program, folder, parts);
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
 * @throws GatewayError REDIS_UNREACHABLE, CONFIG_INVALID (a Redis that evicts keys) or QUEUE_UNAVAILABLE.
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const store = await openStore(options);
  options.log.info({ store: store.kind }, 'queue store open');
  return createWakeUps(store, options);
}
