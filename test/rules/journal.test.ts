import { describe, expect, it } from 'vitest';
import { type CompiledType, NO_TYPE } from '../../gateway/rules/compiled-type.ts';
import { type ChannelState, type DeviceState, newDeviceState } from '../../gateway/rules/device-state.ts';
import { contains, remember, windowBytes } from '../../gateway/rules/duplicate-window.ts';
import { createJournal, windowRecord } from '../../gateway/rules/journal.ts';
import { channelsOf, type DeviceRecord, deviceRecord } from '../../gateway/rules/records.ts';

const CHANNELS = ['smoke', 'door', 'temperature'];
const typeOf = (names: readonly string[]): CompiledType => ({
  ...NO_TYPE,
  channels: new Map(names.map((name) => [name, { unit: '1', kind: name === 'door' ? 'boolean' : 'number' }])),
});
const types = [typeOf(CHANNELS), typeOf(CHANNELS.slice(1)), typeOf([])];

function deviceOf(no: number): DeviceState {
  const type = types[no % types.length] ?? NO_TYPE;
  const state = newDeviceState(no, `acme/d${no}`, type);
  for (const [name, { kind }] of type.channels)
    state.channels.set(name, { time: -1, value: 0, kind, slots: [] } as unknown as ChannelState);
  return state;
}

/** What the rule store keeps, in memory. */
function createStore(limit: number) {
  const records = new Map<number, DeviceRecord>();
  const [windows, journal] = [new Map<number, Buffer>(), new Map<number, Buffer>()];
  const shapes = new Map<number, readonly string[]>();
  const entries = <T>(map: Map<number, T>) =>
    [...map].sort(([a], [b]) => a - b).map(([key, value]) => ({ key, value }));
  const view = {
    windows: () => entries(windows),
    journal: () => entries(journal),
    shapes: () => entries(shapes),
  };
  let head = 0;
  return {
    ...{ records, windows, journal, shapes },
    commit(from: ReturnType<typeof createJournal>) {
      const { record, shapes: fresh, whole, dropped } = from.take(head + 1);
      if (record) journal.set(++head, record);
      for (const [shape, names] of fresh) shapes.set(shape, names);
      for (const state of whole) {
        records.set(state.no, deviceRecord(state, head));
        windows.set(state.no, windowRecord(state, head));
      }
      for (const key of [...journal.keys()]) if (key <= dropped) journal.delete(key);
      return { whole: whole.length };
    },
    /** Everything as it would be after a restart. */
    open(numbers: readonly number[]) {
      const devices = new Map(numbers.map((no) => [no, deviceOf(no)]));
      for (const [no, record] of records) {
        const state = devices.get(no) as DeviceState;
        [state.seenAt, state.offlineAt, state.storedIn] = [record[5], record[6], record[9]];
        for (const [name, time, value] of channelsOf(record))
          Object.assign(state.channels.get(name) ?? {}, { time, value });
      }
      const opened = createJournal(limit);
      opened.load(devices, view, head);
      return { devices, journal: opened };
    },
  };
}

const facts = ({ no, seenAt, offlineAt, channels, window }: DeviceState) => ({
  ...{ no, seenAt, offlineAt },
  channels: [...channels].map(([name, { time, value }]) => [name, time, value]),
  window: windowBytes(window).toString('hex'),
});

describe('journal', () => {
  it.each([
    ['few busy devices', 5, 60],
    ['more devices than the journal has room for', 300, 60],
    ['a journal that holds one message', 7, 1],
    ['a journal that is never full', 50, 1_000_000],
  ])('brings back what it was, after any number of restarts: %s', (_what, count, limit) => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const store = createStore(limit);
    let live = store.open(numbers);
    for (let commit = 1; commit <= 400; commit++) {
      for (let message = random(12); message > 0; message--) {
        const state = live.devices.get(1 + random(count)) as DeviceState;
        if (random(10) > 0) live.journal.add(state, random(2 ** 31), random(2 ** 31));
        state.seenAt = commit * 100;
        state.offlineAt = random(5) === 0 ? commit * 100 : 0;
        for (const channel of state.channels.values())
          if (random(2) === 0) {
            channel.time = commit * 100 - random(50);
            channel.value = channel.kind === 'boolean' ? random(2) === 0 : random(1_000) / 8;
          }
        live.journal.touch(state);
      }
      store.commit(live.journal);
      if (random(9) > 0) continue;
      const again = store.open(numbers);
      expect([...again.devices.values()].map(facts)).toEqual([...live.devices.values()].map(facts));
      live = again;
    }
  });

  it('writes the devices of the oldest record whole when it is full, and keeps no record that nobody needs', () => {
    const store = createStore(100);
    const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
    const { devices, journal } = store.open(numbers);
    const written: number[] = [];
    for (let commit = 0; commit < 200; commit++) {
      for (let frame = 0; frame < 10; frame++) {
        const state = devices.get(1 + ((commit * 10 + frame) % 40)) as DeviceState;
        journal.add(state, commit, frame);
      }
      written.push(store.commit(journal).whole);
      expect(store.journal.size).toBeLessThanOrEqual(10);
    }
    // Never all of them at once.
    expect(Math.max(...written)).toBe(10);
  });

  it('has nothing to write for nothing, and forgets who left', () => {
    const store = createStore(4);
    const { devices, journal } = store.open([1, 2]);
    store.commit(journal);
    expect([journal.pending(), store.journal.size]).toEqual([false, 0]);
    const [one, two] = [...devices.values()] as [DeviceState, DeviceState];
    journal.add(one, 1, 1);
    store.commit(journal);
    journal.drop(one);
    for (let low = 2; low < 12; low++) {
      journal.add(two, low, low);
      store.commit(journal);
    }
    expect(store.windows.has(1)).toBe(false);
    expect(store.journal.size).toBeLessThan(6);
  });

  it('reads values for the channels a type still has, and no others', () => {
    const store = createStore(100);
    const { devices, journal } = store.open([3]);
    const state = devices.get(3) as DeviceState;
    for (const [index, channel] of [...state.channels.values()].entries())
      Object.assign(channel, { time: 5, value: index });
    remember(state.window, 1, 1);
    journal.touch(state);
    store.commit(journal);
    store.shapes.set(0, ['smoke', 'gone', 'temperature']);
    const again = store.open([3]).devices.get(3) as DeviceState;
    expect([...again.channels].map(([name, { time, value }]) => [name, time, value])).toEqual([
      ['smoke', 5, 0],
      ['door', -1, 0],
      ['temperature', 5, 2],
    ]);
    expect(contains(again.window, 1, 1)).toBe(false);
  });
});
