import type { Decoded } from '../model/decoded.ts';
import type { Device } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import type { Happening, Measurement, Observation, Presence } from '../model/observation.ts';
import { fieldNames, safeName } from './names.ts';
import { pointEnd, unstorable } from './points.ts';
import type { RefusedPoint } from './sink.ts';
import { nanoseconds, subMillisecond } from './timestamp.ts';

/** Lines of a batch and, at the same index, the message each came from. */
export interface Lines {
  readonly lines: string[];
  readonly owners: Decoded[];
  readonly refused: RefusedPoint[];
}

const escapeKey = (name: string) => safeName(name).replace(/[,= ]/g, '\\$&');
const escapeField = (name: string) => name.replace(/[,= ]/g, '\\$&');

/** A string field: only the quote and the backslash are special inside quotes; a line break may stand as it is. */
const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

interface EscapedFields {
  readonly number: string;
  readonly flag: string;
  readonly text: string;
}

/** Channel names seen; at the bound it starts afresh, which costs only time. */
const MAX_FIELDS = 10_000;
const fields = new Map<string, EscapedFields>();

function escapedFields(channel: string): EscapedFields {
  let known = fields.get(channel);
  if (!known) {
    const names = fieldNames(channel);
    known = { number: escapeField(names.number), flag: escapeField(names.flag), text: escapeField(names.text) };
    if (fields.size >= MAX_FIELDS) fields.clear();
    fields.set(channel, known);
  }
  return known;
}

interface Prefixes {
  readonly real: string;
  readonly simulated: string;
}

/** Measurement and tags of a device, kept as long as the device object lives. Tags are in the order InfluxDB sorts them. */
const prefixes = new WeakMap<Device, Prefixes>();

function prefixOf(device: Device, simulated: boolean): string {
  let known = prefixes.get(device);
  if (!known) {
    const head = `telemetry,device=${escapeKey(device.deviceId)}`;
    const type = `,type=${escapeKey(device.typeId)} `;
    known = { real: head + type, simulated: `${head},simulated=true${type}` };
    prefixes.set(device, known);
  }
  return simulated ? known.simulated : known.real;
}

function field(observation: Measurement): string {
  const { value } = observation;
  const names = escapedFields(observation.channel);
  if (typeof value === 'number') return `${names.number}=${value}`;
  if (typeof value === 'boolean') return `${names.flag}=${value ? 't' : 'f'}`;
  return `${names.text}=${quote(value)}`;
}

function stamp(message: RawMessage, observation: Observation): string {
  return nanoseconds(observation.time, subMillisecond(message, observation));
}

function eventLine(message: RawMessage, event: Happening): string {
  const tags = `code=${escapeKey(event.code)},device=${escapeKey(event.deviceId)}${event.simulated ? ',simulated=true' : ''}`;
  return `event,${tags} active=${event.active ? 't' : 'f'},source=${quote(event.source)} ${stamp(message, event)}`;
}

function presenceLine(message: RawMessage, presence: Presence): string {
  const tags = `device=${escapeKey(presence.deviceId)}${presence.simulated ? ',simulated=true' : ''}`;
  return `presence,${tags} online=${presence.online ? 't' : 'f'} ${stamp(message, presence)}`;
}

/** The point at [start, end) as one line without its line break. `first` is the observation at `start`. */
function line(decoded: Decoded, first: Observation, start: number, end: number): string {
  if (first.kind === 'event') return eventLine(decoded.message, first);
  if (first.kind === 'status') return presenceLine(decoded.message, first);
  let text = prefixOf(decoded.device, first.simulated) + field(first);
  for (let index = start + 1; index < end; index++) text += `,${field(decoded.observations[index] as Measurement)}`;
  return `${text} ${stamp(decoded.message, first)}`;
}

/**
 * A batch as InfluxDB line protocol with nanosecond time stamps: `telemetry` (tags device, simulated, type; one field per
 * channel) for the values of a reading, `event` (tags code, device, simulated; fields active, source) and `presence` (field
 * online). Points no store can hold come back as refused.
 */
export function toLines(batch: readonly Decoded[]): Lines {
  const out: Lines = { lines: [], owners: [], refused: [] };
  for (const decoded of batch) {
    const { observations } = decoded;
    for (let start = 0, end = 0; start < observations.length; start = end) {
      end = pointEnd(observations, start);
      const detail = unstorable(observations, start, end);
      if (detail) {
        out.refused.push({ decoded, code: 'PAYLOAD_INVALID', detail });
        continue;
      }
      out.lines.push(line(decoded, observations[start] as Observation, start, end));
      out.owners.push(decoded);
    }
  }
  return out;
}
