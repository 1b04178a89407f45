import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'lmdb';
import { GatewayError, toGatewayError } from '../errors.ts';
import { committed } from '../records/lmdb.ts';
import { countsOf, HEADER, openEnvironment, openRecord } from './commit-log.ts';
import { createRoutes } from './routes.ts';
import type { Seal } from './seal.ts';

/** A commit that cannot be read any more. */
export interface LostCommit {
  readonly commit: number;
  /** Its bytes as they are; undefined when they are gone as well. */
  readonly record: Buffer | undefined;
  /** Why it cannot be read. */
  readonly reason: string;
  /** Messages of devices in all commits before it, and in it. */
  readonly before: number;
  readonly devices: number;
  /** Whether `devices` is known. Where it is not, nobody ever counted them, and they count as never received. */
  readonly counted: boolean;
}

/** How many messages of devices the rules have taken from the commits up to their cursor: that, too, tells of a lost commit. */
export interface Counted {
  readonly cursor: number;
  readonly received: number;
}

/** The inbox of a gateway that is stopped, and what of it cannot be read. */
export interface LostCommits {
  /** Every commit that cannot be read. */
  all(): readonly number[];
  /** Throws REQUEST_INVALID for a commit that can be read or is not kept, and where nothing tells how many messages it held. */
  find(commit: number): LostCommit;
  /** Puts an empty commit in its place, with the number of messages it held: every reader passes it. Resolves once that is on disk. */
  giveUp(lost: LostCommit, now: number): Promise<void>;
  close(): Promise<void>;
}

/** How many messages of devices the commits up to `commit` hold. */
interface Sum {
  readonly commit: number;
  readonly messages: number;
}

const refused = (detail: string) => new GatewayError('REQUEST_INVALID', detail);

/**
 * Opens the inbox in folder `path`; the caller holds the lock of the data directory. Throws DATA_DIR_UNWRITABLE when there is none.
 */
export function openLostCommits(path: string, seal: Seal, rules: Counted = { cursor: 0, received: 0 }): LostCommits {
  if (!existsSync(join(path, 'data.mdb')))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${path} holds no inbox; name the data directory of a gateway`);
  const env = openEnvironment(path);
  const frames: Database<Buffer, number> = env.openDB({ name: 'frames', encoding: 'binary' });
  const parts = { seal, routes: createRoutes() };

  const end = (reverse: boolean): number => {
    for (const key of frames.getKeys({ reverse, limit: 1 })) return key;
    return 0;
  };
  /** Why a record cannot be read; undefined when it can. */
  const faultOf = (commit: number, record: Buffer): string | undefined => {
    try {
      openRecord(commit, record, parts);
      return undefined;
    } catch (error) {
      return toGatewayError(error).detail;
    }
  };
  /** The nearest commit before or behind `commit` that can be read: only its head is believed. */
  const nearest = (commit: number, reverse: boolean) => {
    const range = reverse ? { start: commit - 1, reverse } : { start: commit + 1 };
    for (const { key, value } of frames.getRange(range))
      if (faultOf(key, value) === undefined) return { commit: key, record: Buffer.from(value), ...countsOf(value) };
    return undefined;
  };

  /** What is known to be counted before a commit, and together with it: as near to it as anything tells. */
  const sumsAround = (commit: number): { readonly low: Sum | undefined; readonly high: Sum | undefined } => {
    const [previous, next] = [nearest(commit, true), nearest(commit, false)];
    const lows: Sum[] = [
      ...(previous ? [{ commit: previous.commit, messages: previous.before + previous.devices }] : []),
      ...(end(false) === 1 ? [{ commit: 0, messages: 0 }] : []),
    ];
    const highs: Sum[] = next ? [{ commit: next.commit - 1, messages: next.before }] : [];
    const known = { commit: rules.cursor, messages: rules.received };
    if (known.commit >= commit) highs.push(known);
    else if (known.commit >= end(false) - 1) lows.push(known);
    return {
      low: lows.toSorted((a, b) => b.commit - a.commit)[0],
      high: highs.toSorted((a, b) => a.commit - b.commit)[0],
    };
  };

  /** How many messages a lost commit held: by its own head where that fits to what stands around it, otherwise by what lies between. */
  const countLost = (
    commit: number,
    record: Buffer | undefined,
  ): Pick<LostCommit, 'before' | 'devices' | 'counted'> => {
    const { low, high } = sumsAround(commit);
    if (record && record.length > HEADER) {
      const { before, devices } = countsOf(record);
      const after = before + devices;
      const fitsLow =
        low === undefined || (low.commit === commit - 1 ? before === low.messages : before >= low.messages);
      const fitsHigh =
        high === undefined || (high.commit === commit ? after === high.messages : after <= high.messages);
      // A head alone proves nothing: something sound must stand on one side of it, and a message takes more than a byte.
      if (Number.isSafeInteger(before) && devices < record.length && fitsLow && fitsHigh && (low ?? high))
        return { before, devices, counted: true };
    }
    if (low && high && high.messages >= low.messages)
      return { before: low.messages, devices: high.messages - low.messages, counted: true };
    if (low && !high) return { before: low.messages, devices: 0, counted: false };
    throw refused(
      `nothing tells how many messages commit ${commit} held, so the accounts would not balance without it; restore the newest backup`,
    );
  };

  return {
    all() {
      const lost: number[] = [];
      let next = end(false);
      for (const { key, value } of frames.getRange()) {
        for (; next < key; next++) lost.push(next);
        if (faultOf(key, value) !== undefined) lost.push(key);
        next = key + 1;
      }
      return lost;
    },
    find(commit) {
      const [first, last] = [end(false), end(true)];
      if (commit < first || commit > last || first === 0)
        throw refused(`the inbox holds commits ${first} to ${last}, not commit ${commit}`);
      const stored = frames.getBinary(commit);
      const record = stored && Buffer.from(stored);
      const reason = record ? faultOf(commit, record) : 'it is missing';
      if (reason === undefined) throw refused(`commit ${commit} is intact: there is nothing to give up`);
      return { commit, record, reason, ...countLost(commit, record) };
    },
    async giveUp({ commit, before, devices }, now) {
      // Keys are dropped day by day: under the newest day so far its own is not dropped before those of its neighbours.
      const neighbour = nearest(commit, false) ?? nearest(commit, true);
      const messages = neighbour ? openRecord(neighbour.commit, neighbour.record, parts).messages : [];
      const at = Math.max(now, messages.at(-1)?.receivedAt ?? 0);
      const sealed = seal.seal(Buffer.alloc(0), at, HEADER);
      sealed.writeDoubleLE(before, 0);
      sealed.writeUInt32LE(devices, 8);
      await committed(frames.put(commit, sealed));
    },
    close: () => env.close(),
  };
}
