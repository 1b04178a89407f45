import { mkdirSync } from 'node:fs';
import { type Database, open } from 'lmdb';
import { GatewayError } from '../errors.ts';
import type { DeviceRecord, Head, SlotRecord } from './records.ts';
import { EMPTY_HEAD } from './records.ts';
import type { KnownState } from './state-table.ts';

/** Format of the environment; a newer one is refused. */
const FORMAT = 1;

/** Everything that one commit changes. `undefined` as a value removes the entry. */
export interface Changes {
  readonly head: Head;
  readonly devices: readonly (readonly [no: number, record: DeviceRecord])[];
  readonly slots: readonly (readonly [no: number, key: string, record: SlotRecord | undefined])[];
  readonly states: readonly (readonly [no: number, source: string, state: KnownState | undefined])[];
  /** Devices that are no longer registered; their slots and states are among the removed ones. */
  readonly forgotten: readonly number[];
  /** Identities remembered: (device number, low, high) each. */
  readonly journal: Buffer | undefined;
  /** Whole windows; then the journal so far is no longer needed. */
  readonly windows: readonly (readonly [no: number, bytes: Buffer])[] | undefined;
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
  commit(changes: Changes): Promise<void>;

  /** Attach keys of the waiting candidates, one per candidate. */
  waitingKeys(): Iterable<string>;
  /** Candidates under one attach key, oldest first. */
  waiting(attachKey: string): Uint8Array[];
  /** Removes candidates; resolves with the attach keys of those that were there. */
  remove(candidateIds: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens (and creates) the environment in folder `path`. Throws DATA_DIR_UNWRITABLE or DATA_DIR_NEWER. */
export function openRuleStore(path: string): RuleStore {
  const root = openRoot(path);
  const meta = root.openDB<unknown, string>({ name: 'meta' });
  const format = meta.get('format');
  if (typeof format === 'number' && format > FORMAT) {
    void root.close();
    throw new GatewayError(
      'DATA_DIR_NEWER',
      `${path}: rule state format ${format}, this version knows ${FORMAT}; use the newer gateway or another data directory`,
    );
  }
  const devices = root.openDB<DeviceRecord, number>({ name: 'devices', keyEncoding: 'uint32' });
  const slots = root.openDB<SlotRecord, [number, string]>({ name: 'slots' });
  const states = root.openDB<KnownState, [number, string]>({ name: 'states' });
  const windows = root.openDB<Buffer, number>({ name: 'windows', keyEncoding: 'uint32', encoding: 'binary' });
  const journal = root.openDB<Buffer, number>({ name: 'journal', keyEncoding: 'uint32', encoding: 'binary' });
  const outbox = root.openDB<Buffer, [string, number]>({ name: 'outbox', encoding: 'binary' });
  const outboxIds = root.openDB<[string, number], string>({ name: 'outbox-ids' });

  return {
    head: () => ({ ...EMPTY_HEAD, ...(meta.get('head') as Head | undefined) }),
    devices: () => devices.getRange(),
    slots: () => slots.getRange(),
    states: () => states.getRange(),
    windows: () => windows.getRange(),
    journal: () => journal.getRange(),
    async commit(changes) {
      const written = root.transaction(() => {
        meta.putSync('format', FORMAT);
        meta.putSync('head', changes.head);
        for (const [no, record] of changes.devices) devices.putSync(no, record);
        for (const [no, key, record] of changes.slots) put(slots, [no, key], record);
        for (const [no, source, state] of changes.states) put(states, [no, source], state);
        if (changes.windows) {
          for (const key of [...journal.getKeys()]) journal.removeSync(key);
          for (const [no, bytes] of changes.windows) windows.putSync(no, bytes);
        }
        for (const no of changes.forgotten) {
          devices.removeSync(no);
          windows.removeSync(no);
        }
        if (changes.journal) journal.putSync(changes.head.journal, changes.journal);
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
    close: () => root.close(),
  };
}

function openRoot(path: string) {
  try {
    mkdirSync(path, { recursive: true });
    // Without overlapping sync a resolved transaction is on disk, not only visible.
    return open({ path, maxDbs: 12, overlappingSync: false, noSubdir: false } as Parameters<typeof open>[0]);
  } catch (error) {
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${path}: ${(error as Error).message}`, { cause: error });
  }
}

function put<V, K extends [number, string]>(db: Database<V, K>, key: K, value: V | undefined): void {
  if (value === undefined) db.removeSync(key);
  else db.putSync(key, value);
}

async function durable(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    throw new GatewayError('RECORDS_FAILED', `rule state cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
