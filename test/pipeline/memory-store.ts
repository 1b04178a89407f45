import type { QueueStore, Turn } from '../../gateway/pipeline/queue-store.ts';

/** A queue store in memory that can refuse, swallow turns or be wiped. */
export interface MemoryStore extends QueueStore {
  /** `add` and `epoch` reject, as without a connection. */
  refuses: boolean;
  /** `add` succeeds, but no turn comes. */
  swallows: boolean;
  wiped: boolean;
  readonly added: Turn[];
  reconnect(): void;
}

export function memoryStore(): MemoryStore {
  const listeners: (() => void)[] = [];
  const store: MemoryStore = {
    kind: 'redis',
    refuses: false,
    swallows: false,
    wiped: false,
    added: [],
    openLane: (_lane, _concurrency, process) => ({
      async add(turns) {
        if (store.refuses) throw new Error('Connection is closed.');
        store.added.push(...turns);
        if (store.swallows) return;
        for (const turn of turns) queueMicrotask(() => void process(turn));
      },
      close: async () => undefined,
    }),
    async epoch() {
      if (store.refuses) throw new Error("Stream isn't writeable and enableOfflineQueue options is false");
      const there = !store.wiped;
      store.wiped = false;
      return there;
    },
    onReconnect: (listener) => void listeners.push(listener),
    reconnect() {
      for (const listener of listeners) listener();
    },
    close: async () => undefined,
  };
  return store;
}
