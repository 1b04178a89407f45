import { describe, expect, it } from 'vitest';
import { Answers } from '../../gateway/transport/mqtt-answers.ts';
import { hex, login, PING, PONG, packet, publish, type RawClient, text, u16 } from '../support/mqtt-raw.ts';
import { mqttRig } from '../support/mqtt-rig.ts';

const KINDS = ['PUBACK', 'PUBREC', 'PUBCOMP'] as const;
type Kind = (typeof KINDS)[number];
const answer = (kind: Kind, id: number) => packet({ PUBACK: 0x40, PUBREC: 0x50, PUBCOMP: 0x70 }[kind], u16(id));
const pubrel = (id: number) => packet(0x62, u16(id));
const message = (qos: 0 | 1 | 2, id: number, payload = 'x') => publish('a/topic', payload, id, qos << 1);

/** Answers that are due after these packets to the client, tried one by one. */
const due = (id: number, ...sent: Buffer[]) =>
  KINDS.filter((kind) => {
    const answers = new Answers();
    for (const one of sent) answers.sent(one);
    return answers.fault(answer(kind, id)) === undefined;
  });

describe('the answers a delivery waits for', () => {
  it('are those of its QoS', () => {
    expect(due(7, message(1, 7))).toEqual(['PUBACK']);
    expect(due(7, message(2, 7))).toEqual(['PUBREC']);
    expect(due(7, pubrel(7))).toEqual(['PUBREC', 'PUBCOMP']);
    expect(due(7, message(2, 7), pubrel(7))).toEqual(['PUBREC', 'PUBCOMP']);
  });

  it('are any for an id that nothing was sent under', () => {
    expect(due(7)).toEqual(KINDS);
    expect(due(7, message(1, 8), message(0, 0), hex('20020000 9003000701 40020007 50020007 70020007'))).toEqual(KINDS);
  });

  it('are those of both when one id was given out twice', () => {
    expect(due(7, message(1, 7), message(2, 7))).toEqual(['PUBACK', 'PUBREC']);
  });

  it.each([
    [1, ['PUBACK']],
    [2, ['PUBREC', 'PUBCOMP']],
    [2, ['PUBREC', 'PUBREC', 'PUBCOMP']],
  ] as const)('leave the id free once all came: QoS %i, %s', (qos, flow) => {
    const answers = new Answers();
    answers.sent(message(qos, 7));
    for (const kind of flow) expect(answers.fault(answer(kind, 7))).toBeUndefined();
    for (const kind of KINDS) expect(answers.fault(answer(kind, 7))).toBeUndefined();
    answers.sent(message(1, 7));
    expect(answers.fault(answer('PUBREC', 7))).toBe(
      'a PUBREC for packet id 7, which waits for another acknowledgement',
    );
  });

  it('are read off bytes that are cut anywhere', () => {
    const bytes = Buffer.concat([
      hex('20020000'),
      message(0, 0, 'y'.repeat(300)),
      message(1, 0x0102, 'z'.repeat(20_000)),
      message(2, 0x0304, ''),
      pubrel(0x0506),
      message(1, 0x0708),
    ]);
    for (const size of [1, 2, 3, 5, 7, 1_000, 16_384, bytes.length]) {
      const answers = new Answers();
      for (let at = 0; at < bytes.length; at += size) answers.sent(bytes.subarray(at, at + size));
      const wrong = [
        answer('PUBREC', 0x0102),
        answer('PUBACK', 0x0304),
        answer('PUBACK', 0x0506),
        answer('PUBCOMP', 0x0708),
      ];
      expect(wrong.map((one) => answers.fault(one) !== undefined)).toEqual([true, true, true, true]);
    }
  });

  it('concern no other packet, and no length of an acknowledgement longer than needed', () => {
    const answers = new Answers();
    answers.sent(message(1, 7));
    for (const other of [pubrel(7), PING, packet(0x82, u16(7), text('a'), '01')])
      expect(answers.fault(other)).toBeUndefined();
    expect(answers.fault(hex('5082000007'))).toBeDefined();
  });

  it('are forgotten at the bound, the oldest first', () => {
    const answers = new Answers(2);
    for (const id of [1, 2, 2, 3]) answers.sent(message(1, id));
    expect([1, 2, 3].map((id) => answers.fault(answer('PUBREC', id)) === undefined)).toEqual([true, false, false]);
  });
});

/** A subscriber to `p` and one message of a publisher, which it got under `id`. */
async function delivered(qos: 1 | 2, flags = 0xc2, payload = 'message') {
  const rig = await mqttRig({ maxPayload: 40_000 });
  const one = await rig.device('open/one', { flags });
  one.send(packet(0x82, u16(1), text('p'), u16(qos).subarray(1)));
  await one.gets(hex('90030001'));
  const two = await rig.device('open/two');
  two.send(publish('p', payload, 5, qos << 1));
  await one.gets(Buffer.from(payload));
  return { ...rig, one, two, id: one.received().readUInt16BE(one.received().indexOf(payload) - 2) };
}

const stays = async (client: RawClient) => {
  client.send(PING);
  return client.gets(PONG);
};

describe('an acknowledgement of the wrong kind', () => {
  it.each([
    [1, 'PUBREC'],
    [1, 'PUBCOMP'],
    [2, 'PUBACK'],
    [2, 'PUBCOMP'],
  ] as const)('ends the connection: QoS %i, %s', async (qos, kind) => {
    const { one, two, id } = await delivered(qos);
    const before = one.received().length;
    one.send(answer(kind, id), PING);
    await one.closed;
    expect(one.received()).toHaveLength(before);
    expect(await stays(two)).toBe(true);
  });

  it('ends it also when the message was a large one', async () => {
    const { one, id } = await delivered(1, 0xc2, 'x'.repeat(40_000));
    one.send(answer('PUBREC', id));
    await one.closed;
  });

  it('ends it also when it answers a PUBREL', async () => {
    const { one, id } = await delivered(2);
    one.send(answer('PUBREC', id));
    await one.gets(pubrel(id));
    one.send(answer('PUBACK', id));
    await one.closed;
  });

  it('sends the will', async () => {
    const { one, two, raw } = await delivered(1);
    two.send(packet(0x82, u16(1), text('will'), '00'));
    await two.gets(hex('90030001'));
    const rude = await raw();
    const rest = [text('will'), text('gone'), text('open/rude'), text('right')];
    rude.send(login('open/rude', { flags: 0xc6, rest }), packet(0x82, u16(1), text('p'), '01'));
    await rude.gets(hex('90030001'));
    two.send(publish('p', 'second', 6, 2));
    await rude.gets(Buffer.from('second'));
    rude.send(answer('PUBREC', rude.received().readUInt16BE(rude.received().indexOf('second') - 2)));
    expect(await two.gets(publish('will', 'gone'))).toBe(true);
    expect(await stays(one)).toBe(true);
  });

  it.each([1, 2] as const)(
    'leaves a message of QoS %i where it is: it comes again, and may then be answered',
    async (qos) => {
      const { one, raw, metrics, id } = await delivered(qos, 0xc0);
      one.send(answer('PUBCOMP', id));
      await one.closed;
      const back = await raw();
      back.send(login('open/one', { flags: 0xc0 }));
      expect(await back.gets(publish('p', 'message', id, (qos << 1) | 8))).toBe(true);
      const flow = qos === 1 ? (['PUBACK'] as const) : (['PUBREC', 'PUBCOMP'] as const);
      back.send(...flow.map((kind) => answer(kind, id)));
      expect(await stays(back)).toBe(true);
      expect(await metrics.registry.metrics()).toContain('mqtt_store_messages{what="queued"} 0');
    },
  );

  it('from a session that is back, before its message is, is no acknowledgement either', async () => {
    const { one, raw, id } = await delivered(2, 0xc0);
    one.socket.destroy();
    const back = await raw();
    // Sent with the CONNECT, it may be read before or behind the message: it ends the connection or says nothing.
    back.send(login('open/one', { flags: 0xc0 }), answer('PUBACK', id));
    await back.gets(publish('p', 'message', id, 12));
    back.socket.destroy();
    const third = await raw();
    third.send(login('open/one', { flags: 0xc0 }));
    expect(await third.gets(publish('p', 'message', id, 12))).toBe(true);
  });
});

describe('an acknowledgement that is right', () => {
  it('is taken at QoS 1, and once more', async () => {
    const { one, two, id } = await delivered(1);
    one.send(answer('PUBACK', id), answer('PUBACK', id));
    expect(await stays(one)).toBe(true);
    two.send(publish('p', 'more', 6, 2));
    expect(await one.gets(Buffer.from('more'))).toBe(true);
  });

  it('is taken at QoS 2, with a PUBREC that comes twice', async () => {
    const { one, id } = await delivered(2);
    one.send(answer('PUBREC', id));
    await one.gets(pubrel(id));
    one.send(answer('PUBREC', id));
    expect(await one.gets(Buffer.concat([pubrel(id), pubrel(id)]))).toBe(true);
    one.send(answer('PUBCOMP', id), answer('PUBCOMP', id));
    expect(await stays(one)).toBe(true);
  });

  it.each(KINDS)('may be a %s under an id that nobody knows', async (kind) => {
    const { one, id } = await delivered(1);
    one.send(answer(kind, (id % 65_535) + 1));
    expect(await stays(one)).toBe(true);
  });

  it('may come late, right behind the CONNECT of the next connection', async () => {
    const { one, raw, metrics, id } = await delivered(1, 0xc0);
    one.socket.destroy();
    const back = await raw();
    back.send(login('open/one', { flags: 0xc0 }), answer('PUBACK', id));
    expect(await stays(back)).toBe(true);
    expect(await metrics.registry.metrics()).toContain('mqtt_store_messages{what="queued"} 0');
  });

  it('may answer the PUBREL of the connection before', async () => {
    const { one, raw, metrics, id } = await delivered(2, 0xc0);
    one.send(answer('PUBREC', id));
    await one.gets(pubrel(id));
    one.socket.destroy();
    const back = await raw();
    back.send(login('open/one', { flags: 0xc0 }));
    expect(await back.gets(pubrel(id))).toBe(true);
    back.send(answer('PUBREC', id), answer('PUBCOMP', id));
    expect(await stays(back)).toBe(true);
    expect(await metrics.registry.metrics()).toContain('mqtt_store_messages{what="queued"} 0');
  });

  it('is taken of 2,000 messages that were sent at once', async () => {
    const { one, two } = await delivered(1);
    const first = one.received().length;
    const sent = Array.from({ length: 2_000 }, (_, index) => publish('p', 'x'.repeat(900), index + 1, 2));
    const size = sent[0]?.length ?? 0;
    two.send(...sent);
    await one.length(first + sent.length * size);
    const bytes = one.received();
    const ids = sent.map((_, index) => bytes.readUInt16BE(first + index * size + 3 + 3));
    expect(new Set(ids).size).toBe(2_000);
    one.send(...ids.map((id) => answer('PUBACK', id)));
    expect(await stays(one)).toBe(true);
  });
});
