import type { RawMessage } from '../model/message.ts';

interface Commit {
  readonly commit: number;
  readonly messages: readonly RawMessage[];
}

type Read = (after: number, maxFrames: number) => readonly Commit[];

/** Frames kept for readers still to come. At the bound the oldest go, and a reader that far behind reads the disk again. */
const MAX_FRAMES = 16_384;
/** Payload bytes kept, likewise. */
const MAX_BYTES = 16 << 20;

interface Kept {
  readonly commit: Commit;
  readonly bytes: number;
  /** Readers that have not had it. */
  left: number;
}

/**
 * The read side of the inbox for `readers` that run one close behind the other: what one has read from disk, opened and cut
 * into frames is kept until all have had it. It may be read in any order and again; that costs a read from disk, no more.
 */
export function shareReads(read: Read, readers: number): Read {
  const kept = new Map<number, Kept>();
  let frames = 0;
  let bytes = 0;

  const forget = ({ commit, bytes: size }: Kept): void => {
    kept.delete(commit.commit);
    frames -= commit.messages.length;
    bytes -= size;
  };

  const keep = (commit: Commit): void => {
    const size = commit.messages.reduce((sum, { payload }) => sum + payload.length, 0);
    const known = kept.get(commit.commit);
    if (known) forget(known);
    kept.set(commit.commit, { commit, bytes: size, left: readers - 1 });
    frames += commit.messages.length;
    bytes += size;
    for (const oldest of kept.values()) {
      if (frames <= MAX_FRAMES && bytes <= MAX_BYTES) return;
      forget(oldest);
    }
  };

  return (after, maxFrames) => {
    const found: Commit[] = [];
    let count = 0;
    for (let next = kept.get(after + 1); next && count < maxFrames; next = kept.get(next.commit.commit + 1)) {
      found.push(next.commit);
      count += next.commit.messages.length;
      if (--next.left === 0) forget(next);
    }
    if (found.length > 0) return found;
    const fresh = read(after, maxFrames);
    if (readers > 1) for (const commit of fresh) keep(commit);
    return fresh;
  };
}
