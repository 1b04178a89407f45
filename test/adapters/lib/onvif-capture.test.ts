import { describe, expect, it } from 'vitest';
import { MAX_BODY, readCapture } from '../../../adapters/lib/onvif-capture.ts';
import { readNotification } from '../../../adapters/lib/onvif-notification.ts';
import { cpuOf } from '../../support/cpu-of.ts';

const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const NAMES =
  'xmlns:n="http://docs.oasis-open.org/wsn/b-2" xmlns:t="http://www.onvif.org/ver10/schema" xmlns:tns1="http://www.onvif.org/ver10/topics"';

const one = (door: string) =>
  `<n:NotificationMessage><n:Topic Dialect="d">tns1:Door/State/DoorAlarm</n:Topic><n:Message>` +
  `<t:Message UtcTime="2026-03-01T08:00:00Z"><t:Source><t:SimpleItem Name="DoorToken" Value="${door}"/></t:Source></t:Message>` +
  `</n:Message></n:NotificationMessage>`;
const envelope = (inside: string, soap = SOAP12) =>
  `<s:Envelope xmlns:s="${soap}" ${NAMES}><s:Body>${inside}</s:Body></s:Envelope>`;
const answer = (...doors: string[]) =>
  envelope(`<PullMessagesResponse>${doors.map(one).join('')}</PullMessagesResponse>`);

/** Door tokens, `fault code: reason`, `refused: reason` and `bad`, in the order of the capture. */
function read(file: string | Uint8Array): string[] {
  return [...readCapture(typeof file === 'string' ? Buffer.from(file) : file)].flatMap((found) => {
    if (found.kind === 'cut-off') return found.kind;
    if (found.kind !== 'notification') return `${found.kind} ${found.code}: ${found.reason}`;
    try {
      return readNotification(found.payload).map(({ source }) => source.get('DoorToken') ?? 'empty');
    } catch {
      return 'bad';
    }
  });
}

describe('a capture gives its notifications', () => {
  it.each([
    ['of one answer', answer('1', '2'), ['1', '2']],
    ['of an answer of SOAP 1.1', envelope(one('1'), SOAP11), ['1']],
    ['of a Notify request', envelope(`<n:Notify>${one('1')}</n:Notify>`), ['1']],
    ['of several envelopes', answer('1') + answer('2', '3'), ['1', '2', '3']],
    ['of several documents', `<?xml version="1.0"?>${answer('1')}\n<?xml version="1.0"?>${answer('2')}`, ['1', '2']],
    ['of a metadata stream', `<tt:MetadataStream ${NAMES}><tt:Event>${one('1')}</tt:Event></tt:MetadataStream>`, ['1']],
    ['that stand alone', one('1') + one('2'), ['1', '2']],
    ['that miss their wrapper', envelope(`<R>${one('1').replace(/<\/?n:NotificationMessage>/g, '')}</R>`), ['1']],
    ['behind the lines of a log', `2026-03-01 DEBUG reply:\n${answer('1')}\n2026-03-01 DEBUG done`, ['1']],
    ['as a log prints it', `b'${answer('1').replaceAll('><', '>\\n<').replaceAll(' Value', '\\n Value')}'`, ['1']],
    ['as a log in JSON prints it', JSON.stringify({ body: answer('1') }), ['1']],
    ['of an answer that was cut off', answer('1', '2').slice(0, -200), ['1', 'bad', 'cut-off']],
    ['of one that is empty: none', answer(), []],
    ['of other answers: none', envelope('<GetEventPropertiesResponse><Topic/></GetEventPropertiesResponse>'), []],
  ])('%s', (_what, file, told) => {
    expect(read(file)).toEqual(told);
  });

  it('with the declarations they were under', () => {
    const [found] = [...readCapture(Buffer.from(answer('1').replaceAll('tns1', 'x')))];
    if (found?.kind !== 'notification') throw new Error('nothing found');
    expect(readNotification(found.payload)[0]?.topic).toBe('tns1:Door/State/DoorAlarm');
  });

  it('and marks what was sent before, SOAP 1.1 and what was cut off', () => {
    const quirks = (file: string) =>
      [...readCapture(Buffer.from(file))].map((found) => (found.kind === 'notification' ? found.quirks : found));
    expect(quirks(answer('1', '2', '1'))).toEqual([[], [], ['repeated-message']]);
    expect(quirks(envelope(one('1'), SOAP11))).toEqual([['soap-1.1']]);
    expect(quirks(answer('1').replace('</s:Envelope>', ''))).toEqual([['cut-off'], { kind: 'cut-off' }]);
    expect(quirks(`\ufeff${answer('1')}\0\0`)).toEqual([['byte-order-mark', 'padding']]);
  });
});

describe('a capture gives faults', () => {
  const fault = (inside: string, soap?: string) => envelope(`<s:Fault>${inside}</s:Fault>`, soap);
  const code12 = (value: string, sub = '') =>
    `<s:Code><s:Value>${value}</s:Value>${sub}</s:Code><s:Reason><s:Text xml:lang="en">why</s:Text></s:Reason>`;
  const sub = (value: string, more = '') =>
    `<s:Subcode><s:Value xmlns:ter="http://www.onvif.org/ver10/error">${value}</s:Value>${more}</s:Subcode>`;

  it.each([
    ['of SOAP 1.2', fault(code12('s:Sender')), 'fault Sender: why'],
    [
      'with subcodes',
      fault(code12('s:Sender', sub('ter:InvalidArgVal', sub('ter:NoProfile')))),
      'fault Sender/ter:InvalidArgVal/ter:NoProfile: why',
    ],
    [
      'with undeclared prefixes',
      fault(code12('env:Receiver', '<s:Subcode><s:Value>ter:Action</s:Value></s:Subcode>')),
      'fault Receiver/ter:Action: why',
    ],
    [
      'of SOAP 1.1',
      fault('<faultcode>s:Client</faultcode><faultstring>why</faultstring>', SOAP11),
      'fault Client: why',
    ],
    [
      'that name themselves in the detail',
      fault('<s:Detail><n:ResourceUnknownFault/></s:Detail>'),
      'fault ResourceUnknownFault: ResourceUnknownFault',
    ],
    [
      'of a status without a body',
      'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n',
      'fault HTTP 401: Unauthorized: an empty body',
    ],
    [
      'of a page',
      'HTTP/1.1 200 OK\r\n\r\n<html><head><title>Login</title></head></html>',
      'fault ONVIF_XML: an HTML page "Login" instead of a SOAP message',
    ],
    ['of no XML', 'busy', 'fault ONVIF_XML: "busy" instead of XML'],
    ['of nothing', '', 'fault ONVIF_XML: an empty body'],
  ])('%s', (_what, file, told) => {
    expect(read(file)).toEqual([told]);
  });
});

describe('a hostile capture', () => {
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`).join('');

  it.each([
    ['a billion laughs', `<!DOCTYPE r [<!ENTITY a "ha">${entities}]>${answer('1')}`],
    ['an external entity', `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>`],
    ['100,000 nested tags', '<a>'.repeat(100_000)],
    ['100,000 nested tags in an envelope', envelope('<a>'.repeat(100_000))],
    ['a body that is too long', ' '.repeat(MAX_BODY + 1)],
    ['a file of 100 MB', Buffer.alloc(100_000_000)],
  ])('is refused within 100 ms: %s', (_what, file) => {
    const bytes = typeof file === 'string' ? Buffer.from(file) : file;
    read(answer('1'));
    let told: readonly string[] = [];
    expect(cpuOf(() => (told = read(bytes)))).toBeLessThan(100);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^refused ONVIF_XML: /);
  });

  it('with deep nesting in one notification keeps its neighbours', () => {
    const deep = `<n:NotificationMessage>${'<a>'.repeat(100_000)}</n:NotificationMessage>`;
    let told: readonly string[] = [];
    expect(cpuOf(() => (told = read(envelope(one('1') + deep + one('2')))))).toBeLessThan(500);
    expect(told).toEqual(['1', 'bad', '2']);
  });
});
