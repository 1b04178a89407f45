import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { onvifTopics } from '../../adapters/onvif.ts';
import { decodeMqttCapture, decodeSoapCapture } from '../../gateway/commands/decode-onvif.ts';

const context = {
  map: onvifTopics(),
  device: {
    ...{ deviceId: 'acme/cam1', vendor: 'acme', device: 'cam1', typeId: 'camera', mobility: 'FIXED' as const },
    ...{ siteClass: 'ORDINARY' as const, simulated: false },
  },
  receivedAt: Date.UTC(2026, 2, 1, 8, 0, 2),
};
type Line = Readonly<Record<string, unknown>>;
const soap = (text: string) => decodeSoapCapture(Buffer.from(text), context).lines as readonly Line[];
const mqtt = (text: string) => decodeMqttCapture(Buffer.from(text), context).lines as readonly Line[];

interface Parts {
  readonly topic?: string;
  readonly utc?: string;
  readonly operation?: string;
  readonly source?: string;
  readonly key?: string;
  readonly data?: string;
}

const MOTION = 'tns1:RuleEngine/CellMotionDetector/Motion';
const item = (name: string, value: string) => `<tt:SimpleItem Name="${name}" Value="${value}"/>`;
function notification({
  topic = MOTION,
  utc = '2026-03-01T08:00:00Z',
  operation = 'Changed',
  ...groups
}: Parts): string {
  const { source = item('VideoSourceConfigurationToken', '1'), key, data = item('IsMotion', 'true') } = groups;
  const parts = `<tt:Source>${source}</tt:Source>${key === undefined ? '' : `<tt:Key>${key}</tt:Key>`}<tt:Data>${data}</tt:Data>`;
  return (
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${topic}</wsnt:Topic>` +
    `<wsnt:Message><tt:Message UtcTime="${utc}"${operation && ` PropertyOperation="${operation}"`}>${parts}</tt:Message></wsnt:Message></wsnt:NotificationMessage>`
  );
}
const NAMES =
  'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tnsaxis="http://www.axis.com/2009/event/topics"';
const answer = (inside: string, names = NAMES) =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ${names}><s:Body><tev:PullMessagesResponse>${inside}</tev:PullMessagesResponse></s:Body></s:Envelope>`;
const one = (parts: Parts, names?: string) => soap(answer(notification(parts), names))[0] ?? {};

describe('a line', () => {
  it('has exactly these fields', () => {
    expect(one({ key: item('ObjectId', '007') })).toEqual({
      topic: MOTION,
      topicRaw: MOTION,
      operation: 'Changed',
      utc: '2026-03-01T08:00:00Z',
      source: { VideoSourceConfigurationToken: '1' },
      key: { ObjectId: '007' },
      data: { IsMotion: 'true' },
      elements: {},
      signal: { name: 'motion', kind: 'state', value: true },
      quirks: [],
      observation: {
        ...{ kind: 'event', deviceId: 'acme/cam1', code: 'motion', active: true, stateful: true, source: '1' },
        ...{
          via: MOTION,
          baseline: false,
          data: {},
          time: Date.UTC(2026, 2, 1, 8),
          deviceTime: Date.UTC(2026, 2, 1, 8),
        },
        ...{ receivedAt: context.receivedAt, reading: 0, quality: 'GOOD', simulated: false },
      },
    });
  });

  it('has every word as it was sent', () => {
    const data = item('Card', '00012345678901234567890') + item('tt:x', ' 1.10 ') + item('Card', '7') + item('', '?');
    expect(one({ data })['data']).toEqual({
      Card: '00012345678901234567890',
      'tt:x': ' 1.10 ',
      'Card#2': '7',
      '': '?',
    });
  });

  it('has the elements of the message as a structure', () => {
    const data =
      '<tt:ElementItem Name="Plate"><tt:Info id="1"><tt:PlateNumber Likelihood="0.9">A&amp;B</tt:PlateNumber><tt:C>1</tt:C><tt:C>2</tt:C></tt:Info></tt:ElementItem>';
    expect(one({ data })['elements']).toEqual({
      Plate: { Info: { '@id': '1', PlateNumber: { '@Likelihood': '0.9', '#text': 'A&B' }, C: ['1', '2'] } },
    });
  });
});

describe('a topic', () => {
  const AXIS_NAMES = NAMES.replaceAll('tnsaxis', 'aa');
  it.each([
    ['of the standard', MOTION, MOTION, undefined],
    ['with the prefix on every segment', 'tns1:RuleEngine/tns1:CellMotionDetector/tns1:Motion', MOTION, undefined],
    ['with a subtree at the end', `${MOTION}//.`, MOTION, undefined],
    ['with a slash at the end', `${MOTION}/`, MOTION, undefined],
    ['in white space', `\n   ${MOTION}\r\n\t`, MOTION, undefined],
    [
      'with a comment and CDATA in it',
      'tns1:RuleEngine/<!-- x -->CellMotionDetector/<![CDATA[Motion]]>',
      MOTION,
      undefined,
    ],
    ['without a prefix', 'RuleEngine/CellMotionDetector/Motion', MOTION, undefined],
    ['under another prefix', MOTION.replace('tns1', 'q7'), MOTION, NAMES.replaceAll('tns1', 'q7')],
    ['under a prefix nobody declared', MOTION, MOTION, ''],
    ['under a foreign one that nobody declared', MOTION.replace('tns1', 'onvif'), MOTION, ''],
    [
      'with a second root',
      'tns1:VideoSource/tns1:Device/Trigger/DigitalInput',
      'tns1:VideoSource/Device/Trigger/DigitalInput',
      undefined,
    ],
    [
      'of a vendor',
      'tnsaxis:CameraApplicationPlatform/VMD/Camera1Profile1',
      'tnsaxis:CameraApplicationPlatform/VMD/Camera1Profile1',
      undefined,
    ],
    ['of a vendor inside', 'tns1:Device/tnsaxis:Sensor/PIR', 'tns1:Device/tnsaxis:Sensor/PIR', undefined],
    ['of a vendor under another prefix', 'tns1:Device/aa:Sensor/PIR', 'tns1:Device/tnsaxis:Sensor/PIR', AXIS_NAMES],
    [
      'of a vendor nobody declared',
      'tns1:Device/Trigger/tnshik:AlarmIn',
      'tns1:Device/Trigger/tnshik:AlarmIn',
      undefined,
    ],
  ])('%s is put in order', (_what, sent, topic, names) => {
    expect(one({ topic: sent }, names)['topic']).toBe(topic);
  });
});

describe('a signal', () => {
  const door = item('DoorToken', 'Door1');
  it.each([
    ['motion 1', { data: item('IsMotion', '1') }, { name: 'motion', kind: 'state', value: true }],
    ['motion False', { data: item('IsMotion', 'False') }, { name: 'motion', kind: 'state', value: false }],
    ['motion -3', { data: item('IsMotion', '-3') }, { name: 'motion', kind: 'state', value: null }],
    ['motion deleted', { operation: 'Deleted', data: '' }, { name: 'motion', kind: 'state', value: false }],
    [
      'relay active',
      { topic: 'tns1:Device/Trigger/Relay', data: item('LogicalState', 'active') },
      { name: 'relay', kind: 'state', value: true },
    ],
    [
      'door alarm',
      { topic: 'tns1:Door/State/DoorAlarm', source: door, data: item('State', 'DoorOpenTooLong') },
      { name: 'door_alarm', kind: 'enum', value: 'DoorOpenTooLong' },
    ],
    [
      'lock',
      { topic: 'tns1:Door/State/LockPhysicalState', source: door, data: item('State', 'Locked') },
      { name: 'lock_state', kind: 'enum', value: 'Locked' },
    ],
    [
      'count',
      { topic: 'tns1:RuleEngine/CountAggregation/Counter', data: item('Count', '17') },
      { name: 'count', kind: 'counter', value: 17 },
    ],
    [
      'line',
      { topic: 'tns1:RuleEngine/LineDetector/Crossed', operation: '', data: item('ObjectId', '3') },
      { name: 'line_crossed', kind: 'occurrence', value: true },
    ],
    [
      'objects',
      { topic: 'tns1:RuleEngine/ObjectDetection/Object', data: item('ClassTypes', 'Human Vehicle') },
      { name: 'object_detected', kind: 'state', value: true },
    ],
    [
      'no objects',
      { topic: 'tns1:RuleEngine/ObjectDetection/Object', data: item('ClassTypes', '') },
      { name: 'object_detected', kind: 'state', value: false },
    ],
    [
      'an item that speaks for itself',
      { topic: 'tns1:RuleEngine/NewDetector/X', data: item('IsVehicle', 'true') },
      { name: 'vehicle', kind: 'state', value: true },
    ],
    [
      'one of several items',
      { topic: 'tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent', data: item('IsPet', 'true') },
      { name: 'animal', kind: 'state', value: true },
    ],
    [
      'vendor topics with what they call it',
      {
        topic: 'tns1:OpenApp/WiseAI/ObjectDetection',
        source: item('VideoSourceToken', 'vs-0') + item('RuleName', 'R1'),
        data: item('State', 'true') + item('ClassTypes', 'Person'),
      },
      { name: 'object_detected', kind: 'state', value: true },
    ],
    [
      'a plate among plain items',
      { topic: 'tns1:RuleEngine/VehicleDetector/tnshik:Vehicle', data: item('PlateNumber', 'X 1') },
      { name: 'plate_read', kind: 'occurrence', value: true },
    ],
    [
      'a misspelt topic',
      { topic: 'tns1:RuleEngine/CountAgregation/Counter', data: item('Count', '5') },
      { name: 'count', kind: 'counter', value: 5 },
    ],
    [
      'analytics of a city',
      { topic: 'tns1:RuleEngine/ParkingDetector/IllegalParking', data: item('State', '1') },
      { name: 'illegal_parking', kind: 'state', value: true },
    ],
    ['nothing known', { topic: 'tns1:Weather/Rain', data: item('Wet', 'true') }, null],
  ])('of %s', (_what, parts, signal) => {
    expect(one(parts)['signal']).toEqual(signal);
  });
});

describe('quirks of section', () => {
  const quirksOf = (parts: Parts, names?: string) => one(parts, names)['quirks'];
  it.each([
    ['13', { operation: 'Initialized' }, ['13:initialized']],
    ['14', { operation: 'initialised' }, ['14:operation-unknown', '13:initialized']],
    [
      '14 (occurrence)',
      { topic: 'tns1:RuleEngine/LineDetector/Crossed', operation: 'Initialized' },
      ['13:initialized', '14:occurrence-initialized'],
    ],
    ['19', { operation: 'Deleted', data: '' }, ['19:deleted-without-data']],
    ['21 (prefix)', { topic: 'RuleEngine/CellMotionDetector/Motion' }, ['21:no-prefix']],
    ['21 (segment)', { topic: `${MOTION}//.` }, ['21:empty-segment']],
    [
      '21 (root)',
      { topic: 'tns1:VideoSource/tns1:Device/Trigger/DigitalInput', data: item('LogicalState', 'true') },
      ['21:repeated-prefix', '21:doubled-root'],
    ],
    ['22 (spelling)', { data: item('IsMotion', 'True') }, ['22:value-spelling']],
    ['22 (unknown)', { data: item('IsMotion', '-3') }, ['22:value-unknown']],
    ['22 (empty)', { data: item('IsMotion', '') }, ['22:empty-value']],
    [
      '22 (name)',
      { data: `${item('IsMotion', 'true')}<tt:SimpleItem Value="1"/>` },
      ['22:item-spelling', '22:missing-name'],
    ],
    ['22 (description)', { data: '<tt:SimpleItemDescription Name="IsMotion" Value="true"/>' }, ['22:item-description']],
    ['22 (case)', { data: '<tt:SimpleItem NAME="IsMotion" value="true"/>' }, ['22:item-spelling']],
    ['23 (zone)', { utc: '2026-03-01T08:00:00' }, ['23:time-without-zone']],
    ['23 (offset)', { utc: '2026-03-01T16:00:00+08:00' }, ['23:time-offset']],
    ['23 (unreadable)', { utc: '2026-03-01T08:61:00Z' }, ['23:time-unreadable']],
    ['21 (no topic at all)', { topic: '' }, ['21:empty-topic']],
    ['21 (a filter as topic)', { topic: `${MOTION}|tns1:VideoSource/MotionAlarm` }, ['21:several-topics']],
    ['23 (never set)', { utc: '1970-01-01T00:00:00Z' }, ['23:time-never-set']],
    ['none', {}, []],
  ])('%s are named', (_what, parts, quirks) => {
    expect(quirksOf(parts)).toEqual(quirks);
  });
});

describe('a time', () => {
  it.each([
    ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00Z'],
    ['2026-03-01T08:00:00.371215Z', '2026-03-01T08:00:00.371215Z'],
    ['2026-03-01T08:00:00', '2026-03-01T08:00:00Z'],
    ['2026-03-01 08:00:00', '2026-03-01T08:00:00Z'],
    ['2026-03-01T16:00:00+08:00', '2026-03-01T08:00:00Z'],
    ['2026-3-1T8:0:0Z', '2026-03-01T08:00:00Z'],
    ['2026/03/01 08:00:00', '2026-03-01T08:00:00Z'],
    ['2026-03-01T08:00Z', '2026-03-01T08:00:00Z'],
    ['2026-03-01T08:00:00 UTC', '2026-03-01T08:00:00Z'],
    ['20260301T160000+0800', '2026-03-01T08:00:00Z'],
    ['1772352000', '2026-03-01T08:00:00Z'],
    ['1772352000123', '2026-03-01T08:00:00.123Z'],
    ['2026-02-28T24:00:00Z', '2026-03-01T00:00:00Z'],
    ['0000-00-00T00:00:00Z', null],
    ['03-01-2026T08:00:00Z', null],
    ['2026-02-30T08:00:00Z', null],
    ['', null],
  ])('%s is told as %s', (sent, utc) => {
    expect(one({ utc: sent })['utc']).toBe(utc);
  });
});

describe('a message in another form', () => {
  const topic = `<wsnt:Topic Dialect="x">${MOTION}</wsnt:Topic>`;
  const message =
    '<tt:Message UtcTime="2026-03-01T08:00:00Z"><tt:Data><tt:SimpleItem Name="IsMotion" Value="1"/></tt:Data></tt:Message>';
  const escaped = message.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const inside = (text: string) => answer(`<wsnt:NotificationMessage>${topic}${text}</wsnt:NotificationMessage>`);
  it.each([
    ['without the wsnt:Message around it', inside(message)],
    ['with everything in wsnt:Message', inside(message.replaceAll('tt:Message', 'wsnt:Message'))],
    ['in CDATA', inside(`<wsnt:Message><![CDATA[${message}]]></wsnt:Message>`)],
    ['escaped', inside(`<wsnt:Message>${escaped}</wsnt:Message>`)],
    [
      'with elements for attributes',
      inside(
        '<wsnt:Message><tt:Message><tt:UtcTime>2026-03-01T08:00:00Z</tt:UtcTime><tt:Data><tt:SimpleItem><tt:Name>IsMotion</tt:Name><tt:Value>1</tt:Value></tt:SimpleItem></tt:Data></tt:Message></wsnt:Message>',
      ),
    ],
    ['as a page shows it', inside(message).replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    ['in chunks that lost their head', `${inside(message).length.toString(16)}\r\n${inside(message)}\r\n0\r\n\r\n`],
  ])('%s is read', (_what, text) => {
    expect(soap(text)).toMatchObject([
      { topic: MOTION, utc: '2026-03-01T08:00:00Z', data: { IsMotion: '1' }, signal: { name: 'motion', value: true } },
    ]);
  });

  it('compressed is read as far as it goes', () => {
    const random = Array.from({ length: 60 }, (_, index) =>
      notification({ data: item('IsMotion', 'true') + item(`n${index}`, String(index ** 7)) }),
    );
    const whole = gzipSync(answer(random.join('')));
    expect(decodeSoapCapture(whole, context)).toMatchObject({ understood: true, lines: { length: 60 } });
    const cut = decodeSoapCapture(whole.subarray(0, whole.length / 2), context);
    expect(cut.understood).toBe(false);
    expect(cut.lines.length).toBeGreaterThan(1);
  });
});

describe('what cannot be used', () => {
  it.each([
    ['behind the last notification', answer(notification({})).slice(0, -30), 1],
    ['before any', answer('').slice(0, -30), 1],
  ])('a document that ends %s is not understood', (_what, text, lines) => {
    expect(decodeSoapCapture(Buffer.from(text), context)).toMatchObject({
      understood: false,
      lines: { length: lines },
    });
  });

  it('is told without its neighbours and without its words', () => {
    const cut = notification({ data: item('Card', 'C-0042') }).slice(0, -120);
    const lines = soap(answer(notification({}) + cut + notification({})));
    expect(lines.map((line) => Object.keys(line)[0])).toEqual(['topic', 'quarantined', 'topic']);
    expect(JSON.stringify(lines[1])).not.toContain('0042');
    expect(decodeSoapCapture(Buffer.from(answer(cut)), context).understood).toBe(false);
  });

  it('is a fault of its own', () => {
    expect(soap('HTTP/1.1 401 Unauthorized\r\n\r\n')).toEqual([
      { fault: { code: 'HTTP 401', reason: 'Unauthorized: an empty body' } },
    ]);
    expect(decodeSoapCapture(Buffer.from('HTTP/1.1 401 Unauthorized\r\n\r\n'), context).understood).toBe(true);
  });
});

describe('an MQTT capture', () => {
  const topic = 'Cam/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/Fence 1';
  const payload = { UtcTime: '2026-03-01T08:00:00Z', Source: { Rule: 'Fence 1' }, Data: { ObjectId: 15 } };
  const text = JSON.stringify(payload);

  it.each([
    ['an object', JSON.stringify({ topic, payload: text })],
    ['an array', JSON.stringify([{ topic, payload }])],
    ['lines of JSON', `${JSON.stringify({ topic, payload: text, retain: 1, tst: 'x' })}\n\n`],
    ['bytes', JSON.stringify({ topic, payloadHex: Buffer.from(text).toString('hex') })],
    ['lines of topic and payload', `${topic} ${text}\n`],
  ])('may be %s', (_what, capture) => {
    const [line] = mqtt(capture);
    expect(line).toMatchObject({ topic: 'tns1:RuleEngine/LineDetector/Crossed', topicRaw: topic, operation: null });
    expect(line).toMatchObject({
      source: { Rule: 'Fence 1' },
      data: { ObjectId: '15' },
      signal: { name: 'line_crossed' },
    });
  });

  it.each([
    ['Message around it', { Message: { UtcTime: '2026-03-01T08:00:00Z', Source: { S: '1' }, Data: { State: true } } }],
    [
      'SimpleItems as lists',
      {
        '@UtcTime': '2026-03-01T08:00:00Z',
        Source: { SimpleItem: { Name: 'S', Value: '1' } },
        Data: { SimpleItem: [{ '@Name': 'State', '@Value': 'true' }] },
      },
    ],
    ['names in lower case', { utcTime: '2026-03-01T08:00:00Z', source: { S: 1 }, data: { State: 'true' } }],
  ])('may have the %s', (_what, payloadOf) => {
    expect(mqtt(JSON.stringify({ topic: 'Cam/onvif-ej/VideoSource/MotionAlarm', payload: payloadOf }))).toMatchObject([
      {
        utc: '2026-03-01T08:00:00Z',
        source: { S: '1' },
        data: { State: 'true' },
        signal: { name: 'motion', value: true },
      },
    ]);
  });

  it.each([
    ['the topic of MQTT', 'axis/00AA/event/tns:onvif/Device/tns:axis/IO/Port/$source/port/1', {}],
    ['its own topic', 'x', { topic: 'onvif:Device/axis:IO/Port' }],
    ['the XML topic', 'x', { topic: 'tns1:Device/tnsaxis:IO/Port' }],
  ])('of Axis is known by %s', (_what, sentTo, names) => {
    const event = {
      timestamp: 1772352000000,
      message: { source: { port: '1' }, key: {}, data: { state: '1' } },
      ...names,
    };
    const line = {
      topic: 'tns1:Device/tnsaxis:IO/Port',
      utc: '2026-03-01T08:00:00.000Z',
      signal: { name: 'digital_input', value: true },
    };
    expect(mqtt(JSON.stringify({ topic: sentTo, payload: event }))).toMatchObject([line]);
    if ('topic' in names) {
      const overWebSocket = { apiVersion: '1.0', method: 'events:notify', params: { notification: event } };
      expect(mqtt(JSON.stringify(overWebSocket))).toMatchObject([line]);
    }
  });

  it('shows a message of no bytes as mosquitto_sub does', () => {
    expect(mqtt(`${topic} (null)\n`)).toMatchObject([{ topicRaw: topic, operation: 'Deleted' }]);
  });

  it('keeps the digits of identifiers', () => {
    const capture = `[{"topic":"${topic}","payload":{"UtcTime":"x","Source":{},"Data":{"Card":12345678901234567890,"B":1.10}}}]`;
    expect(mqtt(capture)[0]).toMatchObject({ data: { Card: '12345678901234567890', B: '1.10' }, utc: null });
  });

  it('tells of a state that was taken back', () => {
    expect(mqtt(JSON.stringify({ topic, payload: '' }))[0]).toMatchObject({
      operation: 'Deleted',
      source: { '&1': '1' },
    });
  });

  it('tells of what is no event by its place or topic', () => {
    const lines = mqtt(
      `${JSON.stringify({ topic: 'other', payload: '1' })}\nnonsense\n${JSON.stringify({ topic, payload: '{' })}`,
    );
    expect(lines.map((line) => (line['quarantined'] as Line)['code'])).toEqual([
      'PAYLOAD_INVALID',
      'PAYLOAD_NOT_JSON',
      'PAYLOAD_NOT_JSON',
    ]);
  });
});
