import type { CompiledType } from './compiled-type.ts';
import type { ChannelState, DeviceState } from './device-state.ts';

/*
 * One record: u32 count of identities · identities · touches.
 *   identity: u32 device number · u32 low · u32 high
 *   touch:    u32 device number · u32 shape · f64 seenAt · f64 offlineAt · f64 time and f64 value for each channel of the shape
 * Numbers are little-endian. A shape is a list of channel names, stored once; a channel without a value has time -1.
 */
const IDENTITY_BYTES = 12;
const TOUCH_BYTES = 24;
const CHANNEL_BYTES = 16;

/** Gathers the entries of one record. */
export interface JournalWriter {
  readonly entries: number;
  identity(no: number, low: number, high: number): void;
  touch(state: DeviceState): void;
  /** The record, and the shapes it is the first to use; nothing without an entry. */
  take(): { record: Buffer | undefined; shapes: [shape: number, channels: readonly string[]][] };
  /** The shapes there are. */
  load(shapes: ReadonlyMap<number, readonly string[]>): void;
}

export function createJournalWriter(): JournalWriter {
  let identities = new Uint32Array(3 * 4_096);
  let used = 0;
  let touched: DeviceState[] = [];
  let bytes = 0;
  /** Numbers of shapes, by the names one behind the other, and by type as a shorter way there. */
  const shapes = new Map<string, number>();
  let shapeOf = new WeakMap<CompiledType, number>();
  let fresh: [number, readonly string[]][] = [];

  const shapeFor = (type: CompiledType): number => {
    let shape = shapeOf.get(type);
    if (shape !== undefined) return shape;
    const names = [...type.channels.keys()];
    const key = JSON.stringify(names);
    shape = shapes.get(key);
    if (shape === undefined) {
      shape = shapes.size;
      shapes.set(key, shape);
      fresh.push([shape, names]);
    }
    shapeOf.set(type, shape);
    return shape;
  };

  const write = (): Buffer => {
    const record = Buffer.allocUnsafe(4 + used * 4 + bytes);
    record.writeUInt32LE(used / 3, 0);
    record.set(new Uint8Array(identities.buffer, 0, used * 4), 4);
    let at = 4 + used * 4;
    for (const state of touched) {
      at = record.writeUInt32LE(state.no, at);
      at = record.writeUInt32LE(shapeFor(state.type), at);
      at = record.writeDoubleLE(state.seenAt, at);
      at = record.writeDoubleLE(state.offlineAt, at);
      for (const { time, value } of state.channels.values()) {
        at = record.writeDoubleLE(time, at);
        at = record.writeDoubleLE(Number(value), at);
      }
    }
    return record;
  };

  return {
    get entries() {
      return used / 3 + touched.length;
    },
    identity(no, low, high) {
      if (used === identities.length) {
        const grown = new Uint32Array(used * 2);
        grown.set(identities);
        identities = grown;
      }
      identities[used++] = no;
      identities[used++] = low;
      identities[used++] = high;
    },
    touch(state) {
      touched.push(state);
      bytes += TOUCH_BYTES + state.channels.size * CHANNEL_BYTES;
    },
    take() {
      const record = used + touched.length === 0 ? undefined : write();
      const taken = fresh;
      used = 0;
      touched = [];
      bytes = 0;
      fresh = [];
      return { record, shapes: taken };
    },
    load(known) {
      for (const [shape, names] of known) shapes.set(JSON.stringify(names), shape);
      shapeOf = new WeakMap();
    },
  };
}

/** Reads a record that the writer made. `touch` answers with the channels the values are for; undefined: for none. */
export function readJournal(
  record: Buffer,
  shapes: ReadonlyMap<number, readonly string[]>,
  to: {
    identity(no: number, low: number, high: number): void;
    touch(no: number, seenAt: number, offlineAt: number): ReadonlyMap<string, ChannelState> | undefined;
  },
): void {
  const end = 4 + record.readUInt32LE(0) * IDENTITY_BYTES;
  let at = 4;
  for (; at < end; at += IDENTITY_BYTES)
    to.identity(record.readUInt32LE(at), record.readUInt32LE(at + 4), record.readUInt32LE(at + 8));
  while (at < record.length) {
    const names = shapes.get(record.readUInt32LE(at + 4)) ?? [];
    const channels = to.touch(record.readUInt32LE(at), record.readDoubleLE(at + 8), record.readDoubleLE(at + 16));
    at += TOUCH_BYTES;
    for (const name of names) {
      const channel = channels?.get(name);
      const time = record.readDoubleLE(at);
      if (channel && time >= 0) {
        const value = record.readDoubleLE(at + 8);
        channel.time = time;
        channel.value = channel.kind === 'boolean' ? value !== 0 : value;
      }
      at += CHANNEL_BYTES;
    }
  }
}
