import type { Clock } from '../clock.ts';

/** Shares the turns of the event loop between those who have much to do and everybody else. */
export interface Turns {
  /**
   * Resolves when the caller may do a piece of work of some milliseconds before it asks again: at once while the present turn of
   * the event loop is young, otherwise in a later one.
   */
  mine(): Promise<void>;
}

/**
 * Machine ms that all who share may work in one turn, and each of them a piece of work more: long enough for what came in during the turn
 * before, since a turn full of sockets takes as long, and short enough for sockets, timers and other stages when there is more.
 */
const BUDGET_MS = 20;

/**
 * One for all readers of the inbox. Their promises are mostly kept already, so that without it one batch behind the other
 * would be a single turn; with a turn for every piece of work they would stand behind all that the sockets hold ready, and
 * fall back under load.
 */
export function createTurns(clock: Pick<Clock, 'monotonic'>): Turns {
  let began: number | undefined;
  const next = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    async mine() {
      while (began !== undefined && clock.monotonic() - began >= BUDGET_MS) await next();
      if (began !== undefined) return;
      began = clock.monotonic();
      setImmediate(() => {
        began = undefined;
      });
    },
  };
}
