import { open, type RootDatabase } from 'lmdb';
import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { InboxWriter } from '../model/inbox-writer.ts';
import type { Arrival, Position, RawMessage } from '../model/message.ts';
import { type DiskSpace, watchDisk } from '../records/disk-space.ts';
import { committed } from '../records/lmdb.ts';
import { decodeFrames, encodeRoute } from './frames.ts';
import { addArrival, addPiece, emptyGroup, type Group, settle } from './group.ts';
import type { Seal } from './seal.ts';

/** How far a named reader is, and what it counted until there. */
export interface Cursor {
  readonly commit: number;
  readonly numbers: Readonly<Record<string, number>>;
}

/** One group commit as it stands in the log. */
export interface Commit {
  readonly commit: number;
  readonly messages: readonly RawMessage[];
}

/**
 * The log that everything downstream reads. One LMDB record per group commit; `append` resolves when its commit is on disk,
 * so an acknowledgement sent after it is a promise the gateway can keep through `kill -9`.
 */
export interface Inbox extends InboxWriter {
  /**
   * Resolves once the message is on disk. Rejects with INBOX_FULL at the quota, and while the disk takes nothing: the sender
   * must not be acknowledged.
   */
  append(arrival: Arrival): Promise<Position>;
  /** Whole commits after `after`, oldest first: at least one if there is one, and no more than about `maxFrames` frames. */
  read(after: number, maxFrames: number): readonly Commit[];
  /** Number of the newest durable commit; 0 when empty. */
  head(): number;
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

/** A commit takes at most this many frames and about this many bytes; the rest waits for the next one. */
const MAX_FRAMES = 1024;
const MAX_BYTES = 1 << 20;
/** Frames and bytes waiting for a commit; beyond that messages are refused as by a full inbox. */
const MAX_WAITING = 65_536;
const MAX_WAITING_BYTES = 128 << 20;
/** Group buffers kept for the next groups; more are left to the garbage collector, as are larger ones. */
const MAX_SPARE = 4;
const MAX_SPARE_BYTES = MAX_BYTES * 2;
/** Commits removed in one transaction: readers and appends get their turn between two of them. */
const TRIM_BATCH = 512;
/** Once full, messages are taken again below this share of the quota: a log at its brim must not open and close all the time. */
const ROOM_AGAIN = 0.9;
/** Share of the disk's reserve that a message leaves alone, and that a cursor or a removal leaves alone. */
const KEPT_BY_MESSAGES = 1;
const KEPT_BY_CURSORS = 1 / 4;

/**
 * Without overlappingSync a commit's promise means "flushed", not just "visible". Without batching by event turn lmdb-js makes no
 * promise nobody can see: its rejection, when a commit fails, would end the process.
 */
function openEnvironment(path: string): RootDatabase {
  const options = { path, overlappingSync: false, eventTurnBatching: false, maxDbs: 4, noSubdir: false };
  return open(options as Parameters<typeof open>[0]);
}

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
}): Inbox {
  const { seal, clock, log, metrics, disk = watchDisk(options.path, clock) } = options;
  const env = openEnvironment(options.path);
  const frames = env.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
  const meta = env.openDB<{ commit: number; numbers: Record<string, number> }, string>({ name: 'cursors' });

  const commits = metrics.counter('inbox_commits_total', 'Group commits of the inbox');
  const appended = metrics.counter('inbox_frames_total', 'Messages made durable in the inbox');
  const commitSeconds = metrics.histogram('inbox_commit_seconds', 'Time from the start of a group commit to disk');
  const refused = metrics.counter('inbox_refused_total', 'Messages not taken because the inbox was full');

  let head = lastKey();
  let lastReceivedAt = head === 0 ? 0 : (readCommit(head).at(-1)?.receivedAt ?? 0);
  /** Groups in the order of their commits; only the last one still takes messages. */
  const groups: Group[] = [];
  const spare: Buffer[] = [];
  let waiting = 0;
  let waitingBytes = 0;
  let inFlight: Promise<void> | undefined;
  let { quota } = options;
  let full = false;
  let trimming = false;
  let bytes = measure();
  let closed = false;
  const listeners = new Set<() => void>();

  function lastKey(): number {
    for (const key of frames.getKeys({ reverse: true, limit: 1 })) return key;
    return 0;
  }

  function readCommit(commit: number): RawMessage[] {
    const sealed = frames.getBinary(commit);
    return sealed ? decodeFrames(commit, seal.open(sealed)) : [];
  }

  function measure(): number {
    const stats = frames.getStats() as {
      pageSize: number;
      treeBranchPageCount: number;
      treeLeafPageCount: number;
      overflowPages: number;
    };
    return stats.pageSize * (stats.treeBranchPageCount + stats.treeLeafPageCount + stats.overflowPages);
  }

  const openGroup = (): Group => {
    const last = groups.at(-1);
    if (last && last.count < MAX_FRAMES && last.length < MAX_BYTES) return last;
    const group = emptyGroup(spare.pop());
    groups.push(group);
    return group;
  };

  const commitGroup = async (group: Group): Promise<void> => {
    const started = clock.monotonic();
    const number = head + 1;
    waiting -= group.count;
    waitingBytes -= group.length;
    try {
      // Under the newest day so far, also what is older and was replayed: then keys are dropped in the order of the log.
      const record = seal.seal(group.bytes.subarray(0, group.length), Math.max(group.newest, lastReceivedAt));
      if (spare.length < MAX_SPARE && group.bytes.length <= MAX_SPARE_BYTES) spare.push(group.bytes);
      await committed(frames.put(number, record));
      bytes += record.length;
    } catch (error) {
      const reason = `the inbox could not be written: ${toGatewayError(error).detail}`;
      log.error({ code: 'INBOX_FULL', reason }, 'the inbox could not be written; nothing is acknowledged');
      return settle(group, { error: new GatewayError('INBOX_FULL', reason) });
    }
    head = number;
    commits.inc();
    appended.inc(group.count);
    commitSeconds.observe((clock.monotonic() - started) / 1000);
    lastReceivedAt = Math.max(lastReceivedAt, group.newest);
    settle(group, { commit: number });
    for (const listener of listeners) listener();
  };

  // While one group is being flushed the next one gathers: no timer decides the size of a group.
  const drain = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let group = groups.shift(); group; group = groups.shift()) await commitGroup(group);
    inFlight = undefined;
  };

  const refusal = (): string | undefined => {
    if (bytes >= (full ? quota * ROOM_AGAIN : quota)) return `the quota of ${quota} bytes is used up`;
    if (waiting >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES) return `${waiting} messages wait for the disk`;
    return disk.shortage(KEPT_BY_MESSAGES);
  };

  const isFull = (): boolean => {
    const reason = refusal();
    if (reason === undefined) {
      if (full) log.info({ bytes, quota }, 'the inbox takes messages again');
      full = false;
      return false;
    }
    if (!full) log.error({ code: 'INBOX_FULL', reason }, 'the inbox is full: messages are not acknowledged');
    full = true;
    return true;
  };

  const firstKey = (): number | undefined => {
    for (const key of frames.getKeys({ limit: 1 })) return key;
    return undefined;
  };

  /** Whether everything in a commit is older than `before`. One that cannot be read is nothing anybody could still want. */
  const isOlder = (commit: number, before: number): boolean => {
    if (before === Number.POSITIVE_INFINITY) return true;
    try {
      return (readCommit(commit).at(-1)?.receivedAt ?? 0) < before;
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
      if (isOlder(middle, before)) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  /** Cursors and removals go on while messages are refused, for they are the way out; on a disk with nothing left they wait. */
  const needSpace = (): void => {
    const shortage = disk.shortage(KEPT_BY_CURSORS);
    if (shortage) throw new GatewayError('RECORDS_FAILED', shortage);
  };

  const removeUpTo = async (last: number): Promise<number> => {
    let removed = 0;
    for (let first = firstKey(); first !== undefined && first <= last && !closed; first = firstKey()) {
      needSpace();
      const old = [...frames.getKeys({ end: last + 1, limit: TRIM_BATCH })];
      await committed(
        env.transaction(() => {
          for (const key of old) void frames.remove(key);
        }),
      );
      removed += old.length;
    }
    bytes = measure();
    return removed;
  };

  /** Adds to the next commit and counts what waits for it. */
  const gather = (add: (group: Group) => void): void => {
    const group = openGroup();
    const before = group.length;
    add(group);
    waiting++;
    waitingBytes += group.length - before;
    inFlight ??= drain();
  };

  return {
    append: (arrival) =>
      new Promise((resolve, reject) => {
        if (closed || isFull()) {
          refused.inc();
          return reject(new GatewayError('INBOX_FULL', refusal() ?? 'the gateway is stopping'));
        }
        gather((group) => addArrival(group, arrival, { resolve, reject }));
      }),
    route: encodeRoute,
    put(piece, sender) {
      if (closed || isFull()) {
        refused.inc();
        return false;
      }
      gather((group) => addPiece(group, piece, sender));
      return true;
    },
    read(after, maxFrames) {
      const found: Commit[] = [];
      let count = 0;
      for (const { key, value } of frames.getRange({ start: after + 1, end: head + 1 })) {
        const messages = decodeFrames(key, seal.open(value));
        found.push({ commit: key, messages });
        count += messages.length;
        if (count >= maxFrames) break;
      }
      return found;
    },
    head: () => head,
    cursor: (name) => meta.get(name)?.commit ?? 0,
    numbers: (name) => meta.get(name)?.numbers ?? {},
    async setCursor(name, commit, numbers) {
      needSpace();
      await committed(meta.put(name, { commit, numbers: { ...(numbers ?? meta.get(name)?.numbers ?? {}) } }));
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async trim(passed, before) {
      // The newest commit stays: the next one is numbered after it.
      const first = firstKey();
      if (first === undefined || trimming) return 0;
      trimming = true;
      try {
        return await removeUpTo(lastOlder(first, Math.min(passed, head - 1), before));
      } finally {
        trimming = false;
      }
    },
    limit(bound) {
      quota = bound;
      bytes = measure();
    },
    oldestAt() {
      const first = firstKey();
      if (first === undefined) return undefined;
      try {
        return readCommit(first)[0]?.receivedAt;
      } catch {
        return undefined;
      }
    },
    async idle() {
      while (inFlight !== undefined) await inFlight;
    },
    size: () => bytes,
    refusal,
    lastReceivedAt: () => lastReceivedAt,
    cursors: () => new Map([...meta.getRange()].map(({ key, value }) => [key, value])),
    async copyTo(folder, cursors) {
      await env.backup(folder, true);
      const copy = openEnvironment(folder);
      const copied = copy.openDB<Cursor, string>({ name: 'cursors' });
      await copy.transaction(() => {
        for (const name of [...copied.getKeys()]) copied.removeSync(name);
        for (const [name, cursor] of cursors) copied.putSync(name, cursor);
      });
      await copy.close();
    },
    async close() {
      if (closed) return;
      closed = true;
      while (inFlight !== undefined) await inFlight;
      await env.close();
    },
  };
}
