import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { LaneQueue, Turn } from './queue-store.ts';

/** The calls of a BullMQ queue that wake-ups use, on whichever backend. */
export interface BullQueue {
  addBulk(
    jobs: { name: string; data: Turn; opts: { jobId: string; removeOnComplete: boolean; removeOnFail: boolean } }[],
  ): Promise<unknown>;
  obliterate(options: { force: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface BullWorker {
  close(force?: boolean): Promise<void>;
}

/** Options of every worker: a lost store is asked again each second; a job is nothing to keep. */
export const WORKER_OPTIONS = {
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
  runRetryDelay: 1_000,
} as const;

const CLOSE_MS = 2_000;

/**
 * Joins a BullMQ queue and its worker to what a lane needs. Job ids hold neither digits only nor `:` (both throw in
 * BullMQ) and are never used twice, since BullMQ ignores an id it still remembers.
 */
export function laneQueue(queue: BullQueue, worker: BullWorker, clock: Clock): LaneQueue {
  const boot = `w${randomBytes(6).toString('hex')}`;
  let count = 0;
  return {
    async add(turns) {
      await queue.addBulk(
        turns.map((turn) => ({
          name: 'wake',
          data: turn,
          opts: { jobId: `${boot}-${++count}`, removeOnComplete: true, removeOnFail: true },
        })),
      );
    },
    async close() {
      // A worker whose store is gone can wait for it for ever.
      const gentle = Promise.allSettled([worker.close(), queue.close()]);
      await Promise.race([gentle, clock.wait(CLOSE_MS)]);
      await Promise.race([Promise.allSettled([worker.close(true)]), clock.wait(CLOSE_MS)]);
    },
  };
}

/** A listener that keeps an `error` event from ending the process; outages are told once by the wake-ups themselves. */
export function errorListener(log: Logger, part: string): (error: Error) => void {
  return (error) => log.debug({ part, reason: error.message }, 'queue store error');
}
