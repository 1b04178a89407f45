import { type SaxesAttributePlain, SaxesParser } from 'saxes';
import { GatewayError } from '../../gateway/errors.ts';

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

/** SimpleItems of one group, values as written. A repeated name keeps its first value. */
export type Items = ReadonlyMap<string, string>;

/** One tt:Message with its topic. All text is as the device wrote it, trimmed. */
export interface OnvifNotification {
  readonly topic: string;
  /** tt:Message@UtcTime; empty when missing. */
  readonly utcTime: string;
  /** tt:Message@PropertyOperation; empty for events that are no property. */
  readonly operation: string;
  readonly source: Items;
  readonly key: Items;
  readonly data: Items;
}

interface OpenMessage {
  utcTime: string;
  operation: string;
  source: Map<string, string>;
  key: Map<string, string>;
  data: Map<string, string>;
}

/** Some devices forget to escape names; the parser would take everything up to the next semicolon for an entity. */
const BARE_AMPERSAND = /&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{0,31});)/gi;

const GROUPS: ReadonlyMap<string, 'source' | 'key' | 'data'> = new Map([
  ['Source', 'source'],
  ['Key', 'key'],
  ['Data', 'data'],
]);

/**
 * Reads the messages of one NotificationMessage: Core 9.4 allows several tt:Message in it. Elements are told by their local
 * names, since devices declare prefixes wrongly or not at all. Errors of form that leave a message whole are forgiven.
 * Throws ADAPTER_UNDECODABLE for a DOCTYPE, for text beyond NOTIFICATION_LIMITS, or when there is no message in it.
 */
export function readNotification(payload: Uint8Array): readonly OnvifNotification[] {
  if (payload.byteLength > NOTIFICATION_LIMITS.bytes) throw refused(`longer than ${NOTIFICATION_LIMITS.bytes} bytes`);
  const reader = new NotificationReader();
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('error', (error) => reader.error(error));
  parser.on('doctype', () => {
    throw refused('a DOCTYPE, which SOAP forbids');
  });
  parser.on('opentagstart', () => reader.startElement());
  parser.on('attribute', (attribute) => reader.attribute(attribute));
  parser.on('opentag', (tag) => reader.open(tag.name));
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('closetag', () => reader.close());
  parser.write(new TextDecoder().decode(payload).replace(BARE_AMPERSAND, '&amp;')).close();
  return reader.finish();
}

/** Collects messages while the parser walks through the notification. */
class NotificationReader {
  readonly #path: string[] = [];
  readonly #messages: OpenMessage[] = [];
  #attributes = new Map<string, string>();
  #attributeCount = 0;
  #elements = 0;
  #items = 0;
  #topic = '';
  /** Depth of the tt:Message being read; 0 outside. */
  #messageDepth = 0;
  #messageJustEnded = false;

  startElement(): void {
    this.#attributes = new Map();
    this.#attributeCount = 0;
    this.#elements += 1;
    if (this.#elements > NOTIFICATION_LIMITS.elements || this.#path.length >= NOTIFICATION_LIMITS.depth)
      throw refused(`more than ${NOTIFICATION_LIMITS.elements} elements or ${NOTIFICATION_LIMITS.depth} levels`);
  }

  attribute({ name, value }: SaxesAttributePlain): void {
    this.#attributeCount += 1;
    if (this.#attributeCount > NOTIFICATION_LIMITS.attributes)
      throw refused(`an element with more than ${NOTIFICATION_LIMITS.attributes} attributes`);
    const local = localName(name);
    if (!this.#attributes.has(local)) this.#attributes.set(local, value);
  }

  open(qname: string): void {
    const name = localName(qname);
    this.#path.push(name);
    // wsnt:Message holds tt:Message, both called Message: the inner one has the attributes; some devices leave one out.
    const inner = this.#path.at(-2) === 'Message' || this.#attributes.has('UtcTime');
    if (name === 'Message' && inner && this.#messageDepth === 0) {
      this.#messageDepth = this.#path.length;
      this.#messages.push({
        utcTime: (this.#attributes.get('UtcTime') ?? '').trim(),
        operation: (this.#attributes.get('PropertyOperation') ?? '').trim(),
        source: new Map(),
        key: new Map(),
        data: new Map(),
      });
    } else if (name === 'SimpleItem') this.#item();
  }

  #item(): void {
    const message = this.#messages.at(-1);
    const group = GROUPS.get(this.#path.at(-2) ?? '');
    // Only the groups right below the message: an ElementItem may hold anything, items included.
    if (!message || !group || this.#path.length !== this.#messageDepth + 2) return;
    this.#items += 1;
    if (this.#items > NOTIFICATION_LIMITS.items) throw refused(`more than ${NOTIFICATION_LIMITS.items} items`);
    const name = localName((this.#attributes.get('Name') ?? '').trim());
    if (name === '' || name.length > NOTIFICATION_LIMITS.name || message[group].has(name)) return;
    message[group].set(name, (this.#attributes.get('Value') ?? '').trim().slice(0, NOTIFICATION_LIMITS.value));
  }

  text(text: string): void {
    if (this.#path.at(-1) === 'Topic' && this.#messageDepth === 0 && this.#topic.length < 1_024) this.#topic += text;
  }

  close(): void {
    this.#messageJustEnded = this.#messageDepth === this.#path.length;
    if (this.#messageJustEnded) this.#messageDepth = 0;
    this.#path.pop();
  }

  /** Most errors of form are forgiven; a message that ended because something around it did was cut off. */
  error(error: Error): void {
    if (!this.#messageJustEnded || !error.message.includes('unexpected close tag')) return;
    this.#messages.pop();
    this.#messageJustEnded = false;
  }

  finish(): readonly OnvifNotification[] {
    const topic = this.#topic.trim();
    if (topic === '') throw refused('no Topic');
    // Still inside a message when the text ends: it was cut off, too.
    if (this.#messageDepth > 0) this.#messages.pop();
    const messages = this.#messages;
    if (messages.length === 0) throw refused(`no complete Message under the topic "${topic.slice(0, 100)}"`);
    return messages.map((message) => ({ topic, ...message }));
  }
}

/** `tns1:RuleEngine` to `RuleEngine`. */
function localName(qname: string): string {
  return qname.slice(qname.indexOf(':') + 1);
}

function refused(what: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `ONVIF notification: ${what}`);
}
