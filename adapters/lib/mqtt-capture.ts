import { decodeXmlText } from '../../gateway/xml-text.ts';
import { keepDigits } from './json.ts';

/** One captured PUBLISH. */
export interface CapturedPublish {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retain: boolean;
}

/** Messages of one capture that are read. */
const MAX_MESSAGES = 100_000;

/**
 * Messages of an MQTT capture: a JSON object `{"topic","payload"}`, an array of them or one a line (as `mosquitto_sub -F %j`
 * prints), or lines of topic and payload (`mosquitto_sub -v`). A payload is text, JSON as such, or bytes under `payloadHex`
 * or `payloadBase64`. What cannot be read is told by its line.
 */
export function* capturedPublishes(file: Uint8Array): Generator<CapturedPublish | { readonly bad: string }> {
  const { text } = decodeXmlText(file);
  const whole = jsonOf(text);
  if (whole !== undefined) {
    const list = Array.isArray(whole) ? whole : [whole];
    for (const [index, one] of list.slice(0, MAX_MESSAGES).entries())
      yield publishOf(one) ?? { bad: `message ${index + 1}: no object with "topic" and "payload"` };
    return;
  }
  for (const [index, line] of text.split(/\r?\n/).slice(0, MAX_MESSAGES).entries()) {
    if (line.trim() === '') continue;
    const json = line.startsWith('{') ? publishOf(jsonOf(line)) : undefined;
    yield json ??
      lineOf(line) ?? { bad: `line ${index + 1}: neither JSON with "topic" and "payload" nor a topic and a payload` };
  }
}

function jsonOf(text: string): unknown {
  try {
    // Numbers become text, so that an identifier keeps its digits on the way through.
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}

function publishOf(value: unknown): CapturedPublish | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const { topic, retain = fields['retained'] } = fields;
  // The WebSocket of Axis has no topics around its events.
  if (fields['method'] === 'events:notify') return publish('event', JSON.stringify(value), false);
  if (typeof topic !== 'string') return undefined;
  const payload = payloadOf(fields);
  // Axis wraps its events in an object that has a topic of its own.
  if (payload === undefined)
    return 'message' in fields ? publish(`event/${topic}`, JSON.stringify(value), retain) : undefined;
  return publish(topic, payload, retain);
}

function publish(topic: string, payload: string | Uint8Array, retain: unknown): CapturedPublish {
  return { topic, payload: Buffer.from(payload), retain: retain === true || retain === '1' };
}

function payloadOf(fields: Readonly<Record<string, unknown>>): string | Uint8Array | undefined {
  const { payloadHex, payloadBase64 } = fields;
  if (typeof payloadHex === 'string') return Buffer.from(payloadHex, 'hex');
  if (typeof payloadBase64 === 'string') return Buffer.from(payloadBase64, 'base64');
  if (!('payload' in fields)) return undefined;
  const { payload } = fields;
  if (payload === null) return '';
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

/** A topic may hold blanks (rule names): the payload begins with its brace. */
function lineOf(line: string): CapturedPublish | undefined {
  // How mosquitto_sub shows a message of no bytes.
  const empty = /^(\S.*?)\s\(null\)\s*$/.exec(line)?.[1];
  if (empty !== undefined) return publish(empty, '', false);
  const brace = line.search(/\s[[{]/);
  if (brace > 0) return publish(line.slice(0, brace), line.slice(brace + 1), false);
  return /\/onvif-ej\//.test(line) ? publish(line.trim(), '', false) : undefined;
}
