/** Names the store keeps for itself: `time` is refused as a field, the others are our tags. */
const RESERVED = new Set(['time', 'device', 'type', 'simulated', 'code']);

/**
 * Bytes that line protocol cannot carry inside a key or tag value (there is no escape for a line break, and a backslash
 * before a separator is read differently by different servers), and anything that already looks like our replacement.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const UNSAFE = /[\u0000-\u001f\u007f\\"]|%(?=[0-9A-F]{2})/g;

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** A name any store can hold: unsafe characters as `%XX`. Two different names stay different. */
export function safeName(name: string): string {
  return name === '' ? '%00' : name.replace(UNSAFE, percent);
}

/** The field names of a channel, one for each kind of value. */
export interface FieldNames {
  readonly number: string;
  readonly flag: string;
  readonly text: string;
}

const TYPED = /\.(number|flag|text)$/;

/**
 * Numbers stand under the channel's own name, booleans under `{channel}.flag`, strings under `{channel}.text`. InfluxDB
 * lets the first writer decide the type of a field for every device; with a name for each kind of value no device can
 * make the store refuse another device's readings.
 */
export function fieldNames(channel: string): FieldNames {
  const name = safeName(channel);
  const free = RESERVED.has(name) ? percent(name) + name.slice(1) : name;
  return { number: TYPED.test(free) ? `${free}.number` : free, flag: `${name}.flag`, text: `${name}.text` };
}
