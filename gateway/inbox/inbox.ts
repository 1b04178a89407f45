import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { BlockTaker, InboxWriter } from '../model/inbox-writer.ts';
import type { Arrival, Position } from '../model/message.ts';
import { type DiskSpace, watchDisk } from '../records/disk-space.ts';
import type { Commit } from './commit.ts';
import { type Cursor, openCommitLog } from './commit-log.ts';
import { createFollowers, type Follower } from './followers.ts';
import { addArrival, addBlock, addPiece } from './group.ts';
import { createGroupWriter } from './group-writer.ts';
import { createRoutes, encodeRoute } from './routes.ts';
import type { Seal } from './seal.ts';
import { createTrimmer } from './trimmer.ts';

export type { Amount, Commit } from './commit.ts';
export type { Cursor } from './commit-log.ts';
export type { Follower } from './followers.ts';

/**
 * The log that everything downstream reads. One LMDB record per group commit; `append` resolves when its commit is on disk,
 * so an acknowledgement sent after it is a promise the gateway can keep through `kill -9`.
 */
export interface Inbox extends InboxWriter, BlockTaker {
  /**
   * Resolves once the message is on disk. Rejects with INBOX_FULL at the quota, and while the disk takes nothing: the sender
   * must not be acknowledged.
   */
  append(arrival: Arrival): Promise<Position>;
  /**
   * Appends a message of a former time again under `mark`, which is on disk with it and says that it was: the same mark a second
   * time, also after a crash, appends nothing. `mark`: what names the message for ever.
   */
  replay(mark: string, arrival: Arrival): Promise<void>;
  /** Marks that are still kept. */
  replays(): readonly string[];
  isReplayed(mark: string): boolean;
  /** Forgets marks that nobody will replay any more. */
  forgetReplays(marks: readonly string[]): Promise<void>;
  /** Messages ever replayed; they are among those taken in. */
  replayed(): number;
  /** Whole commits after `after` from disk, oldest first: at least one if there is one, and no more than about `maxFrames` frames. */
  read(after: number, maxFrames: number): readonly Commit[];
  /** A reader's way along the log: what is new comes to it from memory, as soon as it is on disk. */
  follow(): Follower;
  /** Number of the newest durable commit; 0 when empty. */
  head(): number;
  /** Messages of devices ever taken in. */
  received(): number;
  /** How many of them lie behind commit `after`. */
  unread(after: number): number;
  /** Last commit a named reader has finished, 0 at first. */
  cursor(name: string): number;
  /** Moves a reader's cursor together with the reader's own numbers (accounts), in one transaction. */
  setCursor(name: string, commit: number, numbers?: Readonly<Record<string, number>>): Promise<void>;
  /** The numbers stored with a cursor. */
  numbers(name: string): Readonly<Record<string, number>>;
  /** Called after each commit. Returns the unsubscribe function. */
  onAppend(listener: () => void): () => void;
  /** Removes commits that all cursors passed and that are older than `before` (epoch ms). Returns how many. One runs at a time. */
  trim(passed: number, before: number): Promise<number>;
  /** Sets the quota, bytes, and measures the log anew. */
  limit(quota: number): void;
  /** Time of arrival of the oldest message kept, epoch ms; undefined when there is none or its commit cannot be read. */
  oldestAt(): number | undefined;
  /** Resolves when nothing waits for a commit. */
  idle(): Promise<void>;
  /** Bytes the log takes. */
  size(): number;
  /** Why messages are being refused; undefined while they are taken. */
  refusal(): string | undefined;
  /** Time of arrival of the newest message, epoch ms; 0 when empty. */
  lastReceivedAt(): number;
  /** Every cursor with its numbers, as they are on disk when this returns. */
  cursors(): ReadonlyMap<string, Cursor>;
  /**
   * Copies the log, and `cursors` in place of those it has by then, into an empty folder. Messages are taken in meanwhile; nothing
   * behind those cursors may be trimmed before this resolves.
   */
  copyTo(folder: string, cursors: ReadonlyMap<string, Cursor>): Promise<void>;
  close(): Promise<void>;
}

/** Once full, messages are taken again below this share of the quota: a log at its brim must not open and close all the time. */
const ROOM_AGAIN = 0.9;
/** Share of the disk's reserve that a message leaves alone, and that a cursor or a removal leaves alone. */
const KEPT_BY_MESSAGES = 1;
const KEPT_BY_CURSORS = 1 / 4;

export function openInbox(options: {
  path: string;
  seal: Seal;
  /** Bytes; at the quota nothing is acknowledged until readers catch up and old commits are removed. */
  quota: number;
  /** Only measures; the time of a message is the one it carries. */
  clock: Pick<Clock, 'monotonic'>;
  log: Logger;
  metrics: Metrics;
  /** Default: the disk of `path`. */
  disk?: DiskSpace;
  /** A vendor no device can have: its messages are not counted among those of devices. */
  other?: string;
}): Inbox {
  const { path, seal, clock, log: logger, metrics, disk = watchDisk(path, clock), other = '' } = options;
  const routes = createRoutes();
  const log = openCommitLog({ path, seal, routes });
  const refused = metrics.counter('inbox_refused_total', 'Messages not taken because the inbox was full');

  const last = log.newest();
  const newestIn = (commit: number): number => {
    try {
      return log.read(commit - 1, commit, { frames: 1 })[0]?.messages.at(-1)?.receivedAt ?? 0;
    } catch (error) {
      const what = `${path}: the newest record cannot be opened (${toGatewayError(error).detail})`;
      const todo = 'keep a copy of the data directory, then restore the newest backup into an empty one';
      throw new GatewayError('INBOX_CORRUPT', `${what}; ${todo}`, { cause: error });
    }
  };
  const counts = log.counts(last);
  const head = (): number => writer.head();
  const followers = createFollowers({ read: (after, amount) => log.read(after, head(), amount), head, routes });
  const writer = createGroupWriter({
    ...{ log, followers, clock, logger, metrics },
    start: {
      head: last,
      received: counts ? counts.before + counts.devices : 0,
      lastReceivedAt: newestIn(last),
    },
    shortage: () => disk.shortage(KEPT_BY_MESSAGES),
    took(size) {
      bytes += size;
    },
  });

  let { quota } = options;
  let full = false;
  let closed = false;
  let bytes = log.measure();

  const noRoom = (): string | undefined => {
    if (bytes >= (full ? quota * ROOM_AGAIN : quota)) return `the quota of ${quota} bytes is used up`;
    return writer.overflow() ?? disk.shortage(KEPT_BY_MESSAGES);
  };

  /** A disk that failed is tried again with every message, so that it is known at once when it is well again. */
  const refusal = (): string | undefined => noRoom() ?? writer.failure();

  const isFull = (): boolean => {
    // The disk was looked at when the group was opened.
    if (!full && writer.gathering() && bytes < quota && writer.overflow() === undefined) return false;
    const reason = noRoom();
    if (reason === undefined) {
      if (full) logger.info({ bytes, quota }, 'the inbox takes messages again');
      full = false;
      return false;
    }
    if (!full) logger.error({ code: 'INBOX_FULL', reason }, 'the inbox is full: messages are not acknowledged');
    full = true;
    return true;
  };

  /** Cursors and removals go on while messages are refused, for they are the way out; on a disk with nothing left they wait. */
  const needSpace = (): void => {
    const shortage = disk.shortage(KEPT_BY_CURSORS);
    if (shortage) throw new GatewayError('RECORDS_FAILED', shortage);
  };

  /** Replays on their way to disk: a second one of the same message waits for the first. */
  const replaying = new Map<string, Promise<void>>();

  const trimmer = createTrimmer({ log, needSpace, closed: () => closed });

  const append = (arrival: Arrival, mark?: string): Promise<Position> =>
    new Promise((resolve, reject) => {
      if (closed || isFull()) {
        refused.inc();
        return reject(new GatewayError('INBOX_FULL', noRoom() ?? 'the gateway is stopping'));
      }
      writer.gather((group) => {
        addArrival(group, arrival, { resolve, reject }, other);
        if (mark !== undefined) group.replays.push(mark);
      });
    });

  return {
    append: (arrival) => append(arrival),
    async replay(mark, arrival) {
      if (log.isMarked(mark)) return;
      const begun = replaying.get(mark);
      if (begun !== undefined) return begun;
      const done = append(arrival, mark).then(() => undefined);
      replaying.set(mark, done);
      try {
        await done;
      } finally {
        replaying.delete(mark);
      }
    },
    replays: () => log.marks(),
    isReplayed: (mark) => log.isMarked(mark),
    async forgetReplays(marks) {
      needSpace();
      await log.unmark(marks);
    },
    replayed: () => log.replayed(),
    route: encodeRoute,
    put(piece, sender) {
      if (closed || isFull()) {
        refused.inc();
        return false;
      }
      writer.gather((group) => addPiece(group, piece, sender, other));
      return true;
    },
    putBlock(block, sender) {
      if (closed || isFull()) {
        refused.inc(block.count);
        return false;
      }
      writer.gather((group) => addBlock(group, block, sender));
      return true;
    },
    read: (after, frames) => log.read(after, head(), { frames }),
    follow: () => followers.follow(),
    head,
    received: () => writer.received(),
    unread(after) {
      // What lies behind a cursor is never trimmed, so the first of it is there.
      const first = after >= head() ? undefined : log.counts(Math.max(after + 1, log.oldest()));
      return first ? writer.received() - first.before : 0;
    },
    cursor: (name) => log.cursor(name)?.commit ?? 0,
    numbers: (name) => log.cursor(name)?.numbers ?? {},
    async setCursor(name, commit, numbers) {
      needSpace();
      await log.setCursor(name, { commit, numbers: { ...(numbers ?? log.cursor(name)?.numbers ?? {}) } });
    },
    onAppend: (listener) => followers.onAppend(listener),
    async trim(passed, before) {
      // The newest commit stays: the next one is numbered after it.
      const removed = await trimmer.trim(Math.min(passed, head() - 1), before);
      if (removed > 0) bytes = log.measure();
      return removed;
    },
    limit(bound) {
      quota = bound;
      bytes = log.measure();
    },
    oldestAt: () => trimmer.oldestAt(),
    idle: () => writer.idle(),
    size: () => bytes,
    refusal,
    lastReceivedAt: () => writer.lastReceivedAt(),
    cursors: () => log.cursors(),
    copyTo: (folder, cursors) => log.copyTo(folder, cursors),
    async close() {
      if (closed) return;
      closed = true;
      await writer.idle();
      await log.close();
    },
  };
}
