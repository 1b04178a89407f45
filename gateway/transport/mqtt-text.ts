/**
 * What is wrong with an MQTT string, or nothing (MQTT 3.1.1 §1.5.3): ill-formed UTF-8, surrogates and U+0000 must close the
 * connection; control characters and non-characters may, and do: none has a place in a name.
 */
export function textFault(bytes: Buffer, start: number, end: number): string | undefined {
  for (let at = start; at < end; ) {
    const byte = bytes[at] as number;
    if (byte >= 0x20 && byte < 0x7f) {
      at++;
      continue;
    }
    const length = sequenceLength(byte);
    if (length === 0 || at + length > end) return 'ill-formed UTF-8';
    const code = codePoint(bytes, at, length);
    if (code === undefined) return 'ill-formed UTF-8';
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return 'a control character in a string';
    if ((code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe) return 'a non-character in a string';
    at += length;
  }
  return undefined;
}

/** Bytes of the sequence a byte begins; 0 when none begins so. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/** Smallest code point for a sequence of so many bytes: anything smaller is an overlong form. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];

function codePoint(bytes: Buffer, at: number, length: number): number | undefined {
  const first = bytes[at] as number;
  if (length === 1) return first;
  let code = first & (0x7f >> length);
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next] as number;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < (SMALLEST[length] ?? 0) || code > 0x10ffff || surrogate ? undefined : code;
}
