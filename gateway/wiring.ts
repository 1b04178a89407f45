import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Where a part says what is to be done when the gateway stops, or is told to read its files again. */
export interface Life {
  /** Parts stop in the reverse order of this call. */
  onStop(close: () => unknown): void;
  onReload(reload: () => unknown): void;
}

/** What every file of the wiring is given. */
export interface Ground {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly life: Life;
}

/** The other end of a `Life`: what starts the gateway holds it. */
export interface Held extends Life {
  /** Rejects with what is wrong in the first file that cannot be used. */
  reload(): Promise<void>;
  /** Stops what was started, the newest first; a part that does not stop cleanly holds up none. Twice is harmless. */
  stop(): Promise<void>;
}

/** A life in which nothing has started yet. */
export function createLife(log: Logger): Held {
  const closers: (() => unknown)[] = [];
  const reloaders: (() => unknown)[] = [];
  return {
    onStop: (close) => void closers.push(close),
    onReload: (reload) => void reloaders.push(reload),
    async reload() {
      for (const one of reloaders) await one();
    },
    async stop() {
      for (let close = closers.pop(); close; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          log.error({ err: error }, 'a part of the gateway did not stop cleanly');
        }
      }
    },
  };
}
