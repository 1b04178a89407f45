import type { DeviceState } from './device-state.ts';
import { remember, windowBytes, windowFrom } from './duplicate-window.ts';
import { createJournalWriter, readJournal } from './journal-record.ts';
import type { RuleStore } from './rule-store.ts';

/** Entries journaled before the devices of the oldest ones are written whole: about 10 MiB, read within 0.2 s at a start. */
const LIMIT = 262_144;

/** What a commit has to write of the journal. */
export interface Journaled {
  /** The record of this commit; its number is the one after the last. */
  readonly record: Buffer | undefined;
  /** Channel lists that records name by number, first used now. */
  readonly shapes: readonly (readonly [shape: number, channels: readonly string[]])[];
  /** Devices to be written whole, with their windows: some of their entries have become the oldest. */
  readonly whole: readonly DeviceState[];
  /** Records up to this number are no longer needed; 0: all are. */
  readonly dropped: number;
}

/**
 * Keeps durable what changes with every message (identities, the newest values) without writing each device with each commit:
 * a commit appends one record of such changes. Beyond 262,144 of them the devices of the oldest record are written whole, which
 * frees that record: no commit has more to write than its own messages and those of one before.
 */
export interface Journal {
  /** Puts an identity into the device's window and into the next commit. */
  add(state: DeviceState, low: number, high: number): void;
  /** Puts the newest times and values of the device into the next commit. */
  touch(state: DeviceState): void;
  pending(): boolean;
  /** Everything since the last call, for the commit whose record has number `next`. */
  take(next: number): Journaled;
  /** Brings devices, known by number, to what they were at the last commit, whose record has number `last`. */
  load(
    byNo: ReadonlyMap<number, DeviceState>,
    store: Pick<RuleStore, 'windows' | 'journal' | 'shapes'>,
    last: number,
  ): void;
  drop(state: DeviceState): void;
}

export function createJournal(limit = LIMIT): Journal {
  const writer = createJournalWriter();
  /** Devices with entries that are not written whole yet, in the order of the record that holds the first of them. */
  let waiting: DeviceState[] = [];
  let head = 0;
  /** Entries of each record kept, by its number. */
  const counts = new Map<number, number>();
  let total = 0;
  /** The number of the record in the making. */
  let number = 1;

  const enlist = (state: DeviceState, record: number): void => {
    if (state.journaledIn !== 0) return;
    state.journaledIn = record;
    waiting.push(state);
  };

  const count = (record: number, entries: number): void => {
    counts.set(record, entries);
    total += entries;
  };

  /** The number of the oldest record that somebody needs; undefined: none. Passes those who left meanwhile. */
  const oldest = (): number | undefined => {
    while (head < waiting.length && waiting[head]?.journaledIn === 0) head++;
    if (head > 1_024 && head * 2 > waiting.length) {
      waiting = waiting.slice(head);
      head = 0;
    }
    return waiting[head]?.journaledIn;
  };

  const freeUpTo = (record: number): number => {
    let dropped = 0;
    for (const [kept, entries] of counts) {
      if (kept > record) break;
      counts.delete(kept);
      total -= entries;
      dropped = kept;
    }
    return dropped;
  };

  return {
    add(state, low, high) {
      remember(state.window, low, high);
      enlist(state, number);
      writer.identity(state.no, low, high);
    },
    touch(state) {
      enlist(state, number);
      writer.touch(state);
    },
    pending: () => writer.entries > 0,
    take(next) {
      const { entries } = writer;
      number = next;
      const { record, shapes } = writer.take();
      if (record) {
        count(next, entries);
        number++;
      }
      const whole: DeviceState[] = [];
      let dropped = 0;
      while (total > limit) {
        const first = oldest();
        for (; first !== undefined && oldest() === first; head++) {
          const state = waiting[head] as DeviceState;
          state.journaledIn = 0;
          whole.push(state);
        }
        dropped = freeUpTo((oldest() ?? number) - 1);
        if (first === undefined) break;
      }
      return { record, shapes, whole, dropped };
    },
    load(byNo, store, last) {
      /** The last record whose entries the stored window of a device holds already. */
      const held = new Map<number, number>();
      for (const { key, value } of store.windows()) {
        const state = byNo.get(key);
        if (!state) continue;
        held.set(key, value.readUInt32LE(0));
        state.window = windowFrom(value.subarray(4));
      }
      const shapes = new Map([...store.shapes()].map(({ key, value }) => [key, value]));
      writer.load(shapes);
      for (const { key: record, value } of store.journal()) {
        let entries = 0;
        const known = (no: number): DeviceState | undefined => {
          entries++;
          const state = byNo.get(no);
          if (state) enlist(state, record);
          return state;
        };
        readJournal(value, shapes, {
          identity(no, low, high) {
            const state = known(no);
            if (state && record > (held.get(no) ?? 0)) remember(state.window, low, high);
          },
          touch(no, seenAt, offlineAt) {
            const state = known(no);
            // What was written whole later knows better.
            if (!state || record <= state.storedIn) return undefined;
            state.seenAt = seenAt;
            state.offlineAt = offlineAt;
            return state.channels;
          },
        });
        count(record, entries);
      }
      number = last + 1;
    },
    drop(state) {
      state.journaledIn = 0;
    },
  };
}

/** A window as it is stored, with the number of the newest record whose entries it holds. */
export function windowRecord({ window }: DeviceState, record: number): Buffer {
  const number = Buffer.allocUnsafe(4);
  number.writeUInt32LE(record);
  return Buffer.concat([number, windowBytes(window)]);
}
