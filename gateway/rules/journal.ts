import type { DeviceState } from './device-state.ts';
import { remember, windowBytes, windowFrom } from './duplicate-window.ts';
import type { RuleStore } from './rule-store.ts';

/** Identities journaled before the windows they went into are written whole (768 KiB of journal). */
const CHECKPOINT = 65_536;
const ENTRY_BYTES = 12;

/**
 * Keeps the duplicate windows durable without writing 1 KiB per device and commit: a commit appends its identities as one
 * record, and every 65,536 of them the windows of the devices concerned are written whole and the records dropped.
 */
export interface Journal {
  /** Puts an identity into the device's window and into the next commit. */
  add(state: DeviceState, low: number, high: number): void;
  pending(): boolean;
  take(): { entries: Buffer | undefined; windows: [no: number, bytes: Buffer][] | undefined };
  /** Windows as they were at the last commit. */
  load(byNo: ReadonlyMap<number, DeviceState>, store: Pick<RuleStore, 'windows' | 'journal'>): void;
  drop(state: DeviceState): void;
}

export function createJournal(): Journal {
  let entries = new Uint32Array(3 * 4_096);
  let used = 0;
  let sinceCheckpoint = 0;
  let touched: DeviceState[] = [];

  const touch = (state: DeviceState) => {
    if (state.journaled) return;
    state.journaled = true;
    touched.push(state);
  };
  const checkpoint = (): [number, Buffer][] => {
    const windows = touched.map((state): [number, Buffer] => {
      state.journaled = false;
      return [state.no, windowBytes(state.window)];
    });
    touched = [];
    sinceCheckpoint = 0;
    return windows;
  };

  return {
    add(state, low, high) {
      remember(state.window, low, high);
      touch(state);
      if (used === entries.length) {
        const grown = new Uint32Array(used * 2);
        grown.set(entries);
        entries = grown;
      }
      entries[used++] = state.no;
      entries[used++] = low;
      entries[used++] = high;
    },
    pending: () => used > 0,
    take() {
      const count = used / 3;
      used = 0;
      sinceCheckpoint += count;
      if (sinceCheckpoint >= CHECKPOINT) return { entries: undefined, windows: checkpoint() };
      // The bytes are copied: the array is filled again while they are being written.
      const bytes = count === 0 ? undefined : Buffer.from(new Uint8Array(entries.buffer, 0, count * ENTRY_BYTES));
      return { entries: bytes, windows: undefined };
    },
    load(byNo, store) {
      for (const { key, value } of store.windows()) {
        const state = byNo.get(key);
        if (state) state.window = windowFrom(value);
      }
      for (const { value } of store.journal())
        for (let at = 0; at + ENTRY_BYTES <= value.length; at += ENTRY_BYTES) {
          sinceCheckpoint++;
          const state = byNo.get(value.readUInt32LE(at));
          if (!state) continue;
          touch(state);
          remember(state.window, value.readUInt32LE(at + 4), value.readUInt32LE(at + 8));
        }
    },
    drop(state) {
      touched = touched.filter((other) => other !== state);
    },
  };
}
