import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { RawMessage } from '../model/message.ts';

interface Commit {
  readonly commit: number;
  readonly messages: readonly RawMessage[];
}

/** The part of the inbox a reader needs. */
export interface ReadableLog {
  read(after: number, maxFrames: number): readonly Commit[];
  head(): number;
  onAppend(listener: () => void): () => void;
}

/** A reader behind the inbox with a durable cursor of its own. */
export interface InboxReader {
  /** Last commit finished. */
  position(): number;
  /** Commits not yet finished. */
  lag(): number;
  /** Resolves when the reader has finished everything that was in the inbox when it last looked. */
  idle(): Promise<void>;
  /** Stops after the batch in hand; its cursor stays where `handle` left it. */
  stop(): Promise<void>;
}

const MAX_FRAMES = 4096;
/** After a failed batch: machine ms before the same batch is read again; doubles up to the maximum. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 10_000;

/**
 * Reads whole commits in order and hands them to `handle`, one batch at a time. `handle` resolves once its effects and its
 * cursor are durable; when it rejects, the same batch comes again: an outage is only a cursor that stands still.
 */
export function startReader(options: {
  name: string;
  log: ReadableLog;
  from: number;
  handle(batch: readonly Commit[]): Promise<void>;
  clock: Clock;
  logger: Logger;
}): InboxReader {
  const { name, log, handle, clock, logger } = options;
  let position = options.from;
  let stopped = false;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let retry = RETRY_MS;

  const step = async (): Promise<void> => {
    const batch = log.read(position, MAX_FRAMES);
    const last = batch.at(-1);
    if (!last) return;
    try {
      await handle(batch);
      position = last.commit;
      retry = RETRY_MS;
    } catch (error) {
      if (stopped) return;
      logger.error({ err: error, reader: name, after: position }, 'a batch of the inbox failed and is read again');
      await clock.wait(retry, stopping.signal);
      retry = Math.min(retry * 2, MAX_RETRY_MS);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopped && position < log.head()) await step();
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
    async idle() {
      while (running !== undefined) await running;
    },
    async stop() {
      stopped = true;
      stopping.abort();
      unsubscribe();
      while (running !== undefined) await running;
    },
  };
}
