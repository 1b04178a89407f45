import { isUtf8 } from 'node:buffer';
import { GatewayError } from '../../gateway/errors.ts';
import { jsonErrorAt } from './json-error.ts';

/** Deepest nesting of arrays and objects that any contract needs, with room for foreign ones. */
export const MAX_JSON_DEPTH = 16;
const EXCERPT = 40;

/** The bytes of a payload as a Buffer, without a copy. */
export function asBuffer(payload: Uint8Array): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
}

/**
 * Parses a JSON payload. Throws PAYLOAD_NOT_JSON naming the position and at most 40 characters of the text around it, or
 * PAYLOAD_INVALID for nesting beyond 16 levels.
 */
export function parseJson(payload: Uint8Array): unknown {
  const bytes = asBuffer(payload);
  if (!isUtf8(bytes)) throw new GatewayError('PAYLOAD_NOT_JSON', 'the payload is not UTF-8 text: send JSON as UTF-8');
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(text);
  }
  if (!shallow(value, MAX_JSON_DEPTH))
    throw new GatewayError('PAYLOAD_INVALID', `nested deeper than ${MAX_JSON_DEPTH} levels: send flat values`);
  return value;
}

/**
 * The same without the excerpt of the text: what stands around a mistake in a message about people could be a card number or
 * a name.
 */
export function parsePrivateJson(payload: Uint8Array): unknown {
  try {
    return parseJson(payload);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { code, detail, path } = error;
    const place = path === undefined ? {} : { path };
    throw new GatewayError(code, detail.replace(/(?: near|, after) ".*$/s, ''), place);
  }
}

/**
 * A reviver for `JSON.parse` that turns numbers into the text they were sent as: card numbers and identifiers may be longer
 * than a number can hold.
 */
export function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function notJson(text: string): GatewayError {
  if (text.trim() === '')
    return new GatewayError('PAYLOAD_NOT_JSON', 'the payload is empty: send a JSON object or array');
  if (text.charCodeAt(0) === 0xfeff)
    return new GatewayError('PAYLOAD_NOT_JSON', 'position 0: a byte order mark stands before the JSON: leave it out');
  const at = jsonErrorAt(text);
  if (at >= text.length)
    return new GatewayError(
      'PAYLOAD_NOT_JSON',
      `position ${text.length}: the text ends too early, after ${excerpt(text, at)}`,
    );
  return new GatewayError('PAYLOAD_NOT_JSON', `position ${at}: not JSON near ${excerpt(text, at)}`);
}

/** At most 40 characters around `at`, with control characters shown as spaces. */
function excerpt(text: string, at: number): string {
  const from = Math.max(0, Math.min(at - EXCERPT / 4, text.length - EXCERPT));
  return `"${text.slice(from, from + EXCERPT).replace(/\p{C}/gu, ' ')}"`;
}

/** Whether nothing in `value` nests deeper than `levels`. Contract payloads end after two or three. */
function shallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => shallow(item, levels - 1));
  for (const key in value) if (!shallow((value as Record<string, unknown>)[key], levels - 1)) return false;
  return true;
}
