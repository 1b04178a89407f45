import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Observation } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { asBuffer, parseJson } from './lib/json.ts';
import {
  checkName,
  checkPosition,
  checkScalar,
  checkSeq,
  type Envelope,
  happening,
  invalid,
  isSeq,
  MAX_NAME,
  MAX_READINGS,
  MAX_TEXT,
  MAX_VALUES,
  measurement,
  NO_ENVELOPE,
  sharedOf,
} from './lib/reading.ts';
import { isTime, parseTime } from './lib/resolve-time.ts';
import { scanTelemetry } from './lib/telemetry-scan.ts';
import { topicSuffix } from './lib/topic.ts';

type JsonObject = Record<string, unknown>;

const TELEMETRY_FIELDS = new Set(['ts', 'seq', 'values', 'position', 'simulated']);
const EVENT_FIELDS = new Set(['ts', 'seq', 'code', 'active', 'data', 'position', 'simulated']);

/** The native JSON contract: `v1/{vendor}/{device}/telemetry` and `…/event`. */
export const nativeJson: Adapter = {
  name: 'native-json',
  accepts({ topic }) {
    const suffix = topicSuffix(topic);
    return suffix === 'telemetry' || suffix === 'event';
  },
  decode(message, device) {
    if (topicSuffix(message.topic) === 'event') return readEach(readEvent, parseJson(message.payload), message, device);
    return scanned(message, device) ?? readEach(readTelemetry, parseJson(message.payload), message, device);
  },
};

const SCAN = { values: MAX_VALUES, name: MAX_NAME, text: MAX_TEXT };

/** The reading of a payload of the common form: what `readTelemetry` makes of it, in half the time. */
function scanned(message: RawMessage, device: Device): readonly Observation[] | undefined {
  const found = scanTelemetry(asBuffer(message.payload), SCAN);
  if (!found) return undefined;
  const { ts, seq, simulated, count, channels, values } = found;
  if ((ts !== undefined && !isTime(ts)) || (seq !== undefined && !isSeq(seq))) return undefined;
  const envelope = { ts: ts === undefined ? undefined : Math.floor(ts), seq, position: undefined, simulated };
  const shared = sharedOf(message, device, envelope, 0);
  const observations: Observation[] = [];
  for (let index = 0; index < count; index++)
    observations.push(measurement(shared, channels[index] as string, values[index] as number));
  return observations;
}

/** The telemetry document, whatever it was written in: one reading, an array of them, or bare channel values. */
export function readTelemetryBody(body: unknown, message: RawMessage, device: Device): readonly Observation[] {
  return readEach(readTelemetry, body, message, device);
}

function readEach(
  read: typeof readTelemetry,
  body: unknown,
  message: RawMessage,
  device: Device,
): readonly Observation[] {
  const observations: Observation[] = [];
  if (!Array.isArray(body)) {
    read(observations, body, message, device, 0, '');
    return observations;
  }
  if (body.length > MAX_READINGS)
    throw invalid('', `${body.length} readings: send at most ${MAX_READINGS} in one message`);
  for (const [index, item] of body.entries()) read(observations, item, message, device, index, `[${index}]`);
  return observations;
}

function readTelemetry(
  into: Observation[],
  body: unknown,
  message: RawMessage,
  device: Device,
  reading: number,
  at: string,
): void {
  const object = objectAt(body, at, 'an object of channel values, or {"ts","seq","values"}');
  const bare = !hasEnvelope(object);
  if (!bare) refuseUnknown(object, TELEMETRY_FIELDS, at);
  const values = bare ? object : objectAt(object['values'], join(at, 'values'), 'an object of channel values');
  const shared = sharedOf(message, device, bare ? NO_ENVELOPE : envelopeOf(object, device, at), reading);
  const prefix = bare ? at : join(at, 'values');
  const channels = Object.keys(values);
  if (channels.length > MAX_VALUES) throw invalid(prefix, `${channels.length} values: send at most ${MAX_VALUES}`);
  for (const channel of channels) {
    const path = join(prefix, channel);
    into.push(measurement(shared, checkName(channel, path), checkScalar(values[channel], path)));
  }
}

function readEvent(
  into: Observation[],
  body: unknown,
  message: RawMessage,
  device: Device,
  reading: number,
  at: string,
): void {
  const object = objectAt(body, at, 'an object {"ts","seq","code","active","data"}');
  refuseUnknown(object, EVENT_FIELDS, at);
  const { code, active, data } = object as { code?: unknown; active?: unknown; data?: unknown };
  if (typeof code !== 'string') throw invalid(join(at, 'code'), 'must be text, e.g. "smoke_alarm"');
  if (active !== undefined && typeof active !== 'boolean') throw invalid(join(at, 'active'), 'must be true or false');
  const shared = sharedOf(message, device, envelopeOf(object, device, at), reading);
  into.push(
    happening(shared, {
      code: checkName(code, join(at, 'code')),
      active: active ?? true,
      // Who names a side reports a state; who leaves it out reports an occurrence. A declaration in the device type wins later.
      stateful: active !== undefined,
      data: data === undefined ? {} : dataOf(data, join(at, 'data')),
    }),
  );
}

function dataOf(value: unknown, path: string): Record<string, string | number | boolean> {
  const object = objectAt(value, path, 'an object');
  const names = Object.keys(object);
  if (names.length > MAX_VALUES) throw invalid(path, `${names.length} fields: send at most ${MAX_VALUES}`);
  for (const name of names) checkScalar(object[checkName(name, join(path, name))], join(path, name));
  return object as Record<string, string | number | boolean>;
}

/** Whether an object is the envelope and not bare channel values. One of its own words is enough: no channel is named so. */
function hasEnvelope(object: JsonObject): boolean {
  return (
    'values' in object ||
    'ts' in object ||
    'seq' in object ||
    'simulated' in object ||
    typeof object['position'] === 'object'
  );
}

function envelopeOf(object: JsonObject, device: Device, at: string): Envelope {
  const { simulated, position } = object as { simulated?: unknown; position?: unknown };
  if (simulated !== undefined && typeof simulated !== 'boolean')
    throw invalid(join(at, 'simulated'), 'must be true or false');
  const place = join(at, 'position');
  return {
    ts: parseTime(object['ts'], join(at, 'ts')),
    seq: checkSeq(object['seq'], join(at, 'seq')),
    position: position === undefined ? undefined : checkPosition(objectAt(position, place, 'an object'), device, place),
    simulated: simulated === true,
  };
}

function objectAt(value: unknown, path: string, expected: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw invalid(path, value === undefined ? `is missing: expected ${expected}` : `must be ${expected}`);
}

/** Unknown fields are refused: a mistyped name would otherwise vanish without a word. */
function refuseUnknown(object: JsonObject, known: ReadonlySet<string>, at: string): void {
  for (const name in object)
    if (!known.has(name)) throw invalid(join(at, name), `is not a field of the contract (${[...known].join(', ')})`);
}

function join(path: string, name: string): string {
  const safe = name.slice(0, 64);
  return path === '' ? safe : `${path}.${safe}`;
}
