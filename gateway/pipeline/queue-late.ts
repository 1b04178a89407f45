import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { LaneQueue, QueueStore, Turn } from './queue-store.ts';

/** Machine ms before the store is tried again; doubles up to the maximum. */
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;
/** Machine ms between two lines of log that say that it is still away. */
const TELL_EVERY = 60_000;

interface LateLane {
  readonly name: string;
  readonly concurrency: number;
  readonly process: (turn: Turn) => Promise<void>;
  queue: LaneQueue | undefined;
}

/**
 * A queue store that did not answer when the gateway started. It takes no turns until `open` succeeds, so that work runs in
 * process; from then on it is the store that `open` gave.
 */
export function lateStore(options: {
  kind: QueueStore['kind'];
  /** Tried again and again, one try at a time. */
  open: () => Promise<QueueStore>;
  /** Why the first try failed, and what to do. */
  reason: string;
  /** Lets go of what belongs to a store that was never reached. */
  release?: () => Promise<void>;
  clock: Clock;
  log: Logger;
}): QueueStore {
  const { kind, open, release, clock, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const lanes: LateLane[] = [];
  const listeners: (() => void)[] = [];
  const mayTell = atMostEvery(clock, TELL_EVERY);
  let { reason } = options;
  let store: QueueStore | undefined;

  const join = (opened: QueueStore): void => {
    store = opened;
    for (const lane of lanes) lane.queue = opened.openLane(lane.name, lane.concurrency, lane.process);
    for (const listener of listeners) {
      opened.onReconnect(listener);
      listener();
    }
    log.info({ store: kind }, 'queue store reached');
  };

  const look = async (): Promise<void> => {
    for (let wait = FIRST_RETRY_MS; !signal.aborted; wait = Math.min(wait * 2, MAX_RETRY_MS)) {
      await clock.wait(wait, signal);
      if (signal.aborted) return;
      try {
        return join(await open());
      } catch (error) {
        reason = toGatewayError(error).detail;
        if (mayTell()) log.warn({ store: kind, reason }, 'the queue store is still away');
      }
    }
  };
  const looking = look();

  const reached = <T>(part: T | undefined): T => {
    if (part === undefined) throw new GatewayError('REDIS_UNREACHABLE', reason);
    return part;
  };

  return {
    kind,
    openLane(name, concurrency, process) {
      const lane: LateLane = {
        ...{ name, concurrency, process },
        queue: store?.openLane(name, concurrency, process),
      };
      lanes.push(lane);
      return {
        add: async (turns) => reached(lane.queue).add(turns),
        close: async () => lane.queue?.close(),
      };
    },
    epoch: async () => reached(store).epoch(),
    onReconnect(listener) {
      listeners.push(listener);
      store?.onReconnect(listener);
    },
    away: () => (store ? undefined : reason),
    async close() {
      stopping.abort();
      await looking;
      await (store ? store.close() : release?.());
    },
  };
}
