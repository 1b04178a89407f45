/** Keys one lane holds at most; a wake-up beyond is dropped, counted, and found again by the auditor. */
export const MAX_WAITING_KEYS = 1_000_000;

export interface LaneOptions {
  /** Keys worked on at a time. */
  readonly concurrency: number;
  /** Keys that may wait; MAX_WAITING_KEYS unless told. */
  readonly bound?: number;
  readonly handler: (key: string) => Promise<void>;
  /** Machine milliseconds. */
  readonly monotonic: () => number;
  /** A handler rejected; its key waits for the next wake-up. */
  readonly onError: (key: string, error: unknown) => void;
  /** Nothing waits and nothing runs any more. */
  readonly onQuiet: () => void;
}

/**
 * The wake-ups of one lane in memory: which keys wait and which run. Per key the handler never runs twice at once, and a
 * key woken while it runs runs once more. The queue store only decides when a waiting key gets its turn: a turn for a key
 * that no longer waits (already run in process, or left over from an earlier process) does nothing.
 */
export interface Lane {
  readonly waiting: number;
  readonly running: number;
  /** `new`: the key now waits and needs a turn. */
  wake(key: string): 'new' | 'known' | 'dropped';
  /** A turn from the queue store: resolves when the key has been worked on. */
  take(key: string): Promise<void>;
  /** Starts as many waiting keys as there are free places, and goes on while `inProcess` holds. */
  runInProcess(inProcess: () => boolean): void;
  /** All waiting keys, which count as asked for anew. */
  resubmit(): readonly string[];
  /** Keys that have waited `ms` although later ones had their turn: their turn was lost. They count as asked for anew. */
  overtaken(ms: number): readonly string[];
  /** Machine ms since a key could have had its turn and none did; 0 when nothing waits or all places are taken. */
  stalledFor(): number;
  /** No key starts any more. */
  stop(): void;
}

interface Waiting {
  order: number;
  since: number;
}

export function createLane(options: LaneOptions): Lane {
  const { concurrency, handler, monotonic, bound = MAX_WAITING_KEYS } = options;
  const waiting = new Map<string, Waiting>();
  const running = new Map<string, { dirty: boolean }>();
  /** Turns that wait for a free place; at most as many as the store hands out at a time. */
  const turns: (() => void)[] = [];
  let orders = 0;
  let lastTaken = 0;
  let lastProgress = monotonic();
  let inProcess: () => boolean = () => false;
  let stopped = false;

  const run = async (key: string): Promise<void> => {
    const state = { dirty: false };
    lastTaken = Math.max(lastTaken, waiting.get(key)?.order ?? 0);
    lastProgress = monotonic();
    waiting.delete(key);
    running.set(key, state);
    do {
      state.dirty = false;
      try {
        await handler(key);
      } catch (error) {
        options.onError(key, error);
      }
    } while (state.dirty && !stopped);
    running.delete(key);
    lastProgress = monotonic();
    turns.shift()?.();
    if (inProcess()) fill();
    if (waiting.size === 0 && running.size === 0) options.onQuiet();
  };

  const fill = () => {
    for (const key of waiting.keys()) {
      if (stopped || running.size >= concurrency) return;
      void run(key);
    }
  };

  const ask = (key: string, since: number) => waiting.set(key, { order: ++orders, since });

  return {
    get waiting() {
      return waiting.size;
    },
    get running() {
      return running.size;
    },
    wake(key) {
      const state = running.get(key);
      if (state) {
        state.dirty = true;
        return 'known';
      }
      if (waiting.has(key)) return 'known';
      if (stopped || waiting.size >= bound) return 'dropped';
      ask(key, monotonic());
      return 'new';
    },
    async take(key) {
      while (running.size >= concurrency && waiting.has(key)) await new Promise<void>((resolve) => turns.push(resolve));
      if (waiting.has(key) && !stopped) await run(key);
      else turns.shift()?.();
    },
    runInProcess(condition) {
      inProcess = condition;
      fill();
    },
    resubmit() {
      const now = monotonic();
      const keys = [...waiting.keys()];
      waiting.clear();
      for (const key of keys) ask(key, now);
      return keys;
    },
    overtaken(ms) {
      const now = monotonic();
      const lost: string[] = [];
      for (const [key, { order, since }] of waiting) {
        if (order >= lastTaken - concurrency || now - since < ms) break;
        lost.push(key);
      }
      for (const key of lost) {
        waiting.delete(key);
        ask(key, now);
      }
      return lost;
    },
    stalledFor() {
      const oldest = waiting.values().next().value;
      if (!oldest || running.size >= concurrency) return 0;
      return monotonic() - Math.max(oldest.since, lastProgress);
    },
    stop() {
      stopped = true;
      waiting.clear();
      for (const turn of turns.splice(0)) turn();
      if (running.size === 0) options.onQuiet();
    },
  };
}
