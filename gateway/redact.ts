/** Keys whose text says what happened, not to whom. */
const PLAIN_KEYS = new Set([
  'ts',
  'time',
  'code',
  'crs',
  'profile',
  'firmware',
  'UtcTime',
  'unit',
  'n',
  'u',
  'bn',
  'bu',
]);
/** Attributes that name what a value is, not the value. */
const SHOWN = /^(?:xmlns(?::.*)?|Name|UtcTime|PropertyOperation|Dialect)$/;
/** Characters of a payload that are shown. */
const MAX_SHOWN = 2_048;

/** From here on a whole number could be a card, a phone or an identity number. */
const LONG_NUMBER = 1_000_000;

/** Text stays only where nobody could be named by it: times, words of the contract, truth values. */
function redactValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => redactValue(key, item));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactValue(name, inner)]));
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= LONG_NUMBER &&
    !PLAIN_KEYS.has(key) &&
    key !== 'seq'
  )
    return '[long number]';
  if (typeof value !== 'string' || PLAIN_KEYS.has(key) || /^(?:true|false|on|off)$/i.test(value)) return value;
  return `[${value.length} characters]`;
}

/**
 * What may be shown of a payload outside the inbox: JSON and XML keep their structure and numbers, not the text in them;
 * of anything else only the size is said. At most 2 KiB.
 */
export function redact(payload: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return `[${payload.length} bytes, not text]`;
  }
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') {
    try {
      return JSON.stringify(redactValue('', JSON.parse(text))).slice(0, MAX_SHOWN);
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
