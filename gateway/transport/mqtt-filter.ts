import { textFault } from './mqtt-text.ts';

const HASH = 0x23;
const PLUS = 0x2b;
const SLASH = 0x2f;

/** What is wrong with a topic filter, or nothing (MQTT 3.1.1 §4.7.1): `#` is a last level, `+` a whole one. */
export function filterFault(bytes: Buffer, start: number, end: number): string | undefined {
  if (start === end) return 'an empty topic filter';
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== HASH && byte !== PLUS) continue;
    const begins = at === start || bytes[at - 1] === SLASH;
    const ends = at + 1 === end || (byte === PLUS && bytes[at + 1] === SLASH);
    if (!begins || !ends) return `${byte === HASH ? '#' : '+'} inside a level of a topic filter`;
  }
  return textFault(bytes, start, end);
}

/** What is wrong with a topic name, or nothing (§4.7.1, §4.7.3): one character at least, and no wildcard. */
export function topicFault(bytes: Buffer, start: number, end: number): string | undefined {
  if (start === end) return 'an empty topic';
  for (let at = start; at < end; at++)
    if (bytes[at] === HASH || bytes[at] === PLUS) return 'a wildcard in a topic name';
  return textFault(bytes, start, end);
}

/** Whether a filter takes in a topic (§4.7); wildcards in front never match topics that begin with `$`. */
export function filterMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && (filter.startsWith('#') || filter.startsWith('+'))) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    // `a/#` also matches `a` itself.
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
