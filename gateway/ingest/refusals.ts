import type { Clock } from '../clock.ts';

/** A login that was refused, or a user name that is locked out at an address. */
export interface Refusal {
  readonly kind: 'login.refused' | 'login.locked';
  readonly user: string;
  readonly address: string;
}

/** Refused logins on their way to the audit log: at most one row a minute for each user and address, with a count. */
export interface Refusals {
  add(refusal: Refusal): void;
  /** Writes what was counted since the last row. */
  stop(): void;
}

/** Users and addresses with rows of their own within a minute; beyond that they share one row, named `(others)`. */
const MAX_KEYS = 256;
const MINUTE_MS = 60_000;

interface Held extends Refusal {
  count: number;
}

export function createRefusals(options: {
  /** Takes a row; a failure is its own business. */
  write(row: Refusal & { count: number }): void;
  clock: Pick<Clock, 'every'>;
  maxKeys?: number;
}): Refusals {
  const { write, clock, maxKeys = MAX_KEYS } = options;
  const held = new Map<string, Held>();
  let others = 0;

  /** Once a minute: who was refused again gets one row for all of it, who was quiet is forgotten. */
  const tick = () => {
    for (const [key, entry] of held) {
      if (entry.count === 0) held.delete(key);
      else write({ ...entry });
      entry.count = 0;
    }
    if (others > 0) write({ kind: 'login.refused', user: '(others)', address: '', count: others });
    others = 0;
  };
  const cancel = clock.every(MINUTE_MS, tick);

  return {
    add(refusal) {
      const key = `${refusal.kind} ${refusal.address} ${refusal.user}`;
      const known = held.get(key);
      if (known) known.count++;
      else if (held.size >= maxKeys) others++;
      else {
        held.set(key, { ...refusal, count: 0 });
        write({ ...refusal, count: 1 });
      }
    },
    stop() {
      cancel();
      tick();
    },
  };
}
