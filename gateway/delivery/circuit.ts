/** Failures in a row, of the kind that says the receiver is away, after which it is left alone. */
const THRESHOLD = 5;
/** ms before the first look at a receiver that is away; every look in vain doubles it. */
const PAUSE = 30_000;
/** The longest pause: what an absence of a night may cost once the receiver is back. */
const MAX_PAUSE = 300_000;

/**
 * `none`: nothing was amiss. `blink`: attempts failed, too few to tell an absence from events that hang the receiver.
 * `back`: it was away.
 */
export type Recovery = 'none' | 'blink' | 'back';

/**
 * Keeps a receiver that is away from using up the attempts of every waiting case: while it is open nothing is sent, then one
 * attempt decides. State of the process only: a restart learns it again within THRESHOLD attempts, and takes the first answer
 * as news, for what waits may wait because of an absence that only the process before knew of.
 */
export interface Circuit {
  /** Whether an attempt may begin at `now`; when it may after a pause, it is the only one until it is reported. */
  admit(now: number): boolean;
  /** Reports an admitted attempt that was answered, and says what that means for those that failed before. */
  answered(): Recovery;
  /** Reports an attempt that found the receiver away. `retryAfter` (ms) keeps everything back for that long. */
  away(now: number, retryAfter: number): void;
  /** Reports an attempt that was not made after all. */
  released(): void;
  /** Epoch ms before which nothing is sent; 0 when closed. */
  readonly until: number;
  /** Whether the one attempt after a pause is under way. */
  readonly probing: boolean;
}

export function createCircuit(): Circuit {
  let failures = 0;
  let looks = 0;
  let until = 0;
  let probing = false;
  let heard = false;
  return {
    get until() {
      return until;
    },
    get probing() {
      return probing;
    },
    admit(now) {
      if (until === 0) return true;
      if (now < until || probing) return false;
      probing = true;
      return true;
    },
    answered() {
      const recovery = until > 0 || !heard ? 'back' : failures > 0 ? 'blink' : 'none';
      heard = true;
      failures = 0;
      looks = 0;
      until = 0;
      probing = false;
      return recovery;
    },
    away(now, retryAfter) {
      failures++;
      // What was under way when it opened says nothing new; only the look after a pause does.
      if (failures >= THRESHOLD && (looks === 0 || probing)) looks++;
      probing = false;
      const pause = looks > 0 ? Math.max(Math.min(PAUSE * 2 ** (looks - 1), MAX_PAUSE), retryAfter) : retryAfter;
      if (pause > 0) until = Math.max(until, now + pause);
    },
    released() {
      probing = false;
    },
  };
}
