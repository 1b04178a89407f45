/**
 * Shares out the event loop: what all connections together may take in before timers, commits and everybody else had their
 * turn. A flood then waits in the kernel's buffers, not in ours.
 */
export interface Turn {
  /** Counts work; false when the turn is used up. */
  spend(cost: number): boolean;
  /** Runs `job` in a later turn, behind those that wait already. One entry per connection at most: connections bound it. */
  later(job: () => void): void;
}

/** Cost of a turn, about one for each received byte: some 5 ms of work, so that readers and timers have most of the event loop. */
const TURN_COST = 1 << 19;

export function createTurn(): Turn {
  let left = TURN_COST;
  let armed = false;
  let jobs: (() => void)[] = [];

  const next = (): void => {
    left = TURN_COST;
    armed = false;
    const waiting = jobs;
    jobs = [];
    let done = 0;
    while (done < waiting.length && left > 0) waiting[done++]?.();
    // Who had no turn now comes first in the next one.
    if (done < waiting.length) jobs = waiting.slice(done).concat(jobs);
    if (jobs.length > 0) arm();
  };
  const arm = (): void => {
    if (armed) return;
    armed = true;
    setImmediate(next);
  };
  return {
    spend(cost) {
      left -= cost;
      arm();
      return left > 0;
    },
    later(job) {
      jobs.push(job);
      arm();
    },
  };
}
