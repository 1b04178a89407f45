import { type Clock, realClock } from '../../gateway/clock.ts';

/** One time for gateway and simulators: it stands until a test waits for something, and then jumps from one wait to the next. */
export interface QuietTime {
  /** The gateway's clock and, with `machine`, that of a simulated device. */
  readonly clock: Clock & { machine(): number };
  /** Lets time pass until `reached`. Throws when it is not within `limit` ms of this time. */
  until(reached: () => unknown, limit?: number): Promise<void>;
  /** Lets `ms` pass. */
  pass(ms: number): Promise<void>;
}

/** Machine ms without any wait begun or ended after which nothing is under way on loopback any more. */
const STILL = 3;
const real = realClock();

export function quietTime(start: number): QuietTime {
  const sleepers = new Set<{ readonly due: number; wake(): void }>();
  let elapsed = 0;
  let stirred = 0;

  const wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      stirred += 1;
      if (signal?.aborted) return resolve();
      const sleeper = {
        due: elapsed + ms,
        wake() {
          stirred += 1;
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake);
    });

  const settle = async () => {
    for (let still = 0; still < STILL; ) {
      const before = stirred;
      await real.wait(1);
      still = stirred === before ? still + 1 : 0;
    }
  };

  /** To the next wait that ends by `limit`, or to `limit`. */
  const jump = (limit: number) => {
    const due = Math.min(limit, ...[...sleepers].map((sleeper) => sleeper.due));
    elapsed = Math.max(elapsed, due);
    for (const sleeper of [...sleepers]) if (sleeper.due <= elapsed) sleeper.wake();
  };

  const until = async (reached: () => unknown, limit = 600_000) => {
    const end = elapsed + limit;
    for (;;) {
      await settle();
      if (reached()) return;
      if (elapsed >= end) throw new Error(`not reached within ${limit} ms: ${reached}`);
      jump(end);
    }
  };

  return {
    clock: {
      mode: 'step',
      now: () => start + elapsed,
      monotonic: () => elapsed,
      machine: () => elapsed,
      wait,
      at: () => {
        throw new Error('nothing here asks for a time of day');
      },
      every: () => () => {},
    },
    until,
    async pass(ms) {
      const end = elapsed + ms;
      await until(() => elapsed >= end, ms);
    },
  };
}
