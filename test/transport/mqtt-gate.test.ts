import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader } from '../../gateway/transport/mqtt-frames.ts';
import { lengthLimit } from '../../gateway/transport/mqtt-gate.ts';
import { CONNACK, connectPacket, hex, PING, PONG, packet, publish, text, u16 } from '../support/mqtt-raw.ts';
import { mqttRig } from '../support/mqtt-rig.ts';

type Outcome = 'stays' | 'closed' | 'accepted' | 'refused 1' | 'refused 2';
type Row = readonly [name: string, bytes: Buffer, outcome: Outcome];

const will = (...rest: Buffer[]) => ({ flags: 0x06, rest });
const FIRST: readonly Row[] = [
  ['a 3.1.1 CONNECT', connectPacket(), 'accepted'],
  ['a 3.1 CONNECT', connectPacket({ name: 'MQIsdp', level: 3 }), 'accepted'],
  ['a bridge', connectPacket({ level: 0x84 }), 'accepted'],
  ['an empty id with a clean session', connectPacket({ id: '' }), 'accepted'],
  ['an empty id without', connectPacket({ id: '', flags: 0 }), 'refused 2'],
  ['an empty 3.1 id', connectPacket({ name: 'MQIsdp', level: 3, id: '' }), 'refused 2'],
  ['level 2', connectPacket({ level: 2 }), 'refused 1'],
  ['level 3 under the new name', connectPacket({ level: 3 }), 'refused 1'],
  ['MQTT 5', connectPacket({ level: 5, id: '\0' }), 'refused 1'],
  ['level 6', connectPacket({ level: 6 }), 'refused 1'],
  ['another protocol name', connectPacket({ name: 'MQTX' }), 'closed'],
  ['a lower-case protocol name', connectPacket({ name: 'mqtt' }), 'closed'],
  ['an empty protocol name', connectPacket({ name: '' }), 'closed'],
  ['the reserved flag', connectPacket({ flags: 3 }), 'closed'],
  ['a will', connectPacket(will(text('w'), text('gone'))), 'accepted'],
  ['a will without message bytes', connectPacket(will(text('w'), text(''))), 'accepted'],
  ['a will QoS 3', connectPacket({ flags: 0x1e, rest: [text('w'), text('gone')] }), 'closed'],
  ['a will QoS without a will', connectPacket({ flags: 0x0a }), 'closed'],
  ['will retain without a will', connectPacket({ flags: 0x22 }), 'closed'],
  ['a will flag and no will', connectPacket({ flags: 0x06 }), 'closed'],
  ['a will topic and no message', connectPacket(will(text('w'))), 'closed'],
  ['an empty will topic', connectPacket(will(text(''), text('gone'))), 'closed'],
  ['a wildcard in the will topic', connectPacket(will(text('w/#'), text('gone'))), 'closed'],
  ['U+0000 in the will topic', connectPacket(will(text('w\0'), text('gone'))), 'closed'],
  ['a user name', connectPacket({ flags: 0x82, rest: [text('u')] }), 'accepted'],
  ['a password of arbitrary bytes', connectPacket({ flags: 0xc2, rest: [text('u'), text(hex('00ff'))] }), 'accepted'],
  ['a password without a user name', connectPacket({ flags: 0x42, rest: [text('p')] }), 'closed'],
  ['a user flag and no user name', connectPacket({ flags: 0x82 }), 'closed'],
  ['a user name and no flag', connectPacket({ rest: [text('u')] }), 'closed'],
  ['a surrogate in the user name', connectPacket({ flags: 0x82, rest: [text(hex('eda080'))] }), 'closed'],
  ['bytes behind the last field', connectPacket({ rest: [hex('00')] }), 'closed'],
  ['an id that ends behind the packet', packet(0x10, text('MQTT'), '0402003c', u16(9), hex('61')), 'closed'],
  ['a header that ends early', packet(0x10, text('MQTT'), '04'), 'closed'],
  ['no body', packet(0x10), 'closed'],
  ['flags on CONNECT', Buffer.concat([hex('12'), connectPacket().subarray(1)]), 'closed'],
  ['U+0000 in the id', connectPacket({ id: 'a\0b' }), 'closed'],
  ['a control character in the id', connectPacket({ id: 'a\u0001b' }), 'closed'],
  ['ill-formed UTF-8 in the id', connectPacket({ id: hex('ff') }), 'closed'],
  ['an overlong form in the id', connectPacket({ id: hex('c080') }), 'closed'],
  ['a cut sequence in the id', connectPacket({ id: hex('61e4bd') }), 'closed'],
  ['a code point above U+10FFFF', connectPacket({ id: hex('f4908080') }), 'closed'],
  ['a Chinese id', connectPacket({ id: '传感器' }), 'accepted'],
  ['256 MB announced', hex('10ffffff7f'), 'closed'],
  ['8 KiB and a byte announced', hex('108140'), 'closed'],
  ['five bytes of length', hex('108080808001'), 'closed'],
  ['a PUBLISH', publish('t', 'x'), 'closed'],
  ['a SUBSCRIBE', packet(0x82, u16(1), text('t'), '00'), 'closed'],
  ['a PINGREQ', PING, 'closed'],
  ['a DISCONNECT', hex('e000'), 'closed'],
  ['packet type 0', hex('0000'), 'closed'],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'closed'],
  ['TLS', hex('16030100050100000100'), 'closed'],
];

const LATER: readonly Row[] = [
  ['a PINGREQ', PING, 'stays'],
  ['a PINGREQ with a body', hex('c00100'), 'closed'],
  ['a PINGREQ with flags', hex('c100'), 'closed'],
  ['a second CONNECT', connectPacket(), 'closed'],
  ['a CONNACK', hex('20020000'), 'closed'],
  ['a SUBACK', hex('9003000100'), 'closed'],
  ['an UNSUBACK', hex('b0020001'), 'closed'],
  ['a PINGRESP', PONG, 'closed'],
  ['packet type 0', hex('0000'), 'closed'],
  ['packet type 15', hex('f000'), 'closed'],
  ['a DISCONNECT', hex('e000'), 'closed'],
  ['a DISCONNECT with a body', hex('e00100'), 'closed'],
  ['QoS 0', publish('t', 'x'), 'stays'],
  ['QoS 0 without a payload', publish('t', ''), 'stays'],
  ['QoS 0 with DUP', publish('t', 'x', 0, 8), 'closed'],
  ['QoS 1 with DUP', publish('t', 'x', 7, 10), 'stays'],
  ['QoS 1 with packet id 0', packet(0x32, text('t'), u16(0)), 'closed'],
  ['QoS 1 without a packet id', packet(0x32, text('t')), 'closed'],
  ['QoS 2 with packet id 0', packet(0x34, text('t'), u16(0)), 'closed'],
  ['QoS 2', publish('t', 'x', 8, 4), 'stays'],
  ['QoS 3', packet(0x36, text('t'), u16(1)), 'closed'],
  ['an empty topic', publish('', 'x'), 'closed'],
  ['no topic', packet(0x30), 'closed'],
  ['half a topic length', packet(0x30, '00'), 'closed'],
  ['a topic behind the end', packet(0x30, '000574'), 'closed'],
  ['# in a topic', publish('a/#', 'x'), 'closed'],
  ['+ in a topic', publish('+/a', 'x'), 'closed'],
  ['U+0000 in a topic', publish('a\0', 'x'), 'closed'],
  ['U+001F in a topic', publish('a\u001f', 'x'), 'closed'],
  ['U+007F in a topic', publish('a\u007f', 'x'), 'closed'],
  ['U+009F in a topic', publish('a\u009f', 'x'), 'closed'],
  ['U+D800 in a topic', publish(hex('61eda080'), 'x'), 'closed'],
  ['U+FFFF in a topic', publish('a\uffff', 'x'), 'closed'],
  ['U+FDD0 in a topic', publish('a\ufdd0', 'x'), 'closed'],
  ['U+FEFF in a topic', publish('a\ufeff', 'x'), 'stays'],
  ['U+2A6D4 in a topic', publish('A\u{2A6D4}', 'x'), 'stays'],
  ['U+0001 in a topic of devices', publish('v1/a/b/telemetry\u0001', 'x'), 'closed'],
  ['QoS 1 for the inbox with packet id 0', packet(0x32, text('v1/a/b/telemetry'), u16(0)), 'closed'],
  ['more bytes than may be', hex('30ffffff7f'), 'closed'],
  ['five bytes of length', hex('3080808080 01'), 'closed'],
  ['PUBACK', hex('40020001'), 'stays'],
  ['PUBACK with id 0', hex('40020000'), 'closed'],
  ['PUBACK without an id', hex('4000'), 'closed'],
  ['PUBACK with half an id', hex('400101'), 'closed'],
  ['PUBACK with a byte too many', hex('4003000100'), 'closed'],
  ['PUBACK with flags', hex('41020001'), 'closed'],
  ['PUBREC', hex('50020001'), 'stays'],
  ['PUBREC with a byte too many', hex('5003000100'), 'closed'],
  ['PUBREC without an id', hex('5000'), 'closed'],
  ['PUBREL', hex('62020001'), 'stays'],
  ['PUBREL without its flags', hex('60020001'), 'closed'],
  ['PUBREL without an id', hex('6200'), 'closed'],
  ['PUBCOMP', hex('70020001'), 'stays'],
  ['PUBCOMP without an id', hex('7000'), 'closed'],
  ['SUBSCRIBE', packet(0x82, u16(1), text('a/+/#'), '02'), 'stays'],
  ['SUBSCRIBE to several', packet(0x82, u16(1), text('#'), '00', text('+/+'), '01'), 'stays'],
  ['SUBSCRIBE without its flags', packet(0x80, u16(1), text('a'), '00'), 'closed'],
  ['SUBSCRIBE with id 0', packet(0x82, u16(0), text('a'), '00'), 'closed'],
  ['SUBSCRIBE without a filter', packet(0x82, u16(1)), 'closed'],
  ['SUBSCRIBE without a packet id', packet(0x82), 'closed'],
  ['SUBSCRIBE without a QoS', packet(0x82, u16(1), text('a')), 'closed'],
  ['SUBSCRIBE with QoS 3', packet(0x82, u16(1), text('a'), '03'), 'closed'],
  ['SUBSCRIBE with reserved QoS bits', packet(0x82, u16(1), text('a'), '80'), 'closed'],
  ['SUBSCRIBE to an empty filter', packet(0x82, u16(1), text(''), '00'), 'closed'],
  ['SUBSCRIBE to a#', packet(0x82, u16(1), text('a#'), '00'), 'closed'],
  ['SUBSCRIBE to #/a', packet(0x82, u16(1), text('#/a'), '00'), 'closed'],
  ['SUBSCRIBE to a+', packet(0x82, u16(1), text('a+'), '00'), 'closed'],
  ['SUBSCRIBE to a/+b/c', packet(0x82, u16(1), text('a/+b/c'), '00'), 'closed'],
  ['SUBSCRIBE with U+0000', packet(0x82, u16(1), text('a\0'), '00'), 'closed'],
  ['SUBSCRIBE with a bad second filter', packet(0x82, u16(1), text('a'), '00', text('##'), '00'), 'closed'],
  ['UNSUBSCRIBE', packet(0xa2, u16(1), text('a')), 'stays'],
  ['UNSUBSCRIBE without a filter', packet(0xa2, u16(1)), 'closed'],
  ['UNSUBSCRIBE with id 0', packet(0xa2, u16(0), text('a')), 'closed'],
  ['UNSUBSCRIBE without its flags', packet(0xa0, u16(1), text('a')), 'closed'],
  ['UNSUBSCRIBE with half a filter', packet(0xa2, u16(1), '0005 61'), 'closed'],
];

describe('gate', () => {
  it.each(FIRST)('first packet: %s', async (_name, bytes, outcome) => {
    const { raw } = await mqttRig({ anybody: true });
    const client = await raw();
    client.send(bytes);
    if (outcome === 'accepted') expect(await client.gets(CONNACK)).toBe(true);
    else {
      await client.closed;
      const code = outcome === 'refused 1' ? '20020001' : outcome === 'refused 2' ? '20020002' : '';
      expect(client.received().toString('hex')).toBe(code);
    }
  });

  it.each(LATER)('after CONNACK: %s', async (_name, bytes, outcome) => {
    const { raw, arrivals } = await mqttRig({ anybody: true });
    const client = await raw();
    client.send(connectPacket(), bytes, PING);
    expect(await client.gets(PONG)).toBe(outcome === 'stays');
    expect(client.received().subarray(0, 4)).toEqual(CONNACK);
    if (outcome === 'closed') expect(arrivals).toEqual([]);
  });

  it('gives the same frames however a stream is cut', () => {
    const frame = fc
      .tuple(fc.constantFrom(0x30, 0x32, 0x82, 0xc0), fc.uint8Array({ maxLength: 300 }))
      .map(([first, body]) => packet(first, first === 0xc0 ? Buffer.alloc(0) : Buffer.from(body)));
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(2500)),
        fc.nat(6),
        (frames, cuts, stops) => {
          const stream = Buffer.concat(frames);
          const seen: Buffer[] = [];
          let left = stops;
          const reader = createFrameReader({
            limit: (first) => lengthLimit(first, true, 1000),
            frame(bytes, start, body, end) {
              expect(end - body).toBe((frames[seen.length]?.length ?? 0) - (body - start));
              seen.push(Buffer.from(bytes.subarray(start, end)));
              return left-- <= 0;
            },
          });
          const points = [...new Set([0, ...cuts.filter((cut) => cut < stream.length), stream.length])].sort(
            (a, b) => a - b,
          );
          for (const [index, from] of points.entries()) {
            const chunk = Buffer.from(stream.subarray(from, points[index + 1] ?? from));
            let at = 0;
            while (at < chunk.length) {
              const next = reader.read(chunk, at);
              expect(next).toBeGreaterThan(at);
              at = next;
            }
          }
          expect(seen).toEqual(frames);
          expect(reader.partial()).toBe(false);
        },
      ),
    );
  });

  it('survives 10,000 mutated packets, undisturbed clients beside them', async () => {
    const { raw, broker, client } = await mqttRig({ anybody: true });
    const bystander = await client('by/stander');
    let seed = 20_251_203;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const good = [...FIRST, ...LATER].map(([, bytes]) => bytes).filter((bytes) => bytes.length < 200);
    const mutated = (): Buffer => {
      const bytes = Buffer.from(good[random(good.length)] ?? PING);
      for (let flips = 1 + random(3); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
      return random(5) === 0 ? bytes.subarray(0, 1 + random(bytes.length)) : bytes;
    };
    for (let round = 0; round < 500; round++) {
      const attacker = await raw();
      if (round % 4 > 0) attacker.send(connectPacket({ id: `a${round}` }));
      for (let count = 0; count < 20; count++) attacker.send(mutated());
      attacker.socket.end();
      await attacker.closed;
      attacker.socket.destroy();
      if (round % 100 === 0) await bystander.publishAsync(`v1/by/stander/telemetry`, '{}', { qos: 1 });
    }
    await bystander.publishAsync('still/here', 'x', { qos: 2 });
    expect(bystander.connected).toBe(true);
    expect(broker.connections()).toBeLessThan(20);
  });
});
