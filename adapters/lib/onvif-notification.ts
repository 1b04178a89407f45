import { GatewayError } from '../../gateway/errors.ts';
import { localName, readXml, type XmlElement } from '../../gateway/xml.ts';
import { decodeXmlText } from '../../gateway/xml-text.ts';
import type { Quirk } from './onvif-quirks.ts';
import { type Structure, structureOf } from './onvif-structure.ts';
import { deviceTimeOf } from './onvif-time.ts';
import { canonicalTopic } from './onvif-topic.ts';

/** Bounds of one notification; beyond them it is refused, except for values, which are cut. */
export const NOTIFICATION_LIMITS = {
  bytes: 4 * 1024 * 1024,
  depth: 64,
  elements: 20_000,
  attributes: 64,
  items: 256,
  name: 256,
  value: 16_384,
} as const;

/** SimpleItems of one group by name, both as sent. A repeated name goes on as `Name#2`, `Name#3`. */
export type Items = ReadonlyMap<string, string>;

export type Operation = 'Initialized' | 'Changed' | 'Deleted';

/** One message under a topic, whatever carried it. */
export interface OnvifNotification {
  /** The topic as sent, and in canonical form. */
  readonly topicRaw: string;
  readonly topic: string;
  /** Undefined for an event that is no property, and over MQTT, which never says. */
  readonly operation: Operation | undefined;
  /** The device's time as RFC 3339 in UTC, and in epoch ms; undefined when it is missing or no time. */
  readonly utc: string | undefined;
  readonly time: number | undefined;
  readonly source: Items;
  readonly key: Items;
  readonly data: Items;
  /** ElementItems by name. */
  readonly elements: Readonly<Record<string, Structure>>;
  readonly quirks: readonly Quirk[];
}

interface OpenMessage {
  readonly source: Map<string, string>;
  readonly key: Map<string, string>;
  readonly data: Map<string, string>;
  readonly elements: Record<string, Structure>;
  readonly quirks: Set<Quirk>;
}

const GROUPS: ReadonlyMap<string, 'source' | 'key' | 'data'> = new Map([
  ['source', 'source'],
  ['key', 'key'],
  ['data', 'data'],
]);
const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['initialized', 'Initialized'],
  ['initialised', 'Initialized'],
  ['changed', 'Changed'],
  ['deleted', 'Deleted'],
]);
const ITEM_ATTRIBUTES: ReadonlySet<string> = new Set(['name']);

/**
 * Reads the messages of one NotificationMessage: Core 9.4 allows several tt:Message in it. Elements and attributes are told
 * by their local names in any case, since devices declare prefixes wrongly or not at all. Errors of form that leave a message
 * whole are forgiven, and an empty topic leaves it to the items to tell. Throws ADAPTER_UNDECODABLE for a DOCTYPE, for text beyond
 * NOTIFICATION_LIMITS, or when there is no Topic or no whole message in it.
 */
export function readNotification(payload: Uint8Array): readonly OnvifNotification[] {
  if (payload.byteLength > NOTIFICATION_LIMITS.bytes) throw refused(`longer than ${NOTIFICATION_LIMITS.bytes} bytes`);
  const root = parse(decodeXmlText(payload).text);
  const shared = new Set<Quirk>();
  const topic = named(root, 'Topic');
  if (!topic) throw refused('no Topic');
  const topicRaw = topic.rawText;
  if (topicRaw.trim() === '') shared.add('empty-topic');
  if (attribute(topic, 'Dialect') === undefined) shared.add('dialect-missing');
  const { topic: canonical, quirks } = canonicalTopic(topicRaw, topic.scope);
  for (const quirk of canonical === '' ? [] : quirks) shared.add(quirk);
  const address = named(named(root, 'SubscriptionReference'), 'Address')?.text;
  if (address !== undefined && !/^https?:\/\/[^/]/i.test(address)) shared.add('odd-subscription-address');
  return messagesIn(root, canonical, shared).map((message) => ({
    topicRaw,
    topic: canonical,
    ...readMessage(message, shared),
  }));
}

function parse(text: string): XmlElement {
  try {
    return readXml(text, NOTIFICATION_LIMITS);
  } catch (error) {
    throw refused(error instanceof GatewayError ? error.detail : String(error));
  }
}

/** The first element of a local name at or below another one, outside messages. */
function named(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (!element) return undefined;
  const wanted = name.toLowerCase();
  if (element.name.toLowerCase() === wanted) return element;
  for (const child of element.children) {
    if (child.name === 'Message') continue;
    const found = named(child, name);
    if (found) return found;
  }
  return undefined;
}

/** The tt:Message elements, without those that were cut off: what is missing in them could be all that matters. */
function messagesIn(root: XmlElement, topic: string, quirks: Set<Quirk>): readonly XmlElement[] {
  const outer = [...messageElements(root)];
  const inner = outer.flatMap((element) => {
    const content = unescaped(element);
    if (content !== element) quirks.add('escaped-message');
    const own = [...messageElements({ ...content, name: '' })];
    // wsnt:Message holds tt:Message, both called Message: the inner one has the attributes; some devices leave one out.
    return own.length > 0 ? own : [element];
  });
  const whole = inner.filter((element) => element.complete);
  if (whole.length > 0) return whole;
  throw refused(
    outer.length === 0
      ? `no Message under the topic "${topic.slice(0, 100)}"`
      : `the Message of "${topic.slice(0, 100)}" is cut off`,
  );
}

/** A message that holds XML as text (in CDATA or escaped) with that text read. */
function unescaped(element: XmlElement): XmlElement {
  if (element.children.length > 0 || !/^<[^>]*Message[\s>]/.test(element.text)) return element;
  return { ...element, children: [parse(element.text)] };
}

function* messageElements(element: XmlElement): Generator<XmlElement> {
  if (element.name.toLowerCase() === 'message') yield element;
  else for (const child of element.children) yield* messageElements(child);
}

type MessageContent = Omit<OnvifNotification, 'topic' | 'topicRaw'>;

function readMessage(element: XmlElement, shared: ReadonlySet<Quirk>): MessageContent {
  const message: OpenMessage = {
    ...{ source: new Map(), key: new Map(), data: new Map(), elements: Object.create(null), quirks: new Set(shared) },
  };
  const { quirks } = message;
  const time = deviceTimeOf(field(element, 'UtcTime') ?? '');
  if (time.quirk) quirks.add(time.quirk);
  const said = field(element, 'PropertyOperation')?.trim() ?? '';
  const operation = OPERATIONS.get(localName(said).toLowerCase());
  if (said !== '' && said !== operation) quirks.add('operation-unknown');
  if (operation === 'Initialized') quirks.add('initialized');
  for (const child of element.children) {
    const group = GROUPS.get(child.name.toLowerCase());
    if (group) readGroup(message, group, child);
    // Items right inside the message can only be what it has to say.
    else if (isItem(child)) {
      quirks.add('item-outside-group');
      readItem(message, 'data', child);
    }
  }
  if (operation === 'Deleted' && message.data.size === 0) quirks.add('deleted-without-data');
  if (element.children.length === 0) quirks.add('empty-message');
  return { operation, utc: time.text, time: time.ms, ...message, quirks: [...quirks] };
}

function readGroup(message: OpenMessage, group: 'source' | 'key' | 'data', element: XmlElement): void {
  for (const child of element.children) {
    if (isItem(child)) readItem(message, group, child);
    else if (child.name.toLowerCase() === 'elementitem') readElement(message, child);
  }
}

function isItem({ name }: XmlElement): boolean {
  return /^SimpleItem(?:Description)?$/i.test(name);
}

function readItem(message: OpenMessage, group: 'source' | 'key' | 'data', element: XmlElement): void {
  const { quirks } = message;
  const items = message[group];
  if (message.source.size + message.key.size + message.data.size >= NOTIFICATION_LIMITS.items)
    throw refused(`more than ${NOTIFICATION_LIMITS.items} items`);
  const name = field(element, 'Name') ?? '';
  const value = field(element, 'Value');
  if (element.name !== 'SimpleItem')
    quirks.add(/description/i.test(element.name) ? 'item-description' : 'item-spelling');
  if (!exact(element, 'Name') || !exact(element, 'Value')) quirks.add('item-spelling');
  if (name.trim() === '') quirks.add('missing-name');
  if (name.length <= NOTIFICATION_LIMITS.name) put(items, name, value ?? element.text, quirks);
  // An item that was not closed holds its followers.
  for (const child of element.children) if (isItem(child)) readItem(message, group, child);
}

function put(items: Map<string, string>, name: string, value: string, quirks: Set<Quirk>): void {
  let free = name;
  for (let count = 2; items.has(free); count += 1) {
    quirks.add('repeated-name');
    free = `${name}#${count}`;
  }
  if (value === '') quirks.add('empty-value');
  else if (value !== value.trim()) quirks.add('value-white-space');
  items.set(free, value.slice(0, NOTIFICATION_LIMITS.value));
}

function readElement(message: OpenMessage, element: XmlElement): void {
  const name = attribute(element, 'Name') ?? '';
  if (name.trim() === '') message.quirks.add('missing-name');
  if (name.length > NOTIFICATION_LIMITS.name) return;
  let free = name;
  for (let count = 2; free in message.elements; count += 1) free = `${name}#${count}`;
  message.elements[free] = structureOf(element, ITEM_ATTRIBUTES);
}

/** An attribute by local name, in any case where the usual one is missing. */
function attribute(element: XmlElement, name: string): string | undefined {
  const usual = element.attributes.get(name);
  if (usual !== undefined) return usual;
  const wanted = name.toLowerCase();
  for (const [qname, value] of element.attributes) if (localName(qname).toLowerCase() === wanted) return value;
  return undefined;
}

/** An attribute, or what some devices write as an element instead. */
function field(element: XmlElement, name: string): string | undefined {
  return attribute(element, name) ?? element.children.find((child) => child.name === name)?.text;
}

function exact(element: XmlElement, name: string): boolean {
  return element.attributes.has(name);
}

function refused(what: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `ONVIF notification: ${what}`);
}
