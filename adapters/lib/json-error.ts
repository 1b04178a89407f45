const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these inside a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Where a text stops being JSON (RFC 8259): the offset of the first character that cannot stand there, or the length of the
 * text when it only ends too early. The engine's own messages name a position for some mistakes only. Slow path: runs only
 * on text that `JSON.parse` refused.
 */
export function jsonErrorAt(text: string): number {
  let at = 0;
  /** Closing brackets still owed, innermost last. */
  const open: string[] = [];
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || match[0] === '') return false;
    at += match[0].length;
    return true;
  };
  /** A key with its colon; false leaves `at` on the offending character. */
  const key = (): boolean => {
    if (!skip(STRING)) return false;
    skip(SPACE);
    if (text[at] !== ':') return false;
    at += 1;
    return true;
  };
  let expect: 'value' | 'value or ]' | 'key' | 'key or }' | 'after' = 'value';
  while (at < text.length) {
    skip(SPACE);
    const char = text[at];
    if (char === undefined) break;
    if (expect === 'after') {
      if (char === open.at(-1)) {
        open.pop();
        at += 1;
      } else if (char === ',' && open.length > 0) {
        at += 1;
        expect = open.at(-1) === '}' ? 'key' : 'value';
      } else return at;
    } else if (expect === 'key' || (expect === 'key or }' && char !== '}')) {
      if (!key()) return at;
      expect = 'value';
    } else if (char === open.at(-1) && expect !== 'value') {
      open.pop();
      at += 1;
      expect = 'after';
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']');
      at += 1;
      expect = char === '{' ? 'key or }' : 'value or ]';
    } else if (skip(STRING) || skip(NUMBER) || skip(WORD)) expect = 'after';
    else return at;
  }
  return text.length;
}
