import { createHash } from 'node:crypto';
import { GatewayError } from '../../gateway/errors.ts';
import { selfContained, splitNotifications } from '../../gateway/onvif-split.ts';
import { allNamed, at, localName, readXml, type Scope, textAt, writeXml, type XmlElement } from '../../gateway/xml.ts';
import { decodeXmlText } from '../../gateway/xml-text.ts';
import { type CapturedBody, capturedBodies } from './http-capture.ts';
import type { Quirk } from './onvif-quirks.ts';

/** One thing that a captured file holds. */
export type Captured =
  /** A notification, as the inbox would keep it, and what was unusual around it. */
  | { readonly kind: 'notification'; readonly payload: Uint8Array; readonly quirks: readonly Quirk[] }
  /** A SOAP fault, or an answer that is none: `code` outermost first, e.g. `Sender/ter:NotAuthorized`. */
  | { readonly kind: 'fault'; readonly code: string; readonly reason: string }
  /** The document ends in the middle; what stood before that is told before this. */
  | { readonly kind: 'cut-off' }
  /** Bytes that are refused as a whole. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string };

/** Bytes of one body that are read; the same bound as for a device's answer. */
export const MAX_BODY = 4 * 1024 * 1024;
/** Bytes of one file. */
export const MAX_FILE = 32 * 1024 * 1024;
/** Repeated notifications are recognised among so many. */
const MAX_SEEN = 10_000;
const DECLARATION = /\sxmlns(?::([^\s=]{1,64}))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NEXT_DOCUMENT = /<\?xml[\s?]|<\/(?:[^\s<>/:]{1,64}:)?Envelope\s*>/gi;
const ESCAPED = />\\[rn]|\\[rn]\s*<|=\\"/;
const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const ONVIF_ERROR = 'http://www.onvif.org/ver10/error';

/**
 * Everything a captured file of SOAP traffic holds, in its order: PullMessages answers, Notify requests, bare notifications
 * and metadata streams, faults; with or without HTTP heads, several of them in one file. Never throws.
 */
export function* readCapture(file: Uint8Array): Generator<Captured> {
  if (file.byteLength > MAX_FILE) return yield tooLong(MAX_FILE);
  const seen = new Set<string>();
  for (const body of capturedBodies(file)) yield* readBody(body, seen);
}

function* readBody(body: CapturedBody, seen: Set<string>): Generator<Captured> {
  if (body.bytes.byteLength > MAX_BODY) return yield tooLong(MAX_BODY);
  const { text, oddities } = decodeXmlText(body.bytes, body.contentType);
  const logged = ESCAPED.test(text) ? unescapedLog(text) : text;
  const plain = !logged.includes('<') && logged.includes('&lt;') ? unescapedHtml(logged) : logged;
  const start = plain.indexOf('<');
  if (start < 0) return yield notSoap(body, text.trim() === '' ? 'an empty body' : `"${excerpt(text)}" instead of XML`);
  for (const document of documentsOf(plain.slice(start)))
    for (const found of readDocument(document, body, oddities)) yield marked(found, seen);
}

/** Text as logs print it, with line ends and quotes escaped. */
function unescapedLog(text: string): string {
  return text.replace(/\\[rnt]/g, ' ').replace(/\\(["'\\])/g, '$1');
}

/** XML as pages show it. */
function unescapedHtml(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&amp;/g, '&');
}

/** Marks a notification that stood in the capture before, word by word. */
function marked(found: Captured, seen: Set<string>): Captured {
  if (found.kind !== 'notification') return found;
  const digest = createHash('sha1').update(found.payload).digest('base64');
  const repeated = seen.has(digest);
  if (seen.size < MAX_SEEN) seen.add(digest);
  return repeated ? { ...found, quirks: [...found.quirks, 'repeated-message'] } : found;
}

/** XML documents one after the other: cut before each declaration and behind each envelope. */
function documentsOf(text: string): readonly string[] {
  const documents: string[] = [];
  let from = 0;
  for (const found of text.matchAll(NEXT_DOCUMENT)) {
    const cut = found[0].startsWith('</') ? found.index + found[0].length : found.index;
    if (text.slice(from, cut).trim() !== '') documents.push(text.slice(from, cut));
    from = cut;
  }
  const rest = text.slice(from).trim();
  if (rest.includes('<') || documents.length === 0) documents.push(rest);
  return documents;
}

function* readDocument(text: string, body: CapturedBody, oddities: readonly Quirk[]): Generator<Captured> {
  const { frame, notifications } = splitNotifications(text);
  const scope = declarationsIn(frame);
  const quirks = new Set<Quirk>(oddities);
  let root: XmlElement | undefined;
  try {
    root = /<[^\s/?!>]/.test(frame) ? readXml(frame) : undefined;
  } catch (error) {
    const reason = error instanceof GatewayError ? error.detail : String(error);
    return yield { kind: 'refused', code: 'ONVIF_XML', reason };
  }
  if (root && !root.complete) quirks.add('cut-off');
  if (root && [...root.scope.values()].includes(SOAP_11)) quirks.add('soap-1.1');
  const fault = root && faultOf(root);
  if (fault) yield fault;
  for (const notification of notifications)
    yield { kind: 'notification', payload: selfContained(notification, scope), quirks: [...quirks] };
  const loose = fault || notifications.length > 0 || !root ? [] : [...looseNotifications(root)];
  for (const element of loose)
    yield { kind: 'notification', payload: Buffer.from(writeXml(element)), quirks: [...quirks] };
  if (root && !root.complete) yield { kind: 'cut-off' };
  if (fault || notifications.length > 0 || !root || loose.length > 0 || (isSoap(root) && (body.status ?? 200) < 300))
    return;
  const what = /^html$/i.test(root.name) ? `an HTML page "${excerpt(titleOf(root))}"` : `<${root.qname.slice(0, 40)}>`;
  yield notSoap(body, `${what} instead of a SOAP message`);
}

/** All declarations of a document's frame, the inner ones last. */
function declarationsIn(frame: string): Scope {
  const scope = new Map<string, string>();
  for (const [, prefix = '', double, single] of frame.matchAll(DECLARATION)) {
    if (scope.size >= 256) break;
    scope.set(prefix, double ?? single ?? '');
  }
  return scope;
}

/** Topic and Message beside each other without the NotificationMessage that should be around them. */
function* looseNotifications(element: XmlElement): Generator<XmlElement> {
  const has = (name: string) => element.children.some((child) => child.name.toLowerCase() === name);
  if (has('message') && (has('topic') || element.name === 'Event')) yield element;
  else for (const child of element.children) yield* looseNotifications(child);
}

function isSoap(root: XmlElement): boolean {
  return /^(?:Envelope|Notify|PullMessagesResponse|MetadataStream|\w+Response)$/i.test(root.name);
}

function titleOf(root: XmlElement): string {
  for (const name of ['title', 'TITLE', 'h1', 'H1']) {
    const [found] = allNamed(root, name);
    if (found?.text) return found.text;
  }
  return root.text;
}

/** A fault of SOAP 1.2 or 1.1 as one code, outermost part first, and its reason. */
function faultOf(root: XmlElement): Captured | undefined {
  const fault = at(root, 'Body', 'Fault') ?? at(root, 'Fault') ?? (root.name === 'Fault' ? root : undefined);
  if (!fault) return undefined;
  const codes: string[] = [];
  for (let code = at(fault, 'Code'); code && codes.length < 8; code = at(code, 'Subcode')) {
    const value = at(code, 'Value');
    if (value?.text) codes.push(codeOf(value));
  }
  const old = at(fault, 'faultcode');
  if (old?.text) codes.push(codeOf(old));
  // WS-BaseFaults name themselves by their element only (wsnt b-2).
  const detail = (at(fault, 'Detail') ?? at(fault, 'detail'))?.children[0]?.name;
  const reason =
    textAt(fault, 'Reason', 'Text') || textAt(fault, 'faultstring') || textAt(fault, 'Reason') || detail || '';
  return { kind: 'fault', code: codes.join('/') || detail || 'Fault', reason };
}

/** SOAP's own codes without prefix, those of ONVIF with `ter:`, others as sent. */
function codeOf({ text, scope }: XmlElement): string {
  const colon = text.indexOf(':');
  if (colon < 0) return text;
  const prefix = text.slice(0, colon);
  const uri = scope.get(prefix);
  if (uri === ONVIF_ERROR || (uri === undefined && prefix === 'ter')) return `ter:${localName(text)}`;
  if (uri?.includes('soap') || (uri === undefined && /^(?:s|soap|env|soap-?env|s11|s12)$/i.test(prefix)))
    return localName(text);
  return text;
}

/** An answer that is no SOAP: the status of its head says most. */
function notSoap({ status, reason }: CapturedBody, what: string): Captured {
  const bad = status !== undefined && status >= 300;
  return {
    kind: 'fault',
    code: bad ? `HTTP ${status}` : 'ONVIF_XML',
    reason: bad && reason ? `${reason}: ${what}` : what,
  };
}

function tooLong(limit: number): Captured {
  return { kind: 'refused', code: 'ONVIF_XML', reason: `longer than ${limit} bytes` };
}

function excerpt(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 60);
}
