import { Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { errorListener, laneQueue, WORKER_OPTIONS } from './queue-bullmq.ts';
import type { QueueStore } from './queue-store.ts';

/** A Redis that has not answered for this long does not answer. */
const CONNECT_MS = 1_500;
const COMMAND_MS = 5_000;
const MAX_RETRY_MS = 1_000;

export interface RedisAddress {
  readonly kind: 'redis' | 'redis-child';
  /** `redis://…`, `rediss://…` or the path of a unix socket. */
  readonly target: string;
  /** Keeps the keys of gateways that share a Redis apart. */
  readonly prefix: string;
  /** Released after the last connection is closed. */
  readonly release?: () => Promise<void>;
}

/** The target without its password, for logs and errors. */
function withoutPassword(target: string): string {
  return target.replace(/\/\/[^@/]*@/, '//');
}

function connection(target: string, options: RedisOptions, onError: (error: Error) => void): Redis {
  const redis = new Redis(target, {
    ...options,
    lazyConnect: true,
    replyMapping: 'legacy',
    retryStrategy: (times: number) => Math.min(times * 100, MAX_RETRY_MS),
  });
  redis.on('error', onError);
  return redis;
}

/**
 * An evicted key can tear a queue apart, so a bounded Redis must refuse writes instead (`noeviction`). A Redis without a
 * memory bound evicts nothing; one that hides its settings is believed.
 */
async function checkEviction(redis: Redis, target: string, log: Logger): Promise<void> {
  const info = await redis.info('memory').catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  const bound = Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0);
  if (policy === undefined || policy === 'noeviction') return;
  if (bound > 0)
    throw new GatewayError(
      'CONFIG_INVALID',
      `${withoutPassword(target)} has maxmemory-policy ${policy}: set it to noeviction, or use another Redis for the queue`,
    );
  log.warn(
    { policy },
    'Redis has no memory bound now, but would evict queue keys under one: set maxmemory-policy noeviction',
  );
}

/** What Redis says to a login it does not take: nothing that comes by waiting. */
const LOGIN_REFUSED = /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password|ERR AUTH|ERR Client sent AUTH)/;

/**
 * BullMQ on Redis. Producers fail at once while Redis is away (`enableOfflineQueue: false`), workers wait for it.
 *
 * @throws GatewayError REDIS_UNREACHABLE when it does not answer within 1.5 s, CONFIG_INVALID when it refuses the login or evicts
 * keys: waiting heals neither.
 */
export async function openRedisStore(address: RedisAddress, parts: { clock: Clock; log: Logger }): Promise<QueueStore> {
  const { target, prefix } = address;
  const { clock, log } = parts;
  const onError = errorListener(log, 'redis');
  const producer = connection(
    target,
    { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_MS },
    onError,
  );
  const consumer = connection(target, { maxRetriesPerRequest: null }, onError);

  const unreachable = (reason: string) =>
    new GatewayError(
      'REDIS_UNREACHABLE',
      `${withoutPassword(target)}: ${reason}; start it or change GRIDWARDEN_REDIS_URL`,
    );
  const loginRefused = (reason: string) =>
    new GatewayError(
      'CONFIG_INVALID',
      `${withoutPassword(target)} refused the login (${reason}); correct user and password in GRIDWARDEN_REDIS_URL`,
    );
  try {
    const answer = Promise.all([producer.connect(), consumer.connect()]).then(() => producer.ping());
    const late = clock
      .wait(CONNECT_MS)
      .then(() => Promise.reject(new Error(`no answer within ${CONNECT_MS / 1_000} s`)));
    const refused = new Promise<never>((_, reject) => {
      producer.on('error', (error) => LOGIN_REFUSED.test(error.message) && reject(error));
    });
    refused.catch(() => undefined);
    await Promise.race([answer, late, refused]);
    await checkEviction(producer, target, log);
  } catch (error) {
    producer.disconnect();
    consumer.disconnect();
    if (error instanceof GatewayError) throw error;
    const { message } = error as Error;
    throw LOGIN_REFUSED.test(message) ? loginRefused(message) : unreachable(message);
  }

  const epochKey = `${prefix}:epoch`;
  await producer.set(epochKey, '1');
  return {
    kind: address.kind,
    openLane(lane, concurrency, process) {
      const queue = new Queue(lane, {
        prefix,
        connection: producer,
        skipWaitingForReady: true,
        streams: { events: { maxLen: 100 } },
      });
      queue.on('error', onError);
      const worker = new Worker(lane, async (job) => process(job.data), {
        ...WORKER_OPTIONS,
        prefix,
        connection: consumer,
        concurrency,
      });
      worker.on('error', onError);
      return laneQueue(queue, worker, clock);
    },
    async epoch() {
      // One command, so that two checks cannot both find it missing and both miss it.
      return (await producer.set(epochKey, '1', 'GET')) !== null;
    },
    onReconnect: (listener) => void producer.on('ready', listener),
    async close() {
      producer.disconnect();
      consumer.disconnect();
      await address.release?.();
    },
  };
}
