import { GatewayError } from '../gateway/errors.ts';
import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Happening, Observation } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { asBuffer } from './lib/json.ts';
import { fromLocal } from './lib/local-time.ts';
import { happening, measurement, NO_ENVELOPE, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

/** Bytes of the control unit behind `@@`, of what stands behind the data, and the most data a frame may carry. */
const CONTROL = 25;
const TAIL = 3;
const MAX_DATA = 1_024;
const MAX_FRAMES = 100;

/** Command byte of frames that report; confirmations and questions carry nothing for us. */
const SEND = 2;

/** Status bits of a component and the events they are (GB/T 26875.3 8.2.1.2). Bit 0 says that it is not being tested. */
const BITS: readonly (readonly [bit: number, code: string])[] = [
  [1, 'fire_alarm'],
  [2, 'part_fault'],
  [3, 'part_disabled'],
  [4, 'supervisory'],
  [5, 'part_started'],
  [8, 'power_fault'],
];
const RUNNING = 1;

/** Analogue values: number, channel, and what one step of the wire value is. */
const ANALOGUE: Readonly<Record<number, readonly [channel: string, step: number]>> = {
  1: ['count', 1],
  2: ['height', 0.01],
  3: ['temperature', 0.1],
  4: ['pressure', 0.1],
  5: ['pressure_kpa', 0.1],
  6: ['lel', 0.1],
  7: ['duration', 1],
  8: ['voltage', 0.1],
  9: ['current', 0.1],
  10: ['flow', 0.1],
};

/** Sizes of the information objects that are read: system status, component status, analogue value, transmission device. */
const SIZES: Readonly<Record<number, number>> = { 1: 10, 2: 46, 3: 16, 21: 7 };

/**
 * GB/T 26875.3 frames (fire alarm transmission) tunnelled on `…/raw/gb26875`. Every component is a part of its own, named
 * `{system type}.{system}-{component address}`; its description, free text, stays behind.
 */
export const gb26875: Adapter = {
  name: 'gb26875',
  accepts: ({ topic }) => topicSuffix(topic) === 'raw/gb26875',
  decode(message, device) {
    const bytes = asBuffer(message.payload);
    const observations: Observation[] = [];
    let frames = 0;
    for (let at = 0; at < bytes.length; frames += 1) {
      if (frames === MAX_FRAMES) throw undecodable(`more than ${MAX_FRAMES} frames in one message`);
      at += readFrame(bytes.subarray(at), message, device, frames, observations);
    }
    if (frames === 0) throw undecodable('there is no frame in it');
    return observations;
  },
};

/** Reads the frame at the start of `bytes` and returns its length. */
function readFrame(bytes: Buffer, message: RawMessage, device: Device, reading: number, into: Observation[]): number {
  if (bytes.length < 2 + CONTROL + TAIL) throw undecodable(`${bytes.length} bytes are less than a frame`);
  if (bytes[0] !== 0x40 || bytes[1] !== 0x40) throw undecodable('a frame starts with 40 40');
  const length = bytes.readUInt16LE(24);
  const end = 2 + CONTROL + length;
  if (length > MAX_DATA || bytes.length < end + TAIL)
    throw undecodable(`the frame says ${length} bytes of data, ${bytes.length - 2 - CONTROL - TAIL} are there`);
  if (bytes[end + 1] !== 0x23 || bytes[end + 2] !== 0x23) throw undecodable('a frame ends with 23 23');
  let sum = 0;
  for (const byte of bytes.subarray(2, end)) sum = (sum + byte) & 0xff;
  if (sum !== bytes[end]) throw undecodable(`checksum ${bytes[end]} should be ${sum}`);
  if (bytes[26] === SEND && length > 0) readData(bytes.subarray(27, end), message, device, reading, into);
  return end + TAIL;
}

function readData(data: Buffer, message: RawMessage, device: Device, reading: number, into: Observation[]): void {
  const type = data[0] ?? 0;
  const count = data[1] ?? 0;
  const size = SIZES[type];
  // Operations, software versions and configurations are no observations.
  if (size === undefined) return;
  if (data.length < 2 + count * size)
    throw undecodable(`${count} objects of type ${type} need ${count * size} bytes, ${data.length - 2} are there`);
  for (let index = 0; index < count; index += 1) {
    const object = data.subarray(2 + index * size, 2 + (index + 1) * size);
    const ts = timeOf(object.subarray(size - 6));
    const shared = sharedOf(message, device, { ...NO_ENVELOPE, ts }, reading * 256 + index);
    if (type === 21) into.push({ ...shared, kind: 'status', online: true });
    else if (type === 3) readAnalogue(object, shared, into);
    else readStatus(object, type === 1 ? 2 : 7, shared, into);
  }
}

type Shared = ReturnType<typeof sharedOf>;

/** `1.0-17`: a fire alarm system, number 0, component 17; `1.0` is the system itself. */
const partAt = (object: Buffer, hasPart: boolean): string =>
  `${object[0]}.${object[1]}${hasPart ? `-${object.readUInt32LE(3)}` : ''}`;

function readStatus(object: Buffer, statusAt: number, shared: Shared, into: Observation[]): void {
  const status = object.readUInt16LE(statusAt);
  const isPart = statusAt > 2;
  const source = partAt(object, isPart);
  const data = isPart ? { partType: object[2] ?? 0 } : {};
  const quality = status & RUNNING ? shared.quality : 'CALIBRATION';
  for (const [bit, code] of BITS) {
    const active = (status & (1 << bit)) !== 0;
    const happened: Happening = {
      ...happening({ ...shared, quality }, { code, active, stateful: true, data }),
      source,
    };
    into.push(happened);
  }
}

function readAnalogue(object: Buffer, shared: Shared, into: Observation[]): void {
  const known = ANALOGUE[object[7] ?? 0];
  if (!known) return;
  const [channel, step] = known;
  const value = object.readInt16LE(8) * step;
  into.push(measurement(shared, channel, Math.round(value * 1000) / 1000));
}

/** Six bytes: second, minute, hour, day, month, year of this century, in UTC+8. All zero: no clock. */
function timeOf(bytes: Buffer): number | undefined {
  const [second = 0, minute = 0, hour = 0, day = 0, month = 0, year = 0] = bytes;
  return fromLocal({ year: 2000 + year, month, day, hour, minute, second });
}

function undecodable(detail: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `GB/T 26875.3: ${detail}`);
}
