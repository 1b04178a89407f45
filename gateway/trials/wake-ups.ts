import type { WakeUps } from '../model/wake-ups.ts';

interface Lane {
  readonly concurrency: number;
  readonly handler: (key: string) => Promise<void>;
  readonly waiting: Set<string>;
  readonly running: Set<string>;
}

/**
 * Wake-ups of a pipeline that lives as long as a trial: no queue store, since nothing of it outlives the process. Waiting keys
 * are those of the candidates that wait, and so have their bound. A handler that fails is told to `failed`, and its key is not
 * woken again by itself.
 */
export function trialWakeUps(
  failed: (error: unknown) => void,
): WakeUps & { onWiped(listener: () => void): () => void } {
  const lanes = new Map<string, Lane>();
  const quiet: (() => void)[] = [];
  let closed = false;
  const busy = () => [...lanes.values()].some(({ waiting, running }) => waiting.size + running.size > 0);

  const pump = (lane: Lane): void => {
    for (const key of lane.waiting) {
      if (lane.running.size >= lane.concurrency || closed) return;
      if (lane.running.has(key)) continue;
      lane.waiting.delete(key);
      lane.running.add(key);
      void lane
        .handler(key)
        .catch(failed)
        .finally(() => {
          lane.running.delete(key);
          pump(lane);
          if (!busy()) for (const resolve of quiet.splice(0)) resolve();
        });
    }
  };

  return {
    kind: 'redis-child',
    serve(name, concurrency, handler) {
      lanes.set(name, { concurrency, handler, waiting: new Set(), running: new Set() });
    },
    wake(name, key) {
      const lane = lanes.get(name);
      if (!lane || closed) return;
      lane.waiting.add(key);
      pump(lane);
    },
    idle: () => new Promise((resolve) => (busy() ? quiet.push(resolve) : resolve())),
    healthy: () => true,
    onWiped: () => () => {},
    async close() {
      closed = true;
      for (const lane of lanes.values()) lane.waiting.clear();
      for (const resolve of quiet.splice(0)) resolve();
    },
  };
}
