import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Something that grows old: removes up to `limit` of it from before `before` (epoch ms); how many there were. */
export interface Chore {
  readonly name: string;
  /** ms of the city's time that it is kept. */
  readonly retention: number;
  prune(before: number, limit: number): Promise<number>;
}

export interface Housekeeping {
  /** Ends after the batch in hand. Twice is harmless. */
  stop(): Promise<void>;
}

/** Keeps removals waiting while somebody copies what they would remove. */
export interface Hold {
  /** Holds until the function it returns is called. */
  take(): () => void;
  readonly held: boolean;
}

export function createHold(): Hold {
  const holders = new Set<symbol>();
  return {
    take() {
      const holder = Symbol('holder');
      holders.add(holder);
      return () => void holders.delete(holder);
    },
    get held() {
      return holders.size > 0;
    },
  };
}

/** Machine ms from the start, and between two rounds. */
const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;
/** Rows of one transaction: a few ms, so that the work of the day does not wait. */
const BATCH = 500;
/** Machine ms between two batches. */
const PAUSE_MS = 50;

/** Removes what is older than its retention, every hour, in small batches. What fails is done in the next round. */
export function startHousekeeping(options: {
  chores: readonly Chore[];
  /** While it says so, nothing is removed. */
  paused: () => boolean;
  clock: Pick<Clock, 'now' | 'wait'>;
  log: Logger;
  metrics: Metrics;
}): Housekeeping {
  const { chores, paused, clock, log, metrics } = options;
  const pruned = metrics.counter('pruned_total', 'What was removed because it was older than its retention', ['what']);
  const stopping = new AbortController();
  const { signal } = stopping;

  const doOne = async ({ name, retention, prune }: Chore): Promise<void> => {
    let total = 0;
    try {
      for (let removed = BATCH; removed >= BATCH && !signal.aborted && !paused(); ) {
        removed = await prune(clock.now() - retention, BATCH);
        pruned.inc({ what: name }, removed);
        total += removed;
        await clock.wait(PAUSE_MS, signal);
      }
    } catch (error) {
      log.warn({ err: error, what: name }, 'what is old could not be removed; it is tried again in an hour');
    }
    if (total > 0) log.info({ what: name, removed: total }, 'what is older than its retention was removed');
  };

  const run = async (): Promise<void> => {
    await clock.wait(FIRST_MS, signal);
    while (!signal.aborted) {
      for (const chore of chores) await doOne(chore);
      await clock.wait(EVERY_MS, signal);
    }
  };

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
