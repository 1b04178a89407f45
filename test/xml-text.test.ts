import { describe, expect, it } from 'vitest';
import { decodeXmlText } from '../gateway/xml-text.ts';

const doc = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><r>${text}</r>`;
/** 北门 in GBK. */
const GBK = [0xb1, 0xb1, 0xc3, 0xc5];
const bytes = (before: string, middle: readonly number[], after: string) =>
  Buffer.concat([Buffer.from(before), Buffer.from(middle), Buffer.from(after)]);
const wide = (text: string, mark: boolean) => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');

describe('the text of a document', () => {
  it.each([
    ['UTF-8', Buffer.from('<r>北门</r>'), '', '<r>北门</r>', []],
    ['a byte order mark', Buffer.from('\ufeff<r>北门</r>'), '', '<r>北门</r>', ['byte-order-mark']],
    ['UTF-16 with a mark', wide('<r>北门</r>', true), '', '<r>北门</r>', ['byte-order-mark', 'utf-16']],
    ['UTF-16 big-endian', wide('<r>北门</r>', true).swap16(), '', '<r>北门</r>', ['byte-order-mark', 'utf-16']],
    ['UTF-16 without a mark', wide('<r>北门</r>', false), 'text/xml; charset=utf-8', '<r>北门</r>', ['utf-16']],
    ['GB 2312 by header', bytes('<r>', GBK, '</r>'), 'text/xml; charset="GB2312"', '<r>北门</r>', ['charset']],
    [
      'GBK by declaration',
      bytes('<?xml version="1.0" encoding="gbk"?><r>', GBK, '</r>'),
      '',
      doc('gbk', '北门'),
      ['charset'],
    ],
    ['GBK that is called UTF-8', bytes('<r>', GBK, '</r>'), '', '<r>北门</r>', ['bad-utf-8']],
    ['UTF-8 that is called GBK', Buffer.from(doc('gb2312', '北门')), '', doc('gb2312', '北门'), ['charset']],
    ['one byte a character, called UTF-16', Buffer.from(doc('utf-16', 'x')), '', doc('utf-16', 'x'), ['charset']],
    ['a charset nobody knows', Buffer.from('<r>a</r>'), 'text/xml; charset=klingon', '<r>a</r>', ['charset']],
    ['ISO 8859-1', Buffer.from(doc('iso-8859-1', 'é'), 'latin1'), '', doc('iso-8859-1', 'é'), ['charset']],
    ['UTF-8 cut inside a character', Buffer.from('<r>北门').subarray(0, 8), '', '<r>北\ufffd', ['bad-utf-8']],
    ['NULs and blank lines around it', Buffer.from('\r\n <r/>\r\n\0\0'), '', '<r/>', ['padding']],
    ['nothing', Buffer.alloc(0), '', '', []],
  ])('is read from %s', (_what, given, contentType, text, oddities) => {
    expect(decodeXmlText(given, contentType)).toEqual({ text, oddities });
  });
});
