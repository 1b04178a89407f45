import { decode as decodeCbor } from 'cborg';
import { GatewayError } from '../gateway/errors.ts';
import type { Adapter } from './adapter.ts';
import { asBuffer } from './lib/json.ts';
import { topicSuffix } from './lib/topic.ts';
import { readTelemetryBody } from './native-json.ts';

/** Levels of maps and arrays; the deepest the contract knows is a position in a reading in an array. */
const MAX_DEPTH = 16;

/** The native telemetry document as CBOR (RFC 8949) on `…/telemetry/cbor`: the same fields as in JSON, names as text. */
export const nativeCbor: Adapter = {
  name: 'native-cbor',
  accepts: ({ topic }) => topicSuffix(topic) === 'telemetry/cbor',
  decode: (message, device) => readTelemetryBody(parseCbor(message.payload), message, device),
};

/**
 * Strict CBOR: definite or indefinite lengths, text keys used once, numbers that a double can hold, no tags, nothing behind
 * the document. Throws ADAPTER_UNDECODABLE that says what the bytes are instead.
 */
export function parseCbor(payload: Uint8Array): unknown {
  const bytes = asBuffer(payload);
  try {
    const value: unknown = decodeCbor(bytes, {
      allowBigInt: false,
      allowUndefined: false,
      rejectDuplicateMapKeys: true,
    });
    return bounded(value, MAX_DEPTH);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    const hint = /^\s*[{[]/.test(bytes.toString('latin1', 0, 16))
      ? '; this looks like JSON: publish it on the topic without /cbor'
      : '';
    throw undecodable(`the bytes are not CBOR of this topic (${(error as Error).message.slice(0, 120)})${hint}`);
  }
}

function bounded(value: unknown, left: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (left === 0) throw undecodable(`more than ${MAX_DEPTH} levels of maps and arrays`);
  if (value instanceof Uint8Array) throw undecodable('byte strings have no meaning here: send text or numbers');
  for (const inner of Array.isArray(value) ? value : Object.values(value)) bounded(inner, left - 1);
  return value;
}

function undecodable(detail: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', detail);
}
