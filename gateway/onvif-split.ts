import { declarations, localName, type Scope } from './xml.ts';

/** A reply taken apart: its frame without notifications, and each notification's own text. */
export interface SplitReply {
  readonly frame: string;
  readonly notifications: readonly string[];
}

const BOUNDARY = /<(\/?)(?:[^\s<>/:]{1,64}:)?NotificationMessage(?=[\s>/])/iy;

/**
 * Cuts the NotificationMessages out of a PullMessages reply or a Notify request before anything is parsed, so that one
 * malformed notification cannot take its neighbours or the frame with it. Linear in the length of the text.
 */
export function splitNotifications(text: string): SplitReply {
  const notifications: string[] = [];
  let frame = '';
  let kept = 0;
  let start = -1;
  const cut = (end: number) => {
    notifications.push(text.slice(start, end));
    kept = end;
    start = -1;
  };
  for (let i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i)) {
    const skipped = skipOpaque(text, i);
    if (skipped > i) {
      i = skipped;
      continue;
    }
    BOUNDARY.lastIndex = i;
    const boundary = BOUNDARY.exec(text);
    if (!boundary) {
      i += 1;
      continue;
    }
    const end = text.indexOf('>', i) + 1 || text.length;
    const closing = boundary[1] === '/';
    if (!closing) {
      // A start inside another one: the first was never closed.
      if (start >= 0) cut(i);
      frame += text.slice(kept, i);
      start = i;
    }
    if (start >= 0 && (closing || text[end - 2] === '/')) cut(end);
    i = end;
  }
  if (start >= 0) cut(text.length);
  return { frame: frame + text.slice(kept), notifications };
}

/** Index behind a comment or CDATA section that starts at `i`, else `i`. */
function skipOpaque(text: string, i: number): number {
  const end = text.startsWith('<!--', i) ? '-->' : text.startsWith('<![CDATA[', i) ? ']]>' : undefined;
  if (!end) return i;
  const found = text.indexOf(end, i);
  return found < 0 ? text.length : found + end.length;
}

/**
 * A notification as the inbox keeps it: its text untouched, inside an `<onvif>` element that carries the namespace
 * declarations it was under. A later, better decoder finds everything the device said.
 */
export function selfContained(notification: string, scope: Scope): Uint8Array {
  return Buffer.from(`<onvif${declarations(scope)}>${notification}</onvif>`);
}

const TOPIC = /<(?:[^\s<>/:]{1,64}:)?Topic(?:\s[^<>]*)?>([^<]{1,1024})</;
const ONVIF_TOPICS = 'http://www.onvif.org/ver10/topics';

/**
 * The topic of a notification in normal form: without white space, without the prefix of the ONVIF topic namespace (or an
 * undeclared one) on any segment, other namespaces as `prefix:Name`. For the inbox topic and counters only: the adapter
 * reads the payload. `unreadable` when there is none.
 */
export function topicOf(notification: string, scope: Scope): string {
  const raw = TOPIC.exec(notification)?.[1]?.trim() ?? '';
  const foreign = (prefix: string) =>
    (declared(notification, prefix) ?? scope.get(prefix) ?? ONVIF_TOPICS) !== ONVIF_TOPICS;
  const segments = raw
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .map((segment) => {
      const colon = segment.indexOf(':');
      return colon > 0 && foreign(segment.slice(0, colon)) ? segment : localName(segment);
    });
  return (
    segments
      .join('/')
      .replace(/[\p{Cc}#+]/gu, '')
      .slice(0, 200) || 'unreadable'
  );
}

function declared(notification: string, prefix: string): string | undefined {
  const at = notification.indexOf(`xmlns:${prefix}=`);
  if (at < 0) return undefined;
  const from = at + prefix.length + 7;
  const quote = notification[from];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = notification.indexOf(quote, from + 1);
  return end < 0 ? undefined : notification.slice(from + 1, end);
}
