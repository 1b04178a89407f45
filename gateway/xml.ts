import { SaxesParser } from 'saxes';
import { GatewayError } from './errors.ts';

/** Bounds of one document; a document beyond any of them is refused as a whole with ONVIF_XML. */
export const XML_LIMITS = { depth: 64, elements: 200_000, attributes: 64 } as const;

export type XmlLimits = Readonly<Record<keyof typeof XML_LIMITS, number>>;

/** Namespace declarations in force at an element: prefix (empty for the default namespace) to URI. */
export type Scope = ReadonlyMap<string, string>;

export interface XmlElement {
  /** Name as written, e.g. `wsnt:Topic`. */
  readonly qname: string;
  /** Name without its prefix: devices declare prefixes wrongly or not at all, so readers compare this one. */
  readonly name: string;
  /** Attributes by their name as written, namespace declarations included. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text directly inside the element, trimmed. */
  readonly text: string;
  /** The same as it was sent. */
  readonly rawText: string;
  readonly scope: Scope;
  /** Its own end tag was read: false for an element that something around it cut off. */
  readonly complete: boolean;
}

interface OpenElement {
  qname: string;
  name: string;
  attributes: Map<string, string>;
  children: OpenElement[];
  text: string;
  rawText: string;
  scope: Scope;
  complete: boolean;
}

const NO_SCOPE: Scope = new Map();
/** Errors of form that are forgiven in one document: each costs the parser more than the bytes that make it. */
const MAX_ERRORS = 1_000;

/**
 * Some devices forget to escape names; the parser would take everything up to the next semicolon for an entity. A CDATA
 * section is matched to be stepped over.
 */
const BARE_AMPERSAND = /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{0,31});)/gi;

/**
 * Reads one XML document that came from a device. Tolerant of what real devices send (undeclared prefixes, stray
 * characters, a missing end), strict about what could hurt: a DOCTYPE or a document beyond `limits` throws ONVIF_XML.
 * Entities other than the five of XML are left as text; nothing is ever fetched.
 */
export function readXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let elements = 0;
  let attributes = 0;
  let errors = 0;
  let ended: OpenElement | undefined;
  // Errors of form are not fatal: what could be read counts, and the caller misses what it needs or does not.
  parser.on('error', ({ message }) => {
    errors += 1;
    if (errors > MAX_ERRORS) throw new GatewayError('ONVIF_XML', `more than ${MAX_ERRORS} errors of form`);
    // The parser tells of an element first and then that the end tag was another one's.
    if (ended && message.includes('unexpected close tag')) ended.complete = false;
  });
  parser.on('doctype', () => {
    throw new GatewayError('ONVIF_XML', 'the document has a DOCTYPE, which is never read');
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    elements += 1;
    if (elements > limits.elements || open.length >= limits.depth)
      throw new GatewayError('ONVIF_XML', `more than ${limits.elements} elements or ${limits.depth} levels`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.attributes)
      throw new GatewayError('ONVIF_XML', `an element has more than ${limits.attributes} attributes`);
  });
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const own = new Map(Object.entries(tag.attributes));
    const element: OpenElement = {
      qname: tag.name,
      name: localName(tag.name),
      attributes: own,
      children: [],
      text: '',
      rawText: '',
      complete: false,
      scope: scopeWith(parent?.scope ?? NO_SCOPE, own),
    };
    parent?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element) element.rawText += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    ended = open.pop();
    if (!ended) return;
    ended.complete = true;
    ended.text = ended.rawText.trim();
  });
  parser.write(text.replace(BARE_AMPERSAND, (found) => (found === '&' ? '&amp;' : found))).close();
  for (const element of open) element.text = element.rawText.trim();
  if (!root) throw new GatewayError('ONVIF_XML', 'the document has no element');
  return root;
}

function scopeWith(scope: Scope, attributes: ReadonlyMap<string, string>): Scope {
  let own: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    own ??= new Map(scope);
    own.set(name.slice(6), value);
  }
  return own ?? scope;
}

/** `wsnt:Topic` to `Topic`. */
export function localName(qname: string): string {
  return qname.slice(qname.indexOf(':') + 1);
}

/** The first element at a path of local names below `element`, or undefined. */
export function at(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let current = element;
  for (const name of path) current = current?.children.find((child) => child.name === name);
  return current;
}

/** Text at a path of local names below `element`; empty when there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return at(element, ...path)?.text ?? '';
}

/** Every element with this local name at or below `element`, in document order. */
export function* allNamed(element: XmlElement, name: string): Generator<XmlElement> {
  if (element.name === name) yield element;
  for (const child of element.children) yield* allNamed(child, name);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text made safe for element content and quoted attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** Namespace declarations as attributes, each with a leading space. */
export function declarations(scope: Scope): string {
  return [...scope].map(([prefix, uri]) => ` xmlns${prefix && ':'}${prefix}="${escapeXml(uri)}"`).join('');
}

/** An element as text again, with `extra` attributes; prefixes keep the meaning they had in the document it came from. */
export function writeXml(element: XmlElement, extra = ''): string {
  return writeElement(element, `${declarations(element.scope)}${extra}`, true);
}

function writeElement(element: XmlElement, extra: string, top: boolean): string {
  const attributes = [...element.attributes]
    .filter(([name]) => !top || (name !== 'xmlns' && !name.startsWith('xmlns:')))
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
  const content = element.children.map((child) => writeElement(child, '', false)).join('') + escapeXml(element.text);
  return `<${element.qname}${extra}${attributes}>${content}</${element.qname}>`;
}
