import type { RawMessage } from '../model/message.ts';
import type { CommitLog } from './commit-log.ts';

/** Commits removed in one transaction: readers and appends get their turn between two of them. */
const TRIM_BATCH = 512;

/** Removes old commits from the front of the log. */
export interface Trimmer {
  /** Removes commits up to `last` that are older than `before` (epoch ms); how many. 0 while one runs already. */
  trim(last: number, before: number): Promise<number>;
  /** Time of arrival of the oldest message kept, epoch ms; undefined when there is none or its commit cannot be read. */
  oldestAt(): number | undefined;
}

export function createTrimmer(options: {
  log: CommitLog;
  /** Throws while the disk has no room for a removal. */
  needSpace(): void;
  closed(): boolean;
}): Trimmer {
  const { log, needSpace, closed } = options;
  let trimming = false;

  const messagesOf = (commit: number): readonly RawMessage[] =>
    log.read(commit - 1, commit, { frames: 1 })[0]?.messages ?? [];

  /**
   * Whether everything in a commit is older than `before`; one that was given up is as old as the next. One that cannot be read
   * is nothing anybody could still want.
   */
  const isOlder = (commit: number, last: number, before: number): boolean => {
    if (before === Number.POSITIVE_INFINITY) return true;
    try {
      for (let number = commit; number <= last; number++) {
        const newest = messagesOf(number).at(-1);
        if (newest) return newest.receivedAt < before;
      }
      return true;
    } catch {
      return true;
    }
  };

  /** Commits `first` to `last` lie in the order of arrival, so that a few of them tell where the old ones end. */
  const lastOlder = (first: number, last: number, before: number): number => {
    let low = first - 1;
    let high = last;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isOlder(middle, last, before)) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  return {
    async trim(last, before) {
      const first = log.oldest();
      if (first === 0 || trimming) return 0;
      trimming = true;
      try {
        const old = lastOlder(first, last, before);
        let removed = 0;
        for (let count = TRIM_BATCH; count === TRIM_BATCH && !closed(); removed += count) {
          needSpace();
          count = await log.remove(old, TRIM_BATCH);
        }
        return removed;
      } finally {
        trimming = false;
      }
    },
    oldestAt() {
      const first = log.oldest();
      if (first === 0) return undefined;
      try {
        return messagesOf(first)[0]?.receivedAt;
      } catch {
        return undefined;
      }
    },
  };
}
