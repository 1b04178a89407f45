import { mkdirSync } from 'node:fs';
import { type Database, type Key, open, type RootDatabase, type Transaction } from 'lmdb';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { type DiskSpace, watchDisk } from '../records/disk-space.ts';
import { committed } from '../records/lmdb.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { DeviceRecord, Head, SlotRecord } from './records.ts';
import { EMPTY_HEAD } from './records.ts';
import type { KnownState } from './state-table.ts';

/** Format of the environment; a newer one is refused. */
const FORMAT = 1;
/** Share of the disk's reserve that rule state leaves alone; messages leave all of it to what stands behind them. */
const KEPT = 1 / 4;

const META = { name: 'meta' } as const;
const DEVICES = { name: 'devices', keyEncoding: 'uint32' } as const;
const SLOTS = { name: 'slots' } as const;
const STATES = { name: 'states' } as const;
const WINDOWS = { name: 'windows', keyEncoding: 'uint32', encoding: 'binary' } as const;
const JOURNAL = { name: 'journal', keyEncoding: 'uint32', encoding: 'binary' } as const;
const SHAPES = { name: 'shapes', keyEncoding: 'uint32' } as const;
const OUTBOX = { name: 'outbox', encoding: 'binary' } as const;
const OUTBOX_IDS = { name: 'outbox-ids' } as const;
const TABLES = [META, DEVICES, SLOTS, STATES, WINDOWS, JOURNAL, SHAPES, OUTBOX, OUTBOX_IDS] as const;
/** Entries copied in one transaction. */
const COPY_BATCH = 1_000;

/** Everything that one commit changes. `undefined` as a value removes the entry. */
export interface Changes {
  readonly head: Head;
  readonly devices: readonly (readonly [no: number, record: DeviceRecord])[];
  readonly slots: readonly (readonly [no: number, key: string, record: SlotRecord | undefined])[];
  readonly states: readonly (readonly [no: number, source: string, state: KnownState | undefined])[];
  /** Devices that are no longer registered; their slots and states are among the removed ones. */
  readonly forgotten: readonly number[];
  /** The journal record of this commit, under the number in the head. */
  readonly journal: Buffer | undefined;
  /** Channel lists that the journal names by number. */
  readonly shapes: readonly (readonly [shape: number, channels: readonly string[]])[];
  /** Whole duplicate windows. */
  readonly windows: readonly (readonly [no: number, bytes: Buffer])[];
  /** Journal records up to this number are no longer needed. */
  readonly dropped: number;
  readonly candidates: readonly StoredCandidate[];
}

export interface StoredCandidate {
  readonly candidateId: string;
  readonly attachKey: string;
  /** Order of emission. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** The LMDB environment of the rules: one transaction per commit, on disk when its promise resolves. */
export interface RuleStore {
  head(): Head;
  devices(): Iterable<{ key: number; value: DeviceRecord }>;
  slots(): Iterable<{ key: [number, string]; value: SlotRecord }>;
  states(): Iterable<{ key: [number, string]; value: KnownState }>;
  windows(): Iterable<{ key: number; value: Buffer }>;
  journal(): Iterable<{ key: number; value: Buffer }>;
  shapes(): Iterable<{ key: number; value: readonly string[] }>;
  commit(changes: Changes): Promise<void>;

  /** Attach keys of the waiting candidates, one per candidate. */
  waitingKeys(): Iterable<string>;
  /** Candidates under one attach key, oldest first. */
  waiting(attachKey: string): Uint8Array[];
  /** Removes candidates; resolves with the attach keys of those that were there. */
  remove(candidateIds: readonly string[]): Promise<string[]>;
  /** The environment as it is on disk when this returns, to be copied while commits go on. */
  snapshot(): Snapshot;
  close(): Promise<void>;
}

/** Opens (and creates) the environment in folder `path`. Throws DATA_DIR_UNWRITABLE or DATA_DIR_NEWER. */
export function openRuleStore(path: string, disk: DiskSpace = watchDisk(path, realClock())): RuleStore {
  const root = openRoot(path);
  const needSpace = () => {
    const shortage = disk.shortage(KEPT);
    if (shortage) throw new GatewayError('RECORDS_FAILED', `rule state cannot be written: ${shortage}`);
  };
  const meta = root.openDB<unknown, string>(META);
  const format = meta.get('format');
  if (typeof format === 'number' && format > FORMAT) {
    void root.close();
    throw new GatewayError(
      'DATA_DIR_NEWER',
      `${path}: rule state format ${format}, this version knows ${FORMAT}; use the newer gateway or another data directory`,
    );
  }
  const devices = root.openDB<DeviceRecord, number>(DEVICES);
  const slots = root.openDB<SlotRecord, [number, string]>(SLOTS);
  const states = root.openDB<KnownState, [number, string]>(STATES);
  const windows = root.openDB<Buffer, number>(WINDOWS);
  const journal = root.openDB<Buffer, number>(JOURNAL);
  const shapes = root.openDB<readonly string[], number>(SHAPES);
  const outbox = root.openDB<Buffer, [string, number]>(OUTBOX);
  const outboxIds = root.openDB<[string, number], string>(OUTBOX_IDS);

  return {
    head: () => ({ ...EMPTY_HEAD, ...(meta.get('head') as Head | undefined) }),
    devices: () => devices.getRange(),
    slots: () => slots.getRange(),
    states: () => states.getRange(),
    windows: () => windows.getRange(),
    journal: () => journal.getRange(),
    shapes: () => shapes.getRange(),
    async commit(changes) {
      needSpace();
      const written = root.transaction(() => {
        meta.putSync('format', FORMAT);
        meta.putSync('head', changes.head);
        for (const [no, record] of changes.devices) devices.putSync(no, record);
        for (const [no, key, record] of changes.slots) put(slots, [no, key], record);
        for (const [no, source, state] of changes.states) put(states, [no, source], state);
        for (const [shape, channels] of changes.shapes) shapes.putSync(shape, channels);
        for (const [no, bytes] of changes.windows) windows.putSync(no, bytes);
        for (const no of changes.forgotten) {
          devices.removeSync(no);
          windows.removeSync(no);
        }
        if (changes.journal) journal.putSync(changes.head.journal, changes.journal);
        if (changes.dropped > 0)
          for (const key of [...journal.getKeys({ end: changes.dropped + 1 })]) journal.removeSync(key);
        for (const { candidateId, attachKey, number, bytes } of changes.candidates) {
          outbox.putSync([attachKey, number], Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
          outboxIds.putSync(candidateId, [attachKey, number]);
        }
      });
      await durable(written);
    },
    *waitingKeys() {
      for (const [attachKey] of outbox.getKeys()) yield attachKey;
    },
    waiting: (attachKey) =>
      [...outbox.getRange({ start: [attachKey, 0], end: [attachKey, Number.MAX_SAFE_INTEGER] })].map(
        ({ value }) => value,
      ),
    async remove(candidateIds) {
      needSpace();
      const removed: string[] = [];
      const written = root.transaction(() => {
        removed.length = 0;
        for (const candidateId of candidateIds) {
          const place = outboxIds.get(candidateId);
          if (!place) continue;
          outbox.removeSync(place);
          outboxIds.removeSync(candidateId);
          removed.push(place[0]);
        }
      });
      await durable(written);
      return removed;
    },
    snapshot: () => snapshotOf(root),
    close: () => root.close(),
  };
}

function openRoot(path: string) {
  try {
    mkdirSync(path, { recursive: true });
    // Without overlapping sync a resolved transaction is on disk, not only visible. Without batching by event turn lmdb-js makes
    // no promise nobody can see: its rejection, when a commit fails, would end the process.
    const options = { path, maxDbs: 12, overlappingSync: false, eventTurnBatching: false, noSubdir: false };
    return open(options as Parameters<typeof open>[0]);
  } catch (error) {
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** One read transaction sees the environment as it was at its start, in however many turns of the event loop it is read. */
function snapshotOf(root: RootDatabase): Snapshot {
  const transaction = root.useReadTransaction();
  let held = true;
  return {
    async copyTo(folder) {
      const copy = openRoot(folder);
      for (const table of TABLES) await copyTable(root, copy, table, transaction);
      await copy.close();
    },
    release() {
      if (held) transaction.done();
      held = false;
    },
  };
}

async function copyTable(
  from: RootDatabase,
  to: RootDatabase,
  table: (typeof TABLES)[number],
  transaction: Transaction,
): Promise<void> {
  const target = to.openDB<unknown, Key>(table);
  let batch: { key: Key; value: unknown }[] = [];
  const write = async () => {
    const entries = batch;
    batch = [];
    await durable(
      to.transaction(() => {
        for (const { key, value } of entries) target.putSync(key, value);
      }),
    );
  };
  for (const entry of from.openDB<unknown, Key>(table).getRange({ transaction })) {
    batch.push(entry);
    if (batch.length >= COPY_BATCH) await write();
  }
  await write();
}

function put<V, K extends [number, string]>(db: Database<V, K>, key: K, value: V | undefined): void {
  if (value === undefined) db.removeSync(key);
  else db.putSync(key, value);
}

async function durable(written: Promise<void>): Promise<void> {
  try {
    await committed(written);
  } catch (error) {
    throw new GatewayError('RECORDS_FAILED', `rule state cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
