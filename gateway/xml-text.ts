import { isUtf8 } from 'node:buffer';

/** Text of an XML document and what was unusual about its bytes. */
export interface DecodedText {
  readonly text: string;
  readonly oddities: readonly TextOddity[];
}

export type TextOddity = 'byte-order-mark' | 'utf-16' | 'charset' | 'bad-utf-8' | 'padding';

/** Bytes of a document that are looked at for its encoding. */
const HEAD = 256;
const CHARSET = /charset\s*=\s*["']?([\w.:-]+)/i;
const ENCODING = /^[^<]*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)/i;
const WIDE = /^(?:utf-?16|ucs-?2|unicode$|iso-10646)/;
/** Older names of what GB 18030 holds all of. */
const GB = /^(?:gb[k\d_:-]|x-gbk|cp936|936$|euc-cn)/;
const CHINESE = /[\u4e00-\u9fff]/;
/** What a wrong guess at a Chinese encoding brings forth. */
const NOISE = /[\u0080-\u009f\ue000-\uf8ff\ufffd]/;

/**
 * Bytes as text: by byte order mark, else by what the bytes show of UTF-16, else by the charset of the Content-Type or of
 * the XML declaration, else UTF-8. Text that is called UTF-8 and is not is read as GB 18030 where that gives Chinese (rule
 * names of devices sold in China), else with replacement characters. NULs and white space around the document go. Never
 * throws.
 */
export function decodeXmlText(bytes: Uint8Array, contentType = ''): DecodedText {
  const oddities: TextOddity[] = [];
  const text = read(bytes, contentType, oddities);
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  if (end < text.length) oddities.push('padding');
  return { text: text.slice(0, end).trim(), oddities };
}

function read(bytes: Uint8Array, contentType: string, oddities: TextOddity[]): string {
  const marked = byteOrderMark(bytes);
  if (marked) {
    oddities.push('byte-order-mark');
    if (marked !== 'utf-8') oddities.push('utf-16');
    return decodeAs(marked, bytes);
  }
  const wide = wideness(bytes);
  if (wide) {
    oddities.push('utf-16');
    return decodeAs(wide, bytes);
  }
  const utf8 = decodeAs('utf-8', bytes);
  const valid = isUtf8(bytes);
  const label = (CHARSET.exec(contentType)?.[1] ?? ENCODING.exec(utf8.slice(0, HEAD))?.[1] ?? 'utf-8').toLowerCase();
  if (!/^utf-?8$|^(?:us-)?ascii$/.test(label)) {
    oddities.push('charset');
    // One byte a character, or Chinese that UTF-8 gives by no accident: what is declared was true at another stage only.
    if (!WIDE.test(label) && !(valid && CHINESE.test(utf8))) return decodeAs(GB.test(label) ? 'gb18030' : label, bytes);
  }
  if (valid) return utf8;
  oddities.push('bad-utf-8');
  // A character or two are damage of the way; when most are bad it never was UTF-8.
  const bad = utf8.match(/\ufffd/g)?.length ?? 0;
  const good = utf8.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  const chinese = bad > good ? decodeAs('gb18030', bytes) : '';
  return CHINESE.test(chinese) && !NOISE.test(chinese) ? chinese : utf8;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 without a mark: the NULs of ASCII stand on one side (XML 1.0 appendix F). */
function wideness(bytes: Uint8Array): string | undefined {
  if (bytes[1] === 0 && bytes[3] === 0 && bytes[0] !== 0 && bytes[2] !== 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[2] === 0 && bytes[1] !== 0 && bytes[3] !== 0 ? 'utf-16be' : undefined;
}

function decodeAs(label: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    // A charset nobody knows: UTF-8 keeps at least the ASCII of the protocol.
    return new TextDecoder().decode(bytes);
  }
}
