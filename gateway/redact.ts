import type { DeviceType } from './model/device.ts';
import type { Observation } from './model/observation.ts';

/** Members of the documents that devices send: their names say what a value is, not whose. */
const CONTRACT_WORDS = [
  // Native JSON and CBOR, status.
  ...['ts', 'seq', 'values', 'code', 'active', 'data', 'position', 'lon', 'lat', 'crs', 'simulated'],
  ...['wgs84', 'cgcs2000', 'gcj02', 'bd09', 'online', 'firmware', 'profile', 'time', 'unit'],
  // SenML (RFC 8428 §4.3).
  ...['n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut', 'bn', 'bt', 'bu', 'bv', 'bs', 'bver'],
  // ONVIF events over MQTT.
  ...['UtcTime', 'PropertyOperation', 'Source', 'Key', 'Data', 'State', 'LogicalState', 'IsMotion', 'IsInside'],
  ...['Rule', 'ObjectId', 'VideoSource', 'VideoSourceConfigurationToken', 'VideoAnalyticsConfigurationToken'],
  ...['AnalyticsConfiguration', 'AccessPointToken', 'DoorToken', 'Initialized', 'Changed', 'Deleted'],
  // GA/T 1400.
  ...['SubscribeNotificationListObject', 'SubscribeNotificationObject', 'NotificationID', 'DeviceID', 'EventSort'],
  ...['TriggerTime', 'ShotTime', 'PassTime', 'Title', 'PersonID', 'PlateNo', 'PersonObject', 'FaceObject'],
] as const;

/** Members that hold a time, in epoch seconds or milliseconds or as RFC 3339. */
const TIMES = new Set(['ts', 'time', 't', 'bt', 'UtcTime', 'TriggerTime', 'ShotTime', 'PassTime']);
/** Attributes that name what a value is, not the value. */
const SHOWN = /^(?:xmlns(?::.*)?|Name|UtcTime|PropertyOperation|Dialect)$/;
/** RFC 3339, or the fourteen digits of Chinese standards without a zone. */
const TIME = /^(?:\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?|(?:19|20)\d{12})$/;
/** A version as numbers with at most a short word behind: nobody's name, and too short for a number that is somebody's. */
const VERSION = /^v?\d{1,4}(?:\.\d{1,4}){1,3}(?:[-+](?:alpha|beta|rc|dev)\.?\d{0,3})?$/i;
const PLAIN_TEXT = /^(?:true|false|on|off)$/i;

/** Characters of a payload that are shown. */
const MAX_SHOWN = 2_048;
/** From here on a number could be a card, a phone or an identity number. */
const LONG_NUMBER = 1_000_000;
/** Sequence numbers have fewer digits than phone numbers. */
const LONG_SEQUENCE = 10_000_000_000;

/** Epoch seconds or milliseconds of this century: no phone number is among them. */
const isTime = (value: number) =>
  (value >= 946_684_800 && value < 4_102_444_800) || (value >= 946_684_800_000 && value < 4_102_444_800_000);

/** Words that may be shown of a device's messages: those of the contract and those of its type. */
export function wordsOf(type: DeviceType | undefined): ReadonlySet<string> {
  const channels = Object.entries(type?.channels ?? {});
  return new Set<string>([
    ...CONTRACT_WORDS,
    ...(type ? [type.typeId, ...Object.keys(type.events)] : []),
    ...channels.flatMap(([name, { unit, values = [] }]) => [name, unit, ...values]),
  ]);
}

function redactText(key: string, value: string, words: ReadonlySet<string>): string {
  if (words.has(value) || PLAIN_TEXT.test(value) || (TIMES.has(key) && TIME.test(value))) return value;
  return key === 'firmware' && VERSION.test(value) ? value : `[${value.length} characters]`;
}

function redactNumber(key: string, value: number): number | string {
  if (Math.abs(value) < LONG_NUMBER || (TIMES.has(key) && isTime(value))) return value;
  return key === 'seq' && Math.abs(value) < LONG_SEQUENCE ? value : '[long number]';
}

/** A name that nobody declared could be anybody's; several of one length keep apart. */
function redactName(name: string, taken: object, words: ReadonlySet<string>): string {
  if (words.has(name)) return name;
  const shown = `[name of ${name.length} characters]`;
  let other = shown;
  for (let count = 2; Object.hasOwn(taken, other); count++) other = `${shown} ${count}`;
  return other;
}

/** Names and text stay only where nobody could be named by them: times, words of the contract and of the device's type. */
function redactValue(key: string, value: unknown, words: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => redactValue(key, item, words));
  if (typeof value === 'number') return redactNumber(key, value);
  if (typeof value === 'string') return redactText(key, value, words);
  if (value === null || typeof value !== 'object') return value;
  const shown: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value))
    shown[redactName(name, shown, words)] = redactValue(name, inner, words);
  return shown;
}

/**
 * What may be shown of a payload outside the inbox: JSON and XML keep their structure and small numbers, and of the text only
 * `words`; of anything else only the size is said. At most 2 KiB.
 */
export function redact(payload: Uint8Array, words: ReadonlySet<string>): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return `[${payload.length} bytes, not text]`;
  }
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') {
    try {
      return JSON.stringify(redactValue('', JSON.parse(text), words)).slice(0, MAX_SHOWN);
    } catch {
      return `[${payload.length} bytes, not JSON]`;
    }
  }
  if (start !== '<') return `[${payload.length} bytes of text]`;
  return text
    .slice(0, MAX_SHOWN)
    .replace(/>[^<]+/g, (found) => (found.trim() === '>' ? found : '>…'))
    .replace(/([\w:.-]+)\s*=\s*(["'])[^"'<>]*\2/g, (found, name: string) => (SHOWN.test(name) ? found : `${name}="…"`));
}

/** What an adapter made of a message, held to the same rule: an adapter passes on the channel names and texts it was sent. */
export function redactObservation(observation: Observation, words: ReadonlySet<string>): Observation {
  const text = <T>(key: string, value: T): T =>
    typeof value === 'string' ? (redactText(key, value, words) as T) : value;
  switch (observation.kind) {
    case 'value':
      return {
        ...observation,
        channel: redactName(observation.channel, {}, words),
        value: text('', observation.value),
      };
    case 'event': {
      const { code, data } = observation;
      return { ...observation, code: text('', code), data: redactValue('', data, words) as typeof data };
    }
    case 'status': {
      const { firmware, profile } = observation;
      return {
        ...observation,
        ...(firmware === undefined ? {} : { firmware: text('firmware', firmware) }),
        ...(profile === undefined ? {} : { profile: text('', profile) }),
      };
    }
  }
}

/** What was wrong with a message, without the piece of it that shows where. */
export function redactDetail(detail: string): string {
  return detail
    .replace(/(?: near|, after) ".*$/s, '')
    .replace(/ no channel ".*"; it has /s, ' no such channel; it has ');
}
