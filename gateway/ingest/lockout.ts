import type { Clock } from '../clock.ts';
import { networkOf } from '../model/network.ts';

/** Slows down guessing: a user name is locked out from the address it was tried at, never everywhere. */
export interface Lockout {
  /**
   * Begins an attempt, which counts as failed until it is known not to be: many at once are as slow as one after the other.
   * Answers how long this user has to wait at this address, machine ms, when it may not try now.
   */
  attempt(user: string, address: string): { readonly wait: number } | Attempt;
}

export interface Attempt {
  readonly wait: 0;
  /** The secret was right: nothing is held against this user at this address any more. */
  succeeded(): void;
  /** Nobody could tell: the attempt does not count. */
  undecided(): void;
  /** The secret was wrong; how long the user is locked out by that, machine ms, 0: not at all. */
  failed(): number;
}

/** Failures that cost nothing: a person mistypes, a device is given its new token. */
const FREE = 5;
const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;
/** Failures this long ago are forgotten. */
const FORGET_MS = 60 * 60_000;
/** User names at addresses with failures; at the bound the one that failed longest ago is forgotten. */
const MAX_KNOWN = 50_000;

interface Held {
  failures: number;
  until: number;
  at: number;
}

/**
 * By user and address, since by user alone anybody could lock a device out; an IPv6 address counts as its /64, since whoever
 * has one has all of them.
 */
export function createLockout(clock: Pick<Clock, 'monotonic'>, options: { maxKnown?: number } = {}): Lockout {
  const { maxKnown = MAX_KNOWN } = options;
  /** In the order of the last failure. */
  const known = new Map<string, Held>();

  return {
    attempt(user, address) {
      const key = `${networkOf(address)} ${user}`;
      const now = clock.monotonic();
      const before = known.get(key);
      if (before && before.until > now) return { wait: before.until - now };
      const held = before && now - before.at < FORGET_MS ? before : { failures: 0, until: 0, at: now };
      held.failures++;
      held.at = now;
      const locked = held.failures < FREE ? 0 : Math.min(FIRST_MS * 2 ** (held.failures - FREE), LONGEST_MS);
      held.until = locked > 0 ? now + locked : 0;
      known.delete(key);
      if (known.size >= maxKnown) known.delete(known.keys().next().value as string);
      known.set(key, held);
      return {
        wait: 0,
        succeeded: () => void known.delete(key),
        undecided() {
          held.failures--;
          held.until = 0;
        },
        failed: () => locked,
      };
    },
  };
}
