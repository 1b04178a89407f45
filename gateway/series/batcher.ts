import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Decoded } from '../model/decoded.ts';
import { untilDone } from './retry.ts';
import type { Points, RefusedPoint, SeriesDelta, SeriesQuery, SeriesSink, SeriesValue } from './sink.ts';

/** The series reader's work, without its cursor. */
export interface Series {
  readonly kind: 'influx' | 'sqlite';
  /** The points of messages, arranged to wait for `store` in little room. */
  prepare(batch: readonly Decoded[]): Points;
  /**
   * Stores points and resolves once they are durable and every refused one is a dead letter. The caller
   * commits the returned counts in one transaction with its cursor: then they are exact over any crash, since a batch that is
   * read again yields the same counts. Calls may overlap (two keep the store busy); they resolve in the order they were made.
   */
  store(batch: readonly Points[]): Promise<SeriesDelta>;
  /**
   * Values of one channel, oldest first: the first `limit` (10,000), and the rest of the millisecond of the last one, so that a
   * reader goes on at the next millisecond and misses nothing. Throws REQUEST_INVALID for no window or one of too many steps.
   */
  query(query: SeriesQuery, limit?: number): Promise<readonly SeriesValue[]>;
  /** False while the store does not take writes. */
  healthy(): boolean;
  /** Removes up to about `limit` points from before `before` (epoch ms); how many. 0 where the store itself does it. */
  prune(before: number, limit: number): Promise<number>;
  /** Gives up batches that wait for the store: their `store` rejects, so the cursor stays before them. */
  close(): Promise<void>;
}

export interface SeriesOptions {
  readonly sink: SeriesSink;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Keeps messages whose points cannot be stored, each once; idempotent by inbox position. Repeated until it succeeds. */
  readonly deadLetter: (refused: readonly RefusedPoint[]) => Promise<void>;
}

const MAX_VALUES = 10_000;

/** Refuses windows that are no windows, or too wide for their step. */
function checkWindow({ from, to, step }: SeriesQuery): void {
  const bad = (path: string, detail: string) => new GatewayError('REQUEST_INVALID', detail, { path });
  if (!Number.isSafeInteger(from) || from < 0) throw bad('from', 'from must be a whole number of epoch ms');
  if (!Number.isSafeInteger(to) || to <= from) throw bad('to', 'to must be a whole number of epoch ms after from');
  if (step === undefined) return;
  if (!Number.isSafeInteger(step) || step < 1) throw bad('step', 'step must be a whole number of ms, at least 1');
  if ((to - from) / step > MAX_VALUES - 1)
    throw bad('step', `more than ${MAX_VALUES} steps: use at least ${Math.ceil((to - from) / (MAX_VALUES - 1))} ms`);
}

/** Wires a store into the series reader: order, dead letters, counts and metrics. */
export function createSeries(options: SeriesOptions): Series {
  const { sink, clock, log, metrics, deadLetter } = options;
  const outcomes = metrics.counter('series_points_total', 'Points by outcome; replays count again', ['outcome']);
  const seconds = metrics.histogram('series_write_seconds', 'From a batch to its acknowledgement by the store');
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  const bury = (refused: readonly RefusedPoint[]) =>
    untilDone(() => deadLetter(refused), {
      clock,
      signal: closing.signal,
      onFailure(error) {
        log.error({ reason: (error as Error).message }, 'a dead letter could not be kept; it is tried again');
        return undefined;
      },
    });

  const storeNow = async (batch: readonly Points[]): Promise<SeriesDelta> => {
    const start = clock.monotonic();
    const refused = await sink.write(batch);
    seconds.observe((clock.monotonic() - start) / 1000);
    // One dead letter holds the whole message, however many of its points were refused.
    const letters = new Map(refused.map((point) => [`${point.position.commit}-${point.position.frame}`, point]));
    if (refused.length > 0) await bury([...letters.values()]);
    const points = batch.reduce((sum, { count }) => sum + count, 0);
    outcomes.inc({ outcome: 'stored' }, points - refused.length);
    outcomes.inc({ outcome: 'dead_lettered' }, refused.length);
    return { points, stored: points - refused.length, deadLettered: refused.length };
  };

  return {
    kind: sink.kind,
    prepare: (batch) => sink.prepare(batch),
    store(batch) {
      const mine = Promise.all([storeNow(batch), last]).then(([delta]) => delta);
      last = mine;
      // A failure takes along the calls that were waiting behind it, so that no cursor passes it; later calls start afresh.
      mine.catch(() => {
        if (last === mine) last = Promise.resolve();
      });
      return mine;
    },
    async query(query, limit = MAX_VALUES) {
      checkWindow(query);
      const values = await sink.query(query, limit);
      const last = values.at(-1)?.time;
      if (query.step !== undefined || values.length < limit || last === undefined) return values;
      const lastMs = await sink.query({ ...query, from: last, to: last + 1 }, MAX_VALUES);
      return [...values.filter(({ time }) => time < last), ...lastMs];
    },
    healthy: () => sink.healthy(),
    prune: async (before, limit) => (await sink.prune?.(before, limit)) ?? 0,
    async close() {
      closing.abort();
      await sink.close();
    },
  };
}
