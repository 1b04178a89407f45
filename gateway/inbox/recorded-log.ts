import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { GatewayError } from '../errors.ts';
import type { Amount, Commit } from './commit.ts';
import { countsOf, openRecord } from './commit-log.ts';
import { createRoutes } from './routes.ts';
import type { Seal } from './seal.ts';

/** A stretch of the inbox by time of arrival: commits `first` to `last`, and how many messages of devices they hold. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly messages: number;
}

/** An inbox that is only read: a copy, or the one a gateway in another process goes on writing. */
export interface RecordedLog {
  /** The commits that arrived from `from` to `to` (epoch ms, both included); undefined when there are none. */
  stretch(from: number, to: number): Stretch | undefined;
  /** When its newest message arrived, epoch ms; 0 when it is empty. */
  newestAt(): number;
  /** Whole commits after `after` and up to `last`, oldest first; those that were removed meanwhile are left out. */
  read(after: number, last: number, amount: Amount): readonly Commit[];
  close(): Promise<void>;
}

/**
 * Opens the inbox in folder `path` without the right to change it: LMDB lets any number of processes read beside the one that
 * writes. Throws DATA_DIR_UNWRITABLE when there is none; reading throws INBOX_CORRUPT for what cannot be opened.
 */
export function openRecordedLog(path: string, seal: Pick<Seal, 'open'>): RecordedLog {
  if (!existsSync(join(path, 'data.mdb')))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${path} holds no inbox; name the data directory of a gateway`);
  const env = open({ path, readOnly: true, maxDbs: 4, noSubdir: false } as Parameters<typeof open>[0]);
  const frames = env.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
  const parts = { seal: seal as Seal, routes: createRoutes() };

  const range = (options: { start?: number; end?: number; reverse?: boolean; limit?: number }) => {
    // A reader keeps its view of the log until it is told that there may be a newer one.
    env.resetReadTxn();
    return frames.getRange(options);
  };
  const end = (reverse: boolean): number => {
    for (const { key } of range({ reverse, limit: 1 })) return key;
    return 0;
  };
  /** The first commit kept from `number` on that holds messages (one that was given up has none), and when the first arrived. */
  const arrivalAt = (number: number): { commit: number; at: number } | undefined => {
    for (const { key, value } of range({ start: number })) {
      const [first] = openRecord(key, value, parts).messages;
      if (first) return { commit: key, at: first.receivedAt };
    }
    return undefined;
  };
  /** The first commit that arrived at `at` or later, by bisection: times of arrival only grow. */
  const commitAt = (at: number): number => {
    let low = end(false);
    let high = end(true) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = arrivalAt(middle);
      if (!found || found.at >= at) high = middle;
      else low = found.commit + 1;
    }
    return low;
  };

  return {
    stretch(from, to) {
      const newest = end(true);
      if (newest === 0) return undefined;
      // A commit may have begun before `from` and hold messages behind it.
      const first = Math.max(end(false), commitAt(from) - 1);
      const last = commitAt(to + 1) - 1;
      if (last < first) return undefined;
      let messages = 0;
      for (const { value } of range({ start: first, limit: 1 })) messages -= countsOf(value).before;
      for (const { value } of range({ start: last, reverse: true, limit: 1 })) {
        const { before, devices } = countsOf(value);
        messages += before + devices;
      }
      return { first, last, messages };
    },
    newestAt() {
      for (const { key, value } of range({ reverse: true })) {
        const newest = openRecord(key, value, parts).messages.at(-1);
        if (newest) return newest.receivedAt;
      }
      return 0;
    },
    read(after, last, { frames: most, bytes = Number.POSITIVE_INFINITY }) {
      const found: Commit[] = [];
      let count = 0;
      let size = 0;
      for (const { key, value } of range({ start: after + 1, end: last + 1 })) {
        const commit = openRecord(key, value, parts);
        found.push(commit);
        count += commit.messages.length;
        size += value.length;
        if (count >= most || size >= bytes) break;
      }
      return found;
    },
    close: () => env.close(),
  };
}
