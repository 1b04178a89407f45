import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { capturedBodies } from '../../../adapters/lib/http-capture.ts';

const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const read = (file: string | Uint8Array) =>
  capturedBodies(Buffer.from(file)).map(({ bytes, status, contentType }) => ({
    text: Buffer.from(bytes).toString('utf8'),
    ...(status === undefined ? {} : { status }),
    ...(contentType === '' ? {} : { contentType }),
  }));
const XML = '<a>1</a>';

describe('a captured file', () => {
  it('without a head is one body', () => {
    expect(read(XML)).toEqual([{ text: XML }]);
    expect(read('')).toEqual([{ text: '' }]);
  });

  it.each([
    ['a response with its length', crlf(`HTTP/1.1 200 OK\nContent-Length: 8\n\n`) + XML],
    ['bare line feeds', `HTTP/1.1 200 OK\nServer: x\n\n${XML}`],
    ['a length that is wrong', crlf(`HTTP/1.1 200 OK\nContent-Length: 5\n\n`) + XML],
    ['a length beyond the end', crlf(`HTTP/1.1 200 OK\nContent-Length: 500\n\n`) + XML],
    ['chunks', crlf(`HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\n<a>\n5;x=y\n1</a>\n0\n\n`)],
    ['chunks and a trailer', crlf(`HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n8\n${XML}\n0\nX-Sum: 1\n\n`)],
    ['chunks that were joined already', crlf(`HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n`) + XML],
    ['chunks that were cut off', crlf(`HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nff\n`) + XML],
    ['an interim answer', crlf(`HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 8\n\n`) + XML],
    ['a folded field', crlf(`HTTP/1.1 200 OK\nX: a\n  b\nContent-Length: 8\n\n`) + XML],
  ])('is read with %s', (_what, file) => {
    expect(read(file)).toEqual([{ text: XML, status: 200 }]);
  });

  it('is read with compressed bodies', () => {
    const head = Buffer.from(crlf('HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n'));
    expect(read(Buffer.concat([head, gzipSync(XML)]))).toEqual([{ text: XML, status: 200 }]);
    expect(read(gzipSync(XML))).toEqual([{ text: XML }]);
  });

  it('may hold several messages, requests among them', () => {
    const file =
      crlf('HTTP/1.1 401 Unauthorized\nContent-Length: 0\n\n') +
      crlf(`HTTP/1.1 200 OK\nContent-Type: text/xml\nTransfer-Encoding: chunked\n\n8\n${XML}\n0\n\n`) +
      crlf(`POST /notify HTTP/1.1\nHost: x\nContent-Length: 8\n\n`) +
      `${XML}\n` +
      crlf('HTTP/1.1 204 No Content\n\n');
    expect(read(file)).toEqual([
      { text: '', status: 401 },
      { text: XML, status: 200, contentType: 'text/xml' },
      { text: XML },
      { text: '', status: 204 },
    ]);
  });

  it('may be in parts, of which those with XML count', () => {
    const parts = `--b\nContent-Type: application/soap+xml\n\n${XML}\n--b\nContent-Type: image/jpeg\n\nJFIF\n--b--\n`;
    const part = { text: `${XML}\r\n`, contentType: 'application/soap+xml' };
    expect(read(crlf(`HTTP/1.1 200 OK\nContent-Type: multipart/related; boundary="b"\n\n${parts}`))).toEqual([
      { ...part, status: 200 },
    ]);
    expect(read(crlf(parts))).toEqual([part]);
  });

  it('may be the fields of a head without its first line', () => {
    expect(read(crlf('Content-Type: text/xml; charset=gbk\n\n') + XML)).toEqual([
      { text: XML, contentType: 'text/xml; charset=gbk' },
    ]);
  });
});
