import type { Decoded } from '../model/decoded.ts';
import type { Device } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import type { Happening, Measurement, Observation, Presence } from '../model/observation.ts';
import { LineBuffer } from './line-buffer.ts';
import { fieldNames, safeName } from './names.ts';
import { pointEnd, unstorable } from './points.ts';
import type { Points, RefusedPoint } from './sink.ts';
import { subMillisecond } from './timestamp.ts';

/** Points as lines with a line break behind each. */
export interface Lines extends Points {
  readonly bytes: Buffer;
  /** Where each line ends, its line break excluded. */
  readonly ends: readonly number[];
  /** The commit and the frame of the message that each line came from. */
  readonly commits: readonly number[];
  readonly frames: readonly number[];
}

/** Bytes of a line, to begin with. */
const TYPICAL_LINE = 192;

const escapeKey = (name: string) => safeName(name).replace(/[,= ]/g, '\\$&');
const escapeField = (name: string) => name.replace(/[,= ]/g, '\\$&');

/** A string field: only the quote and the backslash are special inside quotes; a line break may stand as it is. */
const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** A field's name with its equals sign, for each kind of value. */
interface FieldKeys {
  readonly number: Uint8Array;
  readonly flag: Uint8Array;
  readonly text: Uint8Array;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

/** Channel names seen; at the bound it starts afresh, which costs only time. */
const MAX_FIELDS = 10_000;
const keys = new Map<string, FieldKeys>();

function keysOf(channel: string): FieldKeys {
  let known = keys.get(channel);
  if (!known) {
    const names = fieldNames(channel);
    const key = (name: string) => bytesOf(`${escapeField(name)}=`);
    known = { number: key(names.number), flag: key(names.flag), text: key(names.text) };
    if (keys.size >= MAX_FIELDS) keys.clear();
    keys.set(channel, known);
  }
  return known;
}

interface Prefixes {
  readonly real: Uint8Array;
  readonly simulated: Uint8Array;
}

/** Measurement and tags of a device, kept as long as the device object lives. Tags are in the order InfluxDB sorts them. */
const prefixes = new WeakMap<Device, Prefixes>();

function prefixOf(device: Device, simulated: boolean): Uint8Array {
  let known = prefixes.get(device);
  if (!known) {
    const head = `telemetry,device=${escapeKey(device.deviceId)}`;
    const type = `,type=${escapeKey(device.typeId)} `;
    known = { real: bytesOf(head + type), simulated: bytesOf(`${head},simulated=true${type}`) };
    prefixes.set(device, known);
  }
  return simulated ? known.simulated : known.real;
}

const [COMMA, SPACE, LINE_BREAK, T, F] = [44, 32, 10, 116, 102];

function putField(into: LineBuffer, { channel, value }: Measurement): void {
  const { number, flag, text } = keysOf(channel);
  if (typeof value === 'number') {
    into.bytes(number);
    into.number(value);
  } else if (typeof value === 'boolean') {
    into.bytes(flag);
    into.byte(value ? T : F);
  } else {
    into.bytes(text);
    into.text(quote(value));
  }
}

/** Nanoseconds since 1970: more digits than a JavaScript number holds. */
function putStamp(into: LineBuffer, message: RawMessage, observation: Observation): void {
  const time = Math.trunc(observation.time);
  into.byte(SPACE);
  // From 2001 to 2286.
  if (time >= 1e12 && time < 1e13) into.digits(time, 13);
  else into.text(String(time));
  into.digits(subMillisecond(message, observation), 6);
}

function eventHead(event: Happening): string {
  const tags = `code=${escapeKey(event.code)},device=${escapeKey(event.deviceId)}${event.simulated ? ',simulated=true' : ''}`;
  return `event,${tags} active=${event.active ? 't' : 'f'},source=${quote(event.source)}`;
}

function presenceHead(presence: Presence): string {
  const tags = `device=${escapeKey(presence.deviceId)}${presence.simulated ? ',simulated=true' : ''}`;
  return `presence,${tags} online=${presence.online ? 't' : 'f'}`;
}

/** The point at [start, end) as one line without its line break. `first` is the observation at `start`. */
function putLine(into: LineBuffer, decoded: Decoded, first: Observation, start: number, end: number): void {
  if (first.kind === 'event') into.text(eventHead(first));
  else if (first.kind === 'status') into.text(presenceHead(first));
  else {
    into.bytes(prefixOf(decoded.device, first.simulated));
    for (let index = start; index < end; index++) {
      if (index > start) into.byte(COMMA);
      putField(into, decoded.observations[index] as Measurement);
    }
  }
  putStamp(into, decoded.message, first);
}

/**
 * A batch as InfluxDB line protocol with nanosecond time stamps: `telemetry` (tags device, simulated, type; one field per
 * channel) for the values of a reading, `event` (tags code, device, simulated; fields active, source) and `presence` (field
 * online). Points no store can hold come back as refused.
 */
export function toLines(batch: readonly Decoded[]): Lines {
  const into = new LineBuffer(batch.length * TYPICAL_LINE);
  const [ends, commits, frames]: [number[], number[], number[]] = [[], [], []];
  const refused: RefusedPoint[] = [];
  for (const decoded of batch) {
    const { observations } = decoded;
    const { position } = decoded.message;
    for (let start = 0, end = 0; start < observations.length; start = end) {
      end = pointEnd(observations, start);
      const detail = unstorable(observations, start, end);
      if (detail) {
        refused.push({ position, code: 'PAYLOAD_INVALID', detail });
        continue;
      }
      putLine(into, decoded, observations[start] as Observation, start, end);
      ends.push(into.length);
      commits.push(position.commit);
      frames.push(position.frame);
      into.byte(LINE_BREAK);
    }
  }
  return { count: ends.length + refused.length, refused, bytes: into.take(), ends, commits, frames };
}

/** The lines of several batches as one. */
export function joinLines(all: readonly Lines[]): Lines {
  const [ends, commits, frames]: [number[], number[], number[]] = [[], [], []];
  let offset = 0;
  for (const lines of all) {
    for (const end of lines.ends) ends.push(offset + end);
    for (const commit of lines.commits) commits.push(commit);
    for (const frame of lines.frames) frames.push(frame);
    offset += lines.bytes.length;
  }
  return {
    ...{ count: ends.length, refused: [], ends, commits, frames },
    bytes: Buffer.concat(all.map(({ bytes }) => bytes)),
  };
}
