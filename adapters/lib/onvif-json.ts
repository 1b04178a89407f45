import { GatewayError } from '../../gateway/errors.ts';
import { keepDigits, parsePrivateJson } from './json.ts';
import { NOTIFICATION_LIMITS, type OnvifNotification, type Operation } from './onvif-notification.ts';
import type { Quirk } from './onvif-quirks.ts';
import type { Structure } from './onvif-structure.ts';
import { deviceTimeOf } from './onvif-time.ts';
import { canonicalTopic } from './onvif-topic.ts';

/** Where the event part of a Profile M topic begins (Core 9.12). */
const EVENTS = /(?:^|\/)onvif-ej\//;
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['initialized', 'Initialized'],
  ['changed', 'Changed'],
  ['deleted', 'Deleted'],
]);
/** Usual over MQTT, where the namespace of ONVIF is left out and no prefix is declared. */
const USUAL: ReadonlySet<Quirk> = new Set(['no-prefix', 'undeclared-prefix']);
const NO_SCOPE: ReadonlyMap<string, string> = new Map();

/** A topic of Profile M taken apart. */
export interface EventTopic {
  /** What stands before `onvif-ej`: the name the device goes by. */
  readonly prefix: string;
  /** The ONVIF topic, as sent. */
  readonly local: string;
  /** Values of the Source items, in the order of the event's description. */
  readonly values: readonly string[];
}

/** `{prefix}/onvif-ej/{topic}[/&{value}/…]` taken apart; undefined for any other topic. */
export function eventTopicOf(topic: string): EventTopic | undefined {
  const found = EVENTS.exec(topic);
  if (!found) return undefined;
  const path = topic.slice(found.index + found[0].length);
  const mark = path.startsWith('&') ? 0 : path.indexOf('/&') + 1;
  const split = mark > 0 || path.startsWith('&');
  return {
    prefix: topic.slice(0, found.index),
    local: split ? path.slice(0, Math.max(0, mark - 1)) : path,
    values: split ? path.slice(mark + 1).split('/') : [],
  };
}

/**
 * Reads an event of Profile M (Core 9.12), or one of the JSON that Axis sent before there was a standard. Numbers keep the
 * digits they were sent with. A message of no bytes takes a retained one back: its state is deleted. Throws PAYLOAD_NOT_JSON
 * or PAYLOAD_INVALID.
 */
export function readEventJson(topic: string, payload: Uint8Array): readonly OnvifNotification[] {
  const event = eventTopicOf(topic);
  if (payload.byteLength === 0) {
    if (!event) throw invalid('is empty');
    return [deleted(topic, event)];
  }
  if (payload.byteLength > NOTIFICATION_LIMITS.bytes) throw invalid(`longer than ${NOTIFICATION_LIMITS.bytes} bytes`);
  const bytes = withoutMark(payload);
  const strict = parsePrivateJson(bytes);
  const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'), keepDigits);
  const list = Array.isArray(strict) && Array.isArray(body) ? body : [body];
  if (list.length > NOTIFICATION_LIMITS.items) throw invalid(`more than ${NOTIFICATION_LIMITS.items} events`);
  return list.map((one) => readEvent(topic, event, one));
}

function withoutMark(payload: Uint8Array): Uint8Array {
  return payload[0] === 0xef && payload[1] === 0xbb && payload[2] === 0xbf ? payload.subarray(3) : payload;
}

function readEvent(topic: string, event: EventTopic | undefined, body: unknown): OnvifNotification {
  const given = objectOf(body);
  if (!given) throw invalid('must be an object {"UtcTime","Source","Data"}');
  const legacy = event ? undefined : axisEvent(topic, given);
  // Bridges that translate the XML leave its tt:Message around the groups.
  const fields = (event && objectOf(field(given, 'Message'))) ?? given;
  if (!event && !legacy) throw invalid('is no event of ONVIF');
  const raw = legacy?.topic ?? withPrefixes(event?.local ?? '');
  const named = canonicalTopic(raw, NO_SCOPE);
  if (named.topic === '') throw invalid('names no topic behind onvif-ej');
  const groups = legacy?.groups ?? fields;
  const quirks = new Set(named.quirks.filter((quirk) => !USUAL.has(quirk)));
  const reader: Groups = { elements: Object.create(null), quirks, count: 0 };
  const source = itemsOf(field(groups, 'Source'), 'Source', reader);
  if (source.size === 0) for (const [name, value] of byPosition(event?.values ?? [])) source.set(name, value);
  const key = itemsOf(field(groups, 'Key'), 'Key', reader);
  const data = itemsOf(field(groups, 'Data'), 'Data', reader);
  const time = legacy ? legacy.time : deviceTimeOf(textOf(field(fields, 'UtcTime') ?? field(fields, '@UtcTime')) ?? '');
  if (time.quirk) quirks.add(time.quirk);
  const operation = OPERATIONS.get((textOf(field(fields, 'PropertyOperation')) ?? '').toLowerCase());
  return {
    ...{ topicRaw: topic, topic: named.topic, operation, utc: time.text, time: time.ms, source, key, data },
    ...{ elements: reader.elements, quirks: [...quirks] },
  };
}

function deleted(topic: string, { local, values }: EventTopic): OnvifNotification {
  const named = canonicalTopic(local, NO_SCOPE);
  return {
    ...{ topicRaw: topic, topic: named.topic, operation: 'Deleted', utc: undefined, time: undefined },
    ...{ source: byPosition(values), key: new Map(), data: new Map(), elements: {}, quirks: ['deleted-without-data'] },
  };
}

/** Values of a topic, which have no names: `&1`, `&2` and so on. */
function byPosition(values: readonly string[]): Map<string, string> {
  return new Map(values.map((value, index) => [`&${index + 1}`, value]));
}

/** Prefixes as Axis writes them where a colon may not stand, as the prefixes they stand for: `tns:axis/IO` to `tnsaxis:IO`. */
function withPrefixes(topic: string): string {
  return topic
    .replace(/(^|\/)tns:(\w+)\//g, '$1$2:')
    .replace(/(^|\/)(?:tns)?onvif:/g, '$1tns1:')
    .replace(/(^|\/)axis:/g, '$1tnsaxis:');
}

/**
 * `{"timestamp":…,"topic":"onvif:Device/axis:Sensor/PIR","message":{"source","key","data"}}`, over WebSocket inside
 * `{"params":{"notification":…}}`. A topic that is missing stands in that of MQTT: `…/event/{topic}[/$source/…]`.
 */
function axisEvent(sentTo: string, given: Readonly<Record<string, unknown>>) {
  const fields = objectOf(objectOf(given['params'])?.['notification']) ?? given;
  const message = objectOf(fields['message']);
  const topic = textOf(fields['topic']) ?? /(?:^|\/)event\/(.+?)(?:\/\$source\/.*)?$/.exec(sentTo)?.[1];
  if (!message || topic === undefined) return undefined;
  const ms = Number(textOf(fields['timestamp']) ?? Number.NaN);
  const real = Math.abs(ms) <= 8.64e15 ? Math.trunc(ms) : undefined;
  return {
    topic: withPrefixes(topic),
    groups: message,
    time: deviceTimeOf(real === undefined ? '' : new Date(real).toISOString()),
  };
}

interface Groups {
  readonly elements: Record<string, Structure>;
  readonly quirks: Set<Quirk>;
  count: number;
}

/** Scalars and lists of them are items; objects are ElementItems (Core annex E). */
function itemsOf(group: unknown, path: string, reader: Groups): Map<string, string> {
  const items = new Map<string, string>();
  const fields = objectOf(group);
  if (group !== undefined && group !== null && !fields) throw invalid(`${path} must be an object`);
  for (const [name, value] of entriesOf(fields ?? {})) {
    reader.count += 1;
    if (reader.count > NOTIFICATION_LIMITS.items) throw invalid(`more than ${NOTIFICATION_LIMITS.items} items`);
    if (name.length > NOTIFICATION_LIMITS.name) continue;
    const text =
      Array.isArray(value) && value.every((one) => textOf(one) !== undefined) ? value.join(' ') : textOf(value);
    if (text === undefined) reader.elements[name] = structured(value);
    else items.set(name, text.slice(0, NOTIFICATION_LIMITS.value));
    if (text === '') reader.quirks.add('empty-value');
  }
  return items;
}

/** Name and value of each item; SimpleItems that were translated from XML one by one (`{"SimpleItem":[{"Name","Value"}]}`) too. */
function entriesOf(group: Readonly<Record<string, unknown>>): (readonly [name: string, value: unknown])[] {
  return Object.entries(group).flatMap(([name, value]) => {
    if (!/(?:^|:)SimpleItem$/i.test(name)) return [[name, value]];
    return [value].flat().flatMap((item): [string, unknown][] => {
      const fields = objectOf(objectOf(item)?.['$']) ?? objectOf(item) ?? {};
      const own = textOf(field(fields, 'Name') ?? field(fields, '@Name'));
      return own === undefined ? [] : [[own, field(fields, 'Value') ?? field(fields, '@Value')]];
    });
  });
}

function structured(value: unknown): Structure {
  const text = textOf(value);
  if (text !== undefined) return text.slice(0, NOTIFICATION_LIMITS.value);
  const list: Record<string, Structure | Structure[]> = Object.create(null);
  if (Array.isArray(value)) list['#list'] = value.map(structured);
  else
    for (const [name, one] of Object.entries(value ?? {}))
      list[name] = Array.isArray(one) ? one.map(structured) : structured(one);
  return list;
}

/** A scalar as the text it was sent as; undefined for an object or a list. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return value === null ? '' : undefined;
}

function field(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  const wanted = name.toLowerCase();
  return Object.entries(fields).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function invalid(what: string): GatewayError {
  return new GatewayError('PAYLOAD_INVALID', `ONVIF event: ${what}`);
}
