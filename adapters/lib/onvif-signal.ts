import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Happening, Measurement, Observation } from '../../gateway/model/observation.ts';
import type { MatchedTopic, TopicMap, TopicMeaning } from './onvif-map.ts';
import type { Items, OnvifNotification } from './onvif-notification.ts';
import type { Quirk } from './onvif-quirks.ts';
import { textNamed } from './onvif-structure.ts';
import { bare, factOf, isOn, isThere, itemOf, MAX_FACT, numberOf, reasonOf } from './onvif-values.ts';
import { measurement, NO_ENVELOPE, type Shared, sharedOf } from './reading.ts';

/** What a notification means, in one word. */
export interface Signal {
  readonly name: string;
  readonly kind: TopicMeaning['kind'];
  /** On or off, the word, the number, true for an occurrence; null when the value says none of these. */
  readonly value: boolean | number | string | null;
}

/** What a site says for a personal item: the same word for the same person, and nothing to learn from it. */
export type Pseudonym = (kind: string, value: string) => string;

/** What a notification came to. */
export interface Interpreted {
  /** Undefined for a topic that no row knows. */
  readonly signal: Signal | undefined;
  readonly observations: readonly Observation[];
  readonly quirks: readonly Quirk[];
}

export interface Interpretation {
  readonly map: TopicMap;
  /** Without it personal items are left out altogether. */
  readonly pseudonym?: Pseudonym | undefined;
}

/** Characters of a source or key: tokens are at most 64, a rule name may follow. */
const MAX_PART = 160;
/** What one notification of a message means to a device. Pure; a topic that is not known gives no observations. */
export function interpret(
  notification: OnvifNotification,
  message: RawMessage,
  device: Device,
  { map, pseudonym }: Interpretation,
  reading = 0,
): Interpreted {
  const quirks = new Set<Quirk>();
  const known = map.matches(notification.topic);
  const matches = known.length > 0 ? known : byItems(map, notification);
  const shared = timeOf(notification, message, device, reading);
  const reader: Reader = { notification, shared, retained: message.retain, pseudonym, quirks };
  const read = matches.map((match) => readAs(match, reader));
  const told = read.find(({ signal }) => signal.value !== null) ?? read[0];
  const observations = read.flatMap(({ observations: own }) => own);
  // What begins goes before what ends: a door that was forced and is now held open is one trouble without a gap.
  const begins = (one: Observation) => one.kind === 'event' && one.active;
  return {
    signal: told?.signal,
    observations: [...observations.filter(begins), ...observations.filter((one) => !begins(one))],
    quirks: [...quirks],
  };
}

interface Reader {
  readonly notification: OnvifNotification;
  readonly shared: Shared;
  readonly retained: boolean;
  readonly pseudonym: Pseudonym | undefined;
  readonly quirks: Set<Quirk>;
}

interface Read {
  readonly signal: Signal;
  readonly observations: readonly Observation[];
}

function byItems(map: TopicMap, { data, topic }: OnvifNotification): readonly MatchedTopic[] {
  return map.byItems([...data.keys()].map(bare)).map((meaning) => ({ meaning, rest: topic.split('/') }));
}

/**
 * Event time: UtcTime less the measured difference of the camera's clock, so that two cameras with wrong clocks agree on one
 * happening. A time that cannot be read or believed gives way to the arrival and makes the observation SUSPECT.
 */
function timeOf({ time }: OnvifNotification, message: RawMessage, device: Device, reading: number): Shared {
  if (time === undefined) return { ...sharedOf(message, device, NO_ENVELOPE, reading), quality: 'SUSPECT' };
  const corrected = time - (message.skewMs ?? 0);
  return { ...sharedOf(message, device, { ...NO_ENVELOPE, ts: corrected }, reading), deviceTime: time };
}

function readAs(match: MatchedTopic, reader: Reader): Read {
  const { meaning } = match;
  switch (meaning.kind) {
    case 'state':
      return readState(match, reader);
    case 'enum':
      return readEnum(match, reader);
    case 'occurrence':
      return readOccurrence(match, reader);
    case 'counter':
      return readCounter(match, reader);
    case 'ignore':
      return { signal: signalOf(meaning, valueText(meaning, reader.notification) ?? null), observations: [] };
  }
}

function readState(match: MatchedTopic, reader: Reader): Read {
  const { meaning } = match;
  const { notification } = reader;
  // Deleted may come without Data: what is gone is no longer active (Core 9.4).
  const deleted = notification.operation === 'Deleted';
  const text = valueText(meaning, notification);
  const empty = meaning.filled && text === undefined && isThere(meaning.value, notification.data);
  const active = deleted || empty ? false : isOn(meaning, text, reader.quirks);
  const observations = active === undefined ? [] : [happening(meaning.signal, active, match, reader)];
  return { signal: signalOf(meaning, active ?? null), observations };
}

function readEnum(match: MatchedTopic, reader: Reader): Read {
  const { meaning } = match;
  const { notification } = reader;
  const text = valueText(meaning, notification);
  const signal = signalOf(meaning, text ?? null);
  const deleted = notification.operation === 'Deleted';
  if (!meaning.codes) {
    if (text === undefined || deleted) return { signal, observations: [] };
    return { signal, observations: [measured(meaning.signal, text.slice(0, MAX_FACT), match, reader)] };
  }
  const word = bare(text ?? '').toLowerCase();
  const among = (list: readonly string[] | undefined) => list?.some((one) => one.toLowerCase() === word) === true;
  const codes = Object.entries(meaning.codes);
  const known = deleted || among(meaning.off) || codes.some(([, list]) => among(list));
  if (!known && word !== '') reader.quirks.add('value-unknown');
  const observations = codes.map(([code, list]) => happening(code, !deleted && among(list), match, reader));
  return { signal, observations: known ? observations : [] };
}

/** `Initialized` can only repeat an occurrence, and a deletion is none: neither happened now. */
function readOccurrence(match: MatchedTopic, reader: Reader): Read {
  const { meaning } = match;
  const { notification, quirks } = reader;
  if (notification.operation === 'Initialized') quirks.add('occurrence-initialized');
  const happened = meaning.value ? isOn(meaning, valueText(meaning, notification), quirks) : true;
  const told = happened === true && notification.operation !== 'Deleted';
  return {
    signal: signalOf(meaning, happened ?? null),
    observations: told ? [happening(meaning.signal, true, match, reader)] : [],
  };
}

function readCounter(match: MatchedTopic, reader: Reader): Read {
  const { meaning } = match;
  const count = numberOf(valueText(meaning, reader.notification));
  if (count === undefined || reader.notification.operation === 'Deleted')
    return { signal: signalOf(meaning, count ?? null), observations: [] };
  return { signal: signalOf(meaning, count), observations: [measured(meaning.signal, count, match, reader)] };
}

function signalOf({ signal, kind }: TopicMeaning, value: Signal['value']): Signal {
  return { name: signal, kind, value };
}

/** A value of the device itself; where it has several parts, each has its own channel. */
function measured(channel: string, value: number | string, { meaning }: MatchedTopic, reader: Reader): Measurement {
  const part = sourceOf(meaning, reader.notification).replace(/[^A-Za-z0-9_.-]+/g, '_');
  return measurement(reader.shared, part === '' ? channel : `${channel}.${part}`.slice(0, MAX_FACT), value);
}

function happening(code: string, active: boolean, match: MatchedTopic, reader: Reader): Happening {
  const { meaning } = match;
  const { notification, shared } = reader;
  const key = itemOf(meaning.key, notification.key) ?? itemOf(meaning.key, notification.data);
  return {
    ...shared,
    kind: 'event',
    code,
    active,
    stateful: meaning.kind !== 'occurrence',
    source: sourceOf(meaning, notification, match.rest),
    ...(key === undefined ? undefined : { key: key.slice(0, MAX_PART) }),
    ...(meaning.correlate ? { via: reportOf(notification.topic, match.rest) } : undefined),
    baseline: isBaseline(match, reader),
    data: dataOf(match, reader),
  };
}

/** The topic as one kind of report, without what comes behind the known part. */
function reportOf(topic: string, rest: readonly string[]): string {
  const segments = topic.split('/');
  return segments
    .slice(0, segments.length - rest.length)
    .join('/')
    .slice(0, MAX_PART);
}

/** A retained message of an object that was only just seen is news: every object is a state that nobody knew before. */
const FRESH_MS = 60_000;

/**
 * Whether this only tells how things stood before. `Initialized` means "exists now": it repeats what was known before while a
 * subscription warms up (the transport marks that as retained), and tells of something new later on. For an occurrence it
 * can only be a repetition. Over MQTT there is no operation, and properties are published as retained.
 */
function isBaseline({ meaning }: MatchedTopic, { notification, shared, retained }: Reader): boolean {
  const { operation, key, data } = notification;
  if (operation === 'Initialized') return retained || meaning.kind === 'occurrence';
  if (!retained || operation !== undefined) return false;
  const keyed = itemOf(meaning.key, key) ?? itemOf(meaning.key, data);
  return keyed === undefined || shared.quality === 'SUSPECT' || Math.abs(shared.receivedAt - shared.time) > FRESH_MS;
}

/** Facts and pseudonyms: nothing else of a notification is ever told. */
function dataOf({ meaning, rest }: MatchedTopic, { notification, pseudonym }: Reader): Happening['data'] {
  const data: Record<string, string | number | boolean> = {};
  if (meaning.reason) data['reason'] = reasonOf(itemOf(['Reason'], notification.data), rest);
  for (const [name, item] of Object.entries(meaning.data)) {
    const fact = factOf(itemOf([item], notification.data) ?? textNamed(notification.elements, item));
    if (fact !== undefined) data[name] = fact;
  }
  if (!pseudonym) return data;
  for (const [name, items] of Object.entries(meaning.personal)) {
    const value = personOf(items, notification);
    if (value !== undefined) data[name] = pseudonym(name, value);
  }
  return data;
}

function personOf(items: readonly string[], { source, data, elements }: OnvifNotification): string | undefined {
  const found = itemOf(items, data) ?? itemOf(items, source);
  if (found !== undefined) return found;
  for (const item of items) {
    const text = textNamed(elements, item)?.trim();
    if (text) return text;
  }
  return undefined;
}

/** The token of the part, and the rule where there is one: two fields of one camera are two states. */
function sourceOf(meaning: TopicMeaning, { source }: OnvifNotification, rest: readonly string[] = []): string {
  const token = itemOf(meaning.source, source) ?? source.get('&1') ?? '';
  const rule = itemOf(['Rule', 'RuleName'], source) ?? lastUnnamed(source) ?? (meaning.rule ? rest.join('/') : '');
  return [token, rule]
    .filter((part) => part !== '')
    .join('/')
    .slice(0, MAX_PART);
}

/** Over MQTT the values of Source may come without names: the part first, the rule last. */
function lastUnnamed(source: Items): string | undefined {
  return source.has('&2') ? source.get(`&${source.size}`) : undefined;
}

function valueText(meaning: TopicMeaning, { data, key }: OnvifNotification): string | undefined {
  return itemOf(meaning.value, data) ?? itemOf(meaning.value, key);
}
