import type { Amount, Commit } from './commit.ts';
import { decodeFrames } from './frames.ts';
import type { Routes } from './routes.ts';

/** One reader's way along the inbox. */
export interface Follower {
  /**
   * Whole commits after `after`, oldest first: at least one if there is one. May be asked again for what it had; that may cost
   * a read from disk, no more.
   */
  read(after: number, amount: Amount): readonly Commit[];
  /** Whether at least so many frames lie behind `after`; what is no longer in memory counts as enough. */
  hasMore(after: number, frames: number): boolean;
  /** Number of the newest durable commit; 0 when empty. */
  head(): number;
  /** Called after each commit. Returns the unsubscribe function. */
  onAppend(listener: () => void): () => void;
}

/**
 * What is in memory of the inbox for those that read along: a commit that has just become durable, and one that a reader has
 * read from disk while others are still to come. Kept until every follower has had it.
 */
export interface Followers {
  /** A commit is on disk now; `plain` are its frames, and nobody else's any more. */
  add(commit: number, plain: Buffer, counts: { readonly frames: number; readonly devices: number }): void;
  /** Tells everybody that there is something to read. */
  wake(): void;
  follow(): Follower;
  onAppend(listener: () => void): () => void;
}

/** Bytes kept, objects of frames included. At the bound the oldest go, and a follower that far behind reads the disk. */
const MAX_BYTES = 32 << 20;
/** What a frame takes beside its bytes once it is cut. */
const FRAME_BYTES = 256;

interface Kept {
  readonly number: number;
  readonly size: number;
  /** Frames not cut yet, or the commit. */
  plain: Buffer | undefined;
  commit: Commit | undefined;
  readonly devices: number;
  readonly frames: number;
}

export function createFollowers(options: {
  /** Reads whole commits from disk. */
  readonly read: (after: number, amount: Amount) => readonly Commit[];
  readonly head: () => number;
  readonly routes: Routes;
}): Followers {
  const { read: readDisk, head, routes } = options;
  /** By number, in the order they came. */
  const kept = new Map<number, Kept>();
  const positions = new Map<object, number>();
  const listeners = new Set<() => void>();
  let bytes = 0;

  const forget = (entry: Kept): void => {
    kept.delete(entry.number);
    bytes -= entry.size;
  };

  const keep = (entry: Kept): void => {
    const known = kept.get(entry.number);
    if (known) forget(known);
    kept.set(entry.number, entry);
    bytes += entry.size;
    for (const oldest of kept.values()) {
      if (bytes <= MAX_BYTES) return;
      forget(oldest);
    }
  };

  /** Forgets those of `had` that every follower has had. */
  const release = (had: readonly Commit[]): void => {
    let passed = Number.POSITIVE_INFINITY;
    for (const position of positions.values()) passed = Math.min(passed, position);
    for (const { commit } of had) {
      const entry = commit <= passed ? kept.get(commit) : undefined;
      if (entry) forget(entry);
    }
  };

  const cut = (entry: Kept): Commit => {
    if (entry.plain) {
      const { number, devices } = entry;
      entry.commit = { commit: number, messages: decodeFrames(number, entry.plain, routes), devices };
      entry.plain = undefined;
    }
    return entry.commit as Commit;
  };

  const fromMemory = (after: number, { frames, bytes: most = Number.POSITIVE_INFINITY }: Amount): Commit[] => {
    const found: Commit[] = [];
    let count = 0;
    let size = 0;
    for (let entry = kept.get(after + 1); entry && count < frames && size < most; entry = kept.get(entry.number + 1)) {
      found.push(cut(entry));
      count += entry.frames;
      size += entry.size - entry.frames * FRAME_BYTES;
    }
    return found;
  };

  const fromDisk = (after: number, amount: Amount): readonly Commit[] => {
    const found = readDisk(after, amount);
    for (const commit of found) {
      const { messages, devices } = commit;
      const behind = [...positions.values()].some((position) => position < commit.commit);
      if (!behind) continue;
      let size = messages.length * FRAME_BYTES;
      for (const { payload } of messages) size += payload.length;
      keep({ number: commit.commit, size, plain: undefined, commit, devices, frames: messages.length });
    }
    return found;
  };

  const onAppend = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return {
    add(number, plain, { frames, devices }) {
      if (positions.size === 0) return;
      keep({ number, size: plain.length + frames * FRAME_BYTES, plain, commit: undefined, devices, frames });
    },
    wake() {
      for (const listener of listeners) listener();
    },
    follow() {
      const me = {};
      positions.set(me, 0);
      return {
        read(after, amount) {
          const memory = fromMemory(after, amount);
          // This follower's own need does not count: what it reads now, it has.
          positions.set(me, Number.POSITIVE_INFINITY);
          const found = memory.length > 0 ? memory : fromDisk(after, amount);
          positions.set(me, found.at(-1)?.commit ?? after);
          release(found);
          return found;
        },
        hasMore(after, frames) {
          let count = 0;
          for (let number = after + 1; number <= head() && count < frames; number++) {
            const entry = kept.get(number);
            if (!entry) return true;
            count += entry.frames;
          }
          return count >= frames;
        },
        head,
        onAppend,
      };
    },
    onAppend,
  };
}
