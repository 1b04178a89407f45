import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

/** The body of one captured HTTP message, or a whole file that holds nothing but a body. */
export interface CapturedBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Status of a response; undefined for a request and for a bare body. */
  readonly status: number | undefined;
  /** Reason phrase of the status line. */
  readonly reason: string;
}

interface Head {
  readonly status: number | undefined;
  readonly reason: string;
  readonly fields: ReadonlyMap<string, string>;
  /** Where the body begins. */
  readonly end: number;
}

/** Bytes of a head that are looked at: longer ones are no heads. */
const MAX_HEAD = 64 * 1024;
/** Messages of one capture; the rest of the file counts as the last one's body. */
const MAX_MESSAGES = 10_000;
const MAX_INFLATED = 16 * 1024 * 1024;
const START = /^(?:HTTP\/\d(?:\.\d)?[ \t]+(\d{3})[ \t]*(.*)|[A-Z]{3,12}[ \t]+\S+[ \t]+HTTP\/\d(?:\.\d)?)[ \t]*$/;
const CHUNK_THEN_XML = /^[0-9a-f]{1,6}\r?\n\s*</i;
const FIELD = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/;

/**
 * Takes a captured file apart: HTTP responses or requests one after the other, each with its head, chunked and compressed
 * or not, in parts or not; a file without heads is one body. Tolerant of heads with bare line feeds, of lengths that are
 * wrong and of chunk lines that a tool took out already.
 */
export function capturedBodies(file: Uint8Array): readonly CapturedBody[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const bodies: CapturedBody[] = [];
  let at = 0;
  while (at < bytes.length || bodies.length === 0) {
    const head = bodies.length < MAX_MESSAGES ? headAt(bytes, at) : undefined;
    const from = head?.end ?? at;
    const { body, end } = head ? bodyOf(bytes, head) : headless(bytes, from);
    at = end;
    // 1xx is followed by the real answer.
    if (head?.status !== undefined && head.status < 200) continue;
    const contentType = head?.fields.get('content-type') ?? '';
    const plain = inflated(body, head?.fields.get('content-encoding') ?? '');
    const shared = { status: head?.status, reason: head?.reason ?? '' };
    bodies.push(...partsOf(plain, contentType).map((part) => ({ ...part, ...shared })));
  }
  return bodies;
}

function headAt(bytes: Buffer, start: number): Head | undefined {
  let at = start;
  while (at < bytes.length && (bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x20)) at += 1;
  const limit = Math.min(bytes.length, at + MAX_HEAD);
  const fields = new Map<string, string>();
  let first: RegExpExecArray | undefined;
  for (let line = 0; at < limit; line += 1) {
    const feed = bytes.indexOf(0x0a, at);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.toString('latin1', at, end).replace(/\r$/, '');
    at = end + 1;
    if (text.trim() === '') return line === 0 ? undefined : headOf(first, fields, Math.min(at, bytes.length));
    const status = line === 0 ? START.exec(text) : null;
    const field = status ? null : FIELD.exec(text);
    if (status) first = status;
    else if (field) fields.set((field[1] ?? '').toLowerCase(), field[2] ?? '');
    // A folded field goes on; anything else is not a head.
    else if (line === 0 || !/^[ \t]/.test(text)) return undefined;
  }
  return first ? headOf(first, fields, bytes.length) : undefined;
}

function headOf(
  first: RegExpExecArray | undefined,
  fields: ReadonlyMap<string, string>,
  end: number,
): Head | undefined {
  // Fields without a start line are a head only where they tell of a body.
  if (!first && !fields.has('content-type') && !fields.has('content-length')) return undefined;
  const status = first?.[1];
  return { status: status === undefined ? undefined : Number(status), reason: first?.[2]?.trim() ?? '', fields, end };
}

/** A file without heads, or what follows the last message; a tool may have left the chunks in that a head told of. */
function headless(bytes: Buffer, from: number): { body: Buffer; end: number } {
  const chunked = CHUNK_THEN_XML.test(bytes.toString('latin1', from, from + 32)) ? dechunked(bytes, from) : undefined;
  return chunked ?? { body: bytes.subarray(from), end: bytes.length };
}

function bodyOf(bytes: Buffer, { fields, end: from }: Head): { body: Buffer; end: number } {
  if (/chunked/i.test(fields.get('transfer-encoding') ?? '')) {
    const chunked = dechunked(bytes, from);
    if (chunked) return chunked;
  }
  const length = Number(fields.get('content-length') ?? Number.NaN);
  const told = from + length;
  if (
    Number.isInteger(length) &&
    length >= 0 &&
    told <= bytes.length &&
    (told === bytes.length || atBoundary(bytes, told))
  )
    return { body: bytes.subarray(from, told), end: told };
  const next = nextStart(bytes, from);
  return { body: bytes.subarray(from, next), end: next };
}

/** Whether only white space or another message follows: otherwise the length is wrong and not to be believed. */
function atBoundary(bytes: Buffer, at: number): boolean {
  return /^\s*(?:$|HTTP\/|[A-Z]{3,12} \S)/.test(bytes.toString('latin1', at, at + 64));
}

function nextStart(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf('HTTP/', from); at >= 0; at = bytes.indexOf('HTTP/', at + 1)) {
    const lineStart = bytes.lastIndexOf(0x0a, at) + 1;
    const feed = bytes.indexOf(0x0a, at);
    const line = bytes.toString('latin1', lineStart, feed < 0 ? bytes.length : feed).replace(/\r$/, '');
    // A response may follow its body without a line break.
    if (lineStart >= from && START.test(line)) return lineStart;
    if (START.test(line.slice(at - lineStart)) && /^HTTP\/1\.[01] \d{3}/.test(line.slice(at - lineStart))) return at;
  }
  return bytes.length;
}

/** A chunked body (RFC 9112 §7.1), as far as it goes; undefined when the first line is no chunk size. */
function dechunked(bytes: Buffer, from: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = [];
  let at = from;
  while (at < bytes.length) {
    const feed = bytes.indexOf(0x0a, at);
    const line = bytes.toString('latin1', at, feed < 0 ? Math.min(bytes.length, at + 32) : feed).trim();
    const size = /^[0-9a-f]{1,8}(?=$|[\s;])/i.exec(line)?.[0];
    if (size === undefined || feed < 0) break;
    const length = Number.parseInt(size, 16);
    at = feed + 1;
    if (length === 0) {
      // Trailer fields may follow, up to a blank line.
      const blank = /^(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n)*\r?\n?/.exec(bytes.toString('latin1', at, at + 4_096));
      return { body: Buffer.concat(chunks), end: at + (blank?.[0].length ?? 0) };
    }
    chunks.push(bytes.subarray(at, at + length));
    at += length;
    if (bytes[at] === 0x0d) at += 1;
    if (bytes[at] === 0x0a) at += 1;
  }
  return chunks.length > 0
    ? { body: Buffer.concat(chunks), end: Math.min(bytes.length, Math.max(at, from)) }
    : undefined;
}

function inflated(body: Buffer, encoding: string): Buffer {
  // As far as it goes: that the end is missing shows when it is read.
  const limits = { maxOutputLength: MAX_INFLATED, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body, limits);
    if (/deflate/i.test(encoding)) return inflateSync(body, limits);
    if (/\bbr\b/i.test(encoding)) return brotliDecompressSync(body, { maxOutputLength: MAX_INFLATED });
  } catch {
    // Cut off or not compressed after all: what it is shows when it is read.
  }
  return body;
}

/** The parts of a multipart body (RFC 2046 §5.1) that hold XML, or the body itself. */
function partsOf(body: Buffer, contentType: string): { bytes: Uint8Array; contentType: string }[] {
  const given = /^\s*multipart\/.*?boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const seen = /^\s*--([^\s]{1,70})\r?\n(?=[A-Za-z-]+:)/.exec(body.toString('latin1', 0, 256));
  const boundary = given?.[1] ?? given?.[2] ?? seen?.[1];
  if (boundary === undefined) return [{ bytes: body, contentType }];
  const parts: { bytes: Uint8Array; contentType: string }[] = [];
  const mark = `--${boundary}`;
  let at = body.indexOf(mark);
  while (at >= 0 && parts.length < MAX_MESSAGES) {
    const next = body.indexOf(mark, at + mark.length);
    const part = body.subarray(at + mark.length, next < 0 ? body.length : next);
    at = next;
    if (part.toString('latin1', 0, 2) === '--') break;
    const head = headAt(part, 0);
    const content = part.subarray(head?.end ?? 0);
    if (looksLikeXml(content)) parts.push({ bytes: content, contentType: head?.fields.get('content-type') ?? '' });
  }
  return parts.length > 0 ? parts : [{ bytes: body, contentType }];
}

function looksLikeXml(bytes: Buffer): boolean {
  return /^[\s\0\ufeff\u00ef\u00bb\u00bf\u00ff\u00fe]*</.test(bytes.toString('latin1', 0, 64));
}
