import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { RawMessage } from '../model/message.ts';

interface Commit {
  readonly commit: number;
  readonly messages: readonly RawMessage[];
  /** How many of the messages are devices'. */
  readonly devices: number;
}

/** The part of the inbox a reader needs. */
export interface ReadableLog {
  /** Whole commits after `after`, oldest first, until one fills either measure. */
  read(after: number, amount: { readonly frames: number; readonly bytes: number }): readonly Commit[];
  /** Whether at least so many frames lie behind `after`. */
  hasMore(after: number, frames: number): boolean;
  head(): number;
  onAppend(listener: () => void): () => void;
}

/** A reader behind the inbox with a durable cursor of its own. */
export interface InboxReader {
  /** Last commit finished. */
  position(): number;
  /** Commits not yet finished. */
  lag(): number;
  /** Why the batch in hand comes again and again; undefined while all is well. */
  failing(): string | undefined;
  /** Resolves when the reader has finished everything that was in the inbox when it last looked. */
  idle(): Promise<void>;
  /** Stops after the batches in hand; its cursor stays where `finish` left it. */
  stop(): Promise<void>;
}

/** A batch of the inbox, unless it is told otherwise, so that neither memory nor a repetition grows with the backlog. */
const BATCH = { frames: 2048, bytes: 1 << 20 };
/** After a failed batch: machine ms before the same batch is read again; doubles up to the maximum: what is well again is used soon. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 4_000;

/**
 * Reads whole commits in order. `work` does what may overlap, for at most `ahead` batches at a time (default 1; a second one
 * only when it is full); `finish` makes its effects and the cursor durable, one batch after the other. When either rejects,
 * everything from that batch on comes again: an outage is only a cursor that stands still.
 */
export function startReader<T>(options: {
  name: string;
  log: ReadableLog;
  from: number;
  work(batch: readonly Commit[]): Promise<T>;
  finish(batch: readonly Commit[], result: T): Promise<void>;
  ahead?: number;
  batch?: { readonly frames: number; readonly bytes: number };
  /**
   * Machine ms from the beginning of a batch to that of the next, unless that one is full already or somebody waits for the
   * reader: what a batch costs whatever its size is then paid less often. Default 0.
   */
  linger?: number;
  clock: Clock;
  logger: Logger;
}): InboxReader {
  const { name, log, work, finish, clock, logger, ahead = 1, batch: size = BATCH, linger = 0 } = options;
  let position = options.from;
  let stopped = false;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let retry = RETRY_MS;
  let failing: string | undefined;
  const mayTell = atMostEvery(clock);
  let begunAt = Number.NEGATIVE_INFINITY;
  /** Those who wait for the reader to be idle. */
  let waiting = 0;
  let lingering: AbortController | undefined;

  const gather = async (after: number): Promise<void> => {
    const left = begunAt + linger - clock.monotonic();
    const asked = waiting > 0 || stopped;
    if (left <= 0 || asked || after >= log.head() || log.hasMore(after, size.frames)) return;
    lingering = new AbortController();
    await clock.wait(left, lingering.signal);
    lingering = undefined;
  };

  /** Batches under way, oldest first. The outcome is a value: a rejection nobody awaits yet would end the process. */
  interface Pending {
    readonly batch: readonly Commit[];
    readonly last: number;
    readonly outcome: Promise<{ readonly result: T } | { readonly error: unknown }>;
  }

  const begin = (after: number): Pending | undefined => {
    let batch: readonly Commit[];
    try {
      batch = log.read(after, size);
    } catch (error) {
      return { batch: [], last: after, outcome: Promise.resolve({ error }) };
    }
    const last = batch.at(-1);
    if (!last) return undefined;
    const outcome = work(batch).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    return { batch, last: last.commit, outcome };
  };

  const end = async ({ batch, last, outcome }: Pending): Promise<boolean> => {
    try {
      const done = await outcome;
      if ('error' in done) throw done.error;
      await finish(batch, done.result);
      position = last;
      retry = RETRY_MS;
      failing = undefined;
      return true;
    } catch (error) {
      if (stopped) return false;
      failing = toGatewayError(error).detail;
      if (mayTell())
        logger.error({ err: error, reader: name, after: position }, 'a batch of the inbox failed and is read again');
      await clock.wait(retry, stopping.signal);
      retry = Math.min(retry * 2, MAX_RETRY_MS);
      return false;
    }
  };

  const run = async (): Promise<void> => {
    const pending: Pending[] = [];
    for (;;) {
      while (!stopped && pending.length < ahead) {
        const after = pending.at(-1)?.last ?? position;
        if (pending.length > 0 && !log.hasMore(after, size.frames)) break;
        if (pending.length === 0) await gather(after);
        begunAt = clock.monotonic();
        const next = begin(after);
        if (!next) break;
        pending.push(next);
      }
      const first = pending.shift();
      if (!first) return;
      if (await end(first)) continue;
      await Promise.all(pending.splice(0).map((later) => later.outcome)); // they are begun anew behind the failed one
    }
  };

  const wake = () => {
    if (stopped || running !== undefined || position >= log.head()) return;
    running = run().finally(() => {
      running = undefined;
      wake(); // a commit may have come between the last look and now
    });
  };
  const unsubscribe = log.onAppend(wake);
  wake();

  return {
    position: () => position,
    lag: () => log.head() - position,
    failing: () => failing,
    async idle() {
      waiting++;
      lingering?.abort();
      while (running !== undefined) await running;
      waiting--;
    },
    async stop() {
      stopped = true;
      stopping.abort();
      lingering?.abort();
      unsubscribe();
      while (running !== undefined) await running;
    },
  };
}
