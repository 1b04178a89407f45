import type { Clock } from '../clock.ts';

/** Lets a bounded number of devices be set up at once, so that a city of them coming back does not come all at once. */
export interface Turns {
  /** Resolves when it is one's turn; call the result when done. Rejects never, also not when `signal` aborts the wait. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** A turn that is not given back after so long is passed on: slow devices delay nobody. */
const MAX_HOLD = 15_000;

/** `limit` turns; who waits longest is next. */
export function createTurns(limit: number, clock: Pick<Clock, 'wait'>): Turns {
  let free = limit;
  const waiting: (() => void)[] = [];

  const pass = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  const held = (): (() => void) => {
    const done = new AbortController();
    void clock.wait(MAX_HOLD, done.signal).then(pass);
    return () => done.abort();
  };

  return {
    async take(signal) {
      if (free > 0) free -= 1;
      else
        await new Promise<void>((resolve) => {
          const turn = () => {
            signal.removeEventListener('abort', leave);
            resolve();
          };
          const leave = () => {
            const at = waiting.indexOf(turn);
            if (at < 0) return;
            waiting.splice(at, 1);
            // Gone without a turn: what it gives back below must not add one.
            free -= 1;
            resolve();
          };
          waiting.push(turn);
          signal.addEventListener('abort', leave, { once: true });
        });
      return held();
    },
  };
}
