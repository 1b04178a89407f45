import type { Decider } from './decide.ts';
import { HELD_TIMER, heldById } from './held.ts';
import type { TimerHandler } from './timers.ts';
import { gather, UPSTREAM_TIMER } from './upstream.ts';

/**
 * What the pipeline's own timers do: the wait of a held candidate is over, and it goes on its way, except that one nobody
 * confirmed ends there; and a fault upstream takes in what waited for it.
 */
export function holdTimers(decider: Decider): Readonly<Record<string, TimerHandler>> {
  return {
    [HELD_TIMER](tx, { key }) {
      const held = heldById(tx, key);
      if (!held) return;
      if (held.reason === 'AWAIT_CONFIRM') decider.settle(tx, held, { outcome: 'suppressed', reason: 'EXPIRED' });
      else decider.release(tx, held);
    },
    [UPSTREAM_TIMER]: (tx, { key }, now) => gather(key, now, decider.tools(tx)),
  };
}
