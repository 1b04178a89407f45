import { type Database, open, type RootDatabase } from 'lmdb';
import { GatewayError, toGatewayError } from '../errors.ts';
import { committed } from '../records/lmdb.ts';
import type { Amount, Commit } from './commit.ts';
import { decodeFrames } from './frames.ts';
import type { Routes } from './routes.ts';
import type { Seal } from './seal.ts';

/** How far a named reader is, and what it counted until there. */
export interface Cursor {
  readonly commit: number;
  readonly numbers: Readonly<Record<string, number>>;
}

/** A group commit on its way to disk. */
export interface NewCommit {
  readonly commit: number;
  /** Its frames, encoded. */
  readonly plain: Buffer;
  /** Epoch ms under whose day it is sealed. */
  readonly at: number;
  /** Messages of devices in all commits before it, and in it. */
  readonly before: number;
  readonly devices: number;
  /** Marks of replayed messages in it. */
  readonly replays: readonly string[];
}

/** The records of the inbox in LMDB. One per group commit: f64 devices' messages before it · u32 those in it · sealed frames. */
export interface CommitLog {
  /** Resolves with the bytes it takes, once it is on disk. */
  write(commit: NewCommit): Promise<number>;
  /** Whole commits after `after` and up to `last`, oldest first, before one that cannot be opened. INBOX_CORRUPT when that is the first. */
  read(after: number, last: number, amount: Amount): readonly Commit[];
  /** The newest and the oldest commit kept; 0 when there is none. */
  newest(): number;
  oldest(): number;
  /** Devices' messages in all commits before `commit`, those removed included, and in it; undefined when it is not kept. */
  counts(commit: number): { readonly before: number; readonly devices: number } | undefined;
  /** Removes the oldest `most` commits up to `last`; how many there were. */
  remove(last: number, most: number): Promise<number>;
  cursor(name: string): Cursor | undefined;
  setCursor(name: string, cursor: Cursor): Promise<void>;
  cursors(): ReadonlyMap<string, Cursor>;
  /** Marks of the messages that were replayed, each on disk together with its message, until `unmark`. */
  marks(): readonly string[];
  isMarked(mark: string): boolean;
  unmark(marks: readonly string[]): Promise<void>;
  /** Messages ever replayed. */
  replayed(): number;
  /** Bytes it takes on disk. */
  measure(): number;
  /** A copy in an empty folder, with `cursors` in place of those it has. */
  copyTo(folder: string, cursors: ReadonlyMap<string, Cursor>): Promise<void>;
  close(): Promise<void>;
}

export const HEADER = 8 + 4;

/**
 * Without overlappingSync a commit's promise means "flushed", not just "visible". Without batching by event turn lmdb-js makes no
 * promise nobody can see: its rejection, when a commit fails, would end the process.
 */
export function openEnvironment(path: string): RootDatabase {
  const options = { path, overlappingSync: false, eventTurnBatching: false, maxDbs: 4, noSubdir: false };
  return open(options as Parameters<typeof open>[0]);
}

/** Pages of the file were damaged: what stood in them was acknowledged, and must not be passed over in silence. */
const missing = (first: number, last: number): GatewayError =>
  unreadable(
    first === last
      ? `commit ${first} is missing: the disk lost it`
      : `commits ${first} to ${last} are missing: the disk lost them`,
    first === last ? `${first}` : `${first}-${last}`,
  );

function unreadable(what: string, commits: string, cause?: unknown): GatewayError {
  const todo = `stop the gateway and keep a copy of the data directory; restore the newest backup, or go on without: gridwarden inbox skip --commit ${commits}`;
  return new GatewayError('INBOX_CORRUPT', `${what}; ${todo}`, { cause });
}

const cursorsOf = (env: RootDatabase): Database<Cursor, string> => env.openDB({ name: 'cursors' });

/**
 * A record as the commit it is. Throws INBOX_CORRUPT when it cannot be opened. One that was given up has no messages, and says
 * how many it had.
 */
export function openRecord(
  commit: number,
  record: Buffer,
  { seal, routes }: { seal: Pick<Seal, 'open'>; routes: Routes },
): Commit {
  if (record.length < HEADER) throw unreadable(`commit ${commit} has no header`, `${commit}`);
  try {
    const messages = decodeFrames(commit, seal.open(record.subarray(HEADER)), routes);
    return { commit, messages, devices: countsOf(record).devices };
  } catch (error) {
    throw unreadable(`commit ${commit} cannot be read: ${toGatewayError(error).detail}`, `${commit}`, error);
  }
}

/** The same with the error as a value. */
function tryRecord(...given: Parameters<typeof openRecord>): Commit | GatewayError {
  try {
    return openRecord(...given);
  } catch (error) {
    return toGatewayError(error);
  }
}

/** What the head of a record says: devices' messages in all commits before it, and in it. */
export function countsOf(record: Buffer): { readonly before: number; readonly devices: number } {
  return { before: record.readDoubleLE(0), devices: record.readUInt32LE(8) };
}

/** Holds 1 for each mark, and under this name, which no mark has, how many there ever were. */
const REPLAYED = '#replayed';

export function openCommitLog({ path, seal, routes }: { path: string; seal: Seal; routes: Routes }): CommitLog {
  const env = openEnvironment(path);
  const frames = env.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
  const cursors = cursorsOf(env);
  const marks = env.openDB<number, string>({ name: 'replays' });
  const replayed = (): number => marks.get(REPLAYED) ?? 0;
  /** The marks there are, which are asked for with every message that is refused. */
  const marked = new Set([...marks.getKeys()].filter((mark) => mark !== REPLAYED));

  const end = (reverse: boolean): number => {
    for (const key of frames.getKeys({ reverse, limit: 1 })) return key;
    return 0;
  };

  return {
    async write({ commit, plain, at, before, devices, replays }) {
      const sealed = seal.seal(plain, at, HEADER);
      sealed.writeDoubleLE(before, 0);
      sealed.writeUInt32LE(devices, 8);
      if (replays.length === 0) await committed(frames.put(commit, sealed));
      else
        await committed(
          env.transaction(() => {
            frames.putSync(commit, sealed);
            for (const mark of replays) marks.putSync(mark, 1);
            marks.putSync(REPLAYED, replayed() + replays.length);
          }),
        );
      for (const mark of replays) marked.add(mark);
      return sealed.length;
    },
    read(after, last, { frames: most, bytes = Number.POSITIVE_INFINITY }) {
      const found: Commit[] = [];
      let count = 0;
      let size = 0;
      let next = after + 1;
      for (const { key, value } of frames.getRange({ start: after + 1, end: last + 1 })) {
        // Commits are removed from the front only.
        const gap = key !== next && (found.length > 0 || key !== end(false));
        const commit = gap ? missing(next, key - 1) : tryRecord(key, value, { seal, routes });
        // What stands before it is sound, and whoever reads on behind that is told.
        if (commit instanceof GatewayError && found.length > 0) break;
        if (commit instanceof GatewayError) throw commit;
        next = key + 1;
        found.push(commit);
        count += commit.messages.length;
        size += value.length;
        if (count >= most || size >= bytes) break;
      }
      if (found.length === 0 && after < last && last > 0) throw missing(after + 1, last);
      return found;
    },
    newest: () => end(true),
    oldest: () => end(false),
    counts(commit) {
      const record = frames.getBinary(commit);
      return record && countsOf(record);
    },
    async remove(last, most) {
      const old = [...frames.getKeys({ end: last + 1, limit: most })];
      if (old.length === 0) return 0;
      await committed(
        env.transaction(() => {
          for (const key of old) void frames.remove(key);
        }),
      );
      return old.length;
    },
    cursor: (name) => cursors.get(name),
    async setCursor(name, cursor) {
      await committed(cursors.put(name, cursor));
    },
    marks: () => [...marked],
    isMarked: (mark) => marked.has(mark),
    async unmark(given) {
      await committed(
        env.transaction(() => {
          for (const mark of given) marks.removeSync(mark);
        }),
      );
      for (const mark of given) marked.delete(mark);
    },
    replayed,
    cursors: () => new Map([...cursors.getRange()].map(({ key, value }) => [key, value])),
    measure() {
      const stats = frames.getStats() as Record<
        'pageSize' | 'treeBranchPageCount' | 'treeLeafPageCount' | 'overflowPages',
        number
      >;
      return stats.pageSize * (stats.treeBranchPageCount + stats.treeLeafPageCount + stats.overflowPages);
    },
    async copyTo(folder, given) {
      await env.backup(folder, true);
      const copy = openEnvironment(folder);
      const copied = cursorsOf(copy);
      await copy.transaction(() => {
        for (const name of [...copied.getKeys()]) copied.removeSync(name);
        for (const [name, cursor] of given) copied.putSync(name, cursor);
      });
      await copy.close();
    },
    close: () => env.close(),
  };
}
