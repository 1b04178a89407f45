import type { Clock } from '../clock.ts';

const FIRST_MS = 100;
/** Short, so that a store that is back is in use again within seconds. */
const LONGEST_MS = 5_000;

/** How long to wait before attempt `attempt` (2, 3, …): doubling from 100 ms to 5 s, half of it random. */
export function backOff(attempt: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 2, 10));
  return full / 2 + (Math.random() * full) / 2;
}

export interface RetryOptions {
  readonly clock: Clock;
  /** Ends the waiting; the last error is thrown then. */
  readonly signal: AbortSignal;
  /** True for an error that no repetition mends: thrown at once. */
  readonly final?: (error: unknown) => boolean;
  /** Told each failure before the wait. May return the wait in ms that the store asked for. */
  readonly onFailure?: (error: unknown, attempt: number) => number | undefined;
}

/** Repeats `attempt` until it succeeds, fails for good, or the signal ends it. Never gives up by itself. */
export async function untilDone<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (options.signal.aborted || options.final?.(error)) throw error;
      const asked = options.onFailure?.(error, count);
      await options.clock.wait(Math.max(backOff(count + 1), Math.min(asked ?? 0, LONGEST_MS)), options.signal);
      if (options.signal.aborted) throw error;
    }
  }
}
