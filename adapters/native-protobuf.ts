import protobuf from 'protobufjs/minimal.js';
import { GatewayError } from '../gateway/errors.ts';
import type { Device } from '../gateway/model/device.ts';
import { DeviceEvent, Telemetry } from '../proto/index.ts';
import type { Adapter } from './adapter.ts';
import { asBuffer } from './lib/json.ts';
import {
  checkName,
  checkPosition,
  checkScalar,
  checkSeq,
  type Envelope,
  happening,
  invalid,
  MAX_VALUES,
  measurement,
  sharedOf,
} from './lib/reading.ts';
import { parseTime } from './lib/resolve-time.ts';
import { topicSuffix } from './lib/topic.ts';

/** The native protobuf contract: `v1/{vendor}/{device}/telemetry/pb` and `…/event/pb`. */
export const nativeProtobuf: Adapter = {
  name: 'native-protobuf',
  accepts({ topic }) {
    const suffix = topicSuffix(topic);
    return suffix === 'telemetry/pb' || suffix === 'event/pb';
  },
  decode(message, device) {
    if (topicSuffix(message.topic) === 'event/pb') {
      const event = parse(DeviceEvent, message.payload);
      const shared = sharedOf(message, device, envelopeOf(event, device), 0);
      if (event.code === '') throw invalid('code', 'is missing: name the event, e.g. "smoke_alarm"');
      return [
        happening(shared, {
          code: checkName(event.code, 'code'),
          active: event.active,
          // The message cannot say whether it is a state; the device type does, and an undeclared code counts as one.
          stateful: true,
          data: Object.fromEntries(scalars(event.data, 'data')),
        }),
      ];
    }
    const telemetry = parse(Telemetry, message.payload);
    const shared = sharedOf(message, device, envelopeOf(telemetry, device), 0);
    return scalars(telemetry.values, 'values').map(([channel, value]) => measurement(shared, channel, value));
  },
};

interface Decoder<T> {
  decode(reader: protobuf.Reader): T;
}

/** Decodes strictly: fields that the schema does not have are collected by the reader and refused. */
function parse<T extends object>(type: Decoder<T>, payload: Uint8Array): T {
  const bytes = asBuffer(payload);
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  let message: T;
  try {
    message = type.decode(reader);
  } catch (error) {
    throw notProtobuf(bytes, (error as Error).message);
  }
  const unknown = unknownField(message, '');
  if (unknown !== undefined) {
    if (looksLikeJson(bytes)) throw notProtobuf(bytes, unknown);
    throw invalid(unknown, 'is not a field of the contract, or has another wire type there');
  }
  return message;
}

/** Path of the first field that the schema does not know, anywhere in the message. */
function unknownField(message: object, at: string): string | undefined {
  const unknowns = (message as { $unknowns?: readonly Uint8Array[] }).$unknowns;
  const first = unknowns?.[0];
  if (first) return `${at}#${protobuf.Reader.create(first).uint32() >>> 3}`;
  for (const [name, value] of Object.entries(message)) {
    if (typeof value !== 'object' || value === null || name === '$unknowns') continue;
    const found = unknownField(value, `${at}${name}.`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function notProtobuf(bytes: Buffer, why: string): GatewayError {
  if (looksLikeJson(bytes))
    return new GatewayError('PAYLOAD_NOT_PROTOBUF', 'this looks like JSON: publish it on the topic without /pb');
  return new GatewayError('PAYLOAD_NOT_PROTOBUF', `the bytes are not the protobuf message of this topic (${why})`);
}

function looksLikeJson(bytes: Buffer): boolean {
  return /^\s*[{[]\s*(?:["{[\]}]|$)/.test(bytes.toString('latin1', 0, 64));
}

interface WireEnvelope {
  readonly ts: number;
  readonly seq?: number | null;
  readonly position?: {
    readonly lon?: number | null;
    readonly lat?: number | null;
    readonly crs?: string | null;
  } | null;
  readonly simulated: boolean;
}

function envelopeOf(message: WireEnvelope, device: Device): Envelope {
  const { position } = message;
  return {
    ts: message.ts === 0 ? undefined : parseTime(message.ts, 'ts'),
    seq: checkSeq(message.seq, 'seq'),
    // Absent doubles are 0 in proto3.
    position: position
      ? checkPosition({ lon: position.lon ?? 0, lat: position.lat ?? 0, crs: position.crs ?? '' }, device, 'position')
      : undefined,
    simulated: message.simulated,
  };
}

interface WireValue {
  readonly number?: number | null;
  readonly flag?: boolean | null;
  readonly text?: string | null;
}

function scalars(
  values: Readonly<Record<string, WireValue>>,
  path: string,
): [name: string, value: number | boolean | string][] {
  const entries = Object.entries(values);
  if (entries.length > MAX_VALUES) throw invalid(path, `${entries.length} values: send at most ${MAX_VALUES}`);
  return entries.map(([name, value]) => {
    const at = `${path}.${name.slice(0, 64)}`;
    checkName(name, at);
    const scalar = value.number ?? value.flag ?? value.text;
    if (scalar === undefined || scalar === null) throw invalid(at, 'has no value: set number, flag or text');
    return [name, checkScalar(scalar, at)];
  });
}
