import { encodeCandidate } from '../candidate-codec.ts';
import { attachKeyOf, type CaseCandidate } from '../model/candidate.ts';
import type { DeviceState, Slot } from './device-state.ts';
import { type Journal, windowRecord } from './journal.ts';
import { deviceRecord, type Head, isStored, slotRecord, storedOf } from './records.ts';
import type { Changes } from './rule-store.ts';

/** What the next commit has to write. Records are made only in `take`, so a thing that changes often is written once. */
export interface ChangeSet {
  device(state: DeviceState): void;
  slot(slot: Slot): void;
  known(state: DeviceState, source: string): void;
  forgotten(state: DeviceState): void;
  candidate(candidate: CaseCandidate): void;
  any(): boolean;
  /** Everything since the last call; counts `head.journal` and `head.emitted` on. */
  take(head: Head, journal: Journal): { changes: Changes; candidates: readonly CaseCandidate[] };
}

export function createChangeSet(): ChangeSet {
  let devices: DeviceState[] = [];
  let forgotten: number[] = [];
  let candidates: CaseCandidate[] = [];
  const slots = new Map<string, [DeviceState, string]>();
  const states = new Map<string, [DeviceState, string]>();
  return {
    device(state) {
      if (state.dirty) return;
      state.dirty = true;
      devices.push(state);
    },
    slot: (slot) => void slots.set(`${slot.deviceNo}|${slot.key}`, [slot.device, slot.key]),
    known: (state, source) => void states.set(`${state.no}|${source}`, [state, source]),
    forgotten: (state) => void forgotten.push(state.no),
    candidate: (candidate) => void candidates.push(candidate),
    any: () => devices.length + slots.size + states.size + candidates.length + forgotten.length > 0,
    take(head, journal) {
      const taken = candidates;
      const gone = new Set(forgotten);
      const rewritten = devices.filter((state) => {
        state.dirty = false;
        if (gone.has(state.no)) return false;
        if (!isStored(state)) return true;
        journal.touch(state);
        return false;
      });
      const { record, shapes, whole, dropped } = journal.take(head.journal + 1);
      if (record) head.journal++;
      for (const state of rewritten) state.stored = storedOf(state);
      const changes: Changes = {
        devices: [...rewritten, ...whole].map((state) => [state.no, deviceRecord(state, head.journal)]),
        slots: [...slots.values()].map(([device, key]) => {
          const slot = device.slots.get(key);
          return [device.no, key, slot && slotRecord(slot)];
        }),
        states: [...states.values()].map(([device, source]) => [device.no, source, device.states.get(source)]),
        forgotten,
        journal: record,
        ...{ shapes, dropped },
        windows: whole.map((state) => [state.no, windowRecord(state, head.journal)]),
        candidates: taken.map((candidate) => ({
          candidateId: candidate.candidateId,
          attachKey: attachKeyOf(candidate),
          number: ++head.emitted,
          bytes: encodeCandidate(candidate),
        })),
        head: { ...head },
      };
      devices = [];
      forgotten = [];
      candidates = [];
      slots.clear();
      states.clear();
      return { changes, candidates: taken };
    },
  };
}
