import { GatewayError } from '../errors.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import { createLane, type Lane } from '../pipeline/queue-lane.ts';

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
  const busy = () => [...lanes.values()].some(({ waiting, running }) => waiting + running > 0);
  const settle = () => {
    if (!busy()) for (const resolve of quiet.splice(0)) resolve();
  };

  return {
    kind: 'redis-child',
    serve(name, concurrency, handler) {
      // No turn can be lost here, so nothing is measured.
      const lane = createLane({
        ...{ concurrency, handler, monotonic: () => 0 },
        onError: (_key, error) => failed(error),
        onQuiet: settle,
      });
      lanes.set(name, lane);
    },
    wake(name, key) {
      const lane = lanes.get(name);
      if (!lane) throw new GatewayError('INTERNAL', `lane ${name} is not served`);
      if (lane.wake(key) === 'new') lane.runInProcess(() => true);
    },
    idle: () => new Promise((resolve) => (busy() ? quiet.push(resolve) : resolve())),
    healthy: () => true,
    onWiped: () => () => {},
    async close() {
      for (const lane of lanes.values()) lane.stop();
    },
  };
}
