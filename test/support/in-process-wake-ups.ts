import type { WakeUps } from '../../gateway/model/wake-ups.ts';

interface Lane {
  readonly concurrency: number;
  readonly handler: (key: string) => Promise<void>;
  readonly waiting: Set<string>;
  readonly running: Set<string>;
}

/** Wake-ups without a queue store, for tests: the same promises as the real ones, kept in memory. */
export function inProcessWakeUps(): WakeUps & { readonly errors: readonly unknown[] } {
  const lanes = new Map<string, Lane>();
  const errors: unknown[] = [];
  let quiet: (() => void)[] = [];
  let closed = false;
  const busy = () => [...lanes.values()].some((lane) => lane.waiting.size + lane.running.size > 0);

  const pump = (lane: Lane): void => {
    for (const key of lane.waiting) {
      if (lane.running.size >= lane.concurrency || closed) return;
      if (lane.running.has(key)) continue;
      lane.waiting.delete(key);
      lane.running.add(key);
      void Promise.resolve()
        .then(() => lane.handler(key))
        .catch((error: unknown) => errors.push(error))
        .finally(() => {
          lane.running.delete(key);
          pump(lane);
          if (!busy()) for (const resolve of quiet.splice(0)) resolve();
        });
    }
  };

  return {
    kind: 'redis-child',
    errors,
    serve(name, concurrency, handler) {
      lanes.set(name, { concurrency, handler, waiting: new Set(), running: new Set() });
    },
    wake(name, key) {
      const lane = lanes.get(name);
      if (!lane) throw new Error(`lane ${name} is not served`);
      lane.waiting.add(key);
      pump(lane);
    },
    idle: () => new Promise((resolve) => (busy() ? quiet.push(resolve) : resolve())),
    healthy: () => true,
    async close() {
      closed = true;
      for (const lane of lanes.values()) lane.waiting.clear();
      quiet = [];
    },
  };
}
