import { CONNACK, connectPacket, hex, packet, publish, text, u16 } from '../support/mqtt-raw.ts';
import type { Conversation } from './conversation.ts';
import { BAD_TEXTS, GOOD_TEXTS } from './texts.ts';

type Verdict = 'accepted' | 'closed' | 'refused 1' | 'refused 2';

const ANSWERS = { accepted: [CONNACK], closed: [], 'refused 1': [hex('20020001')], 'refused 2': [hex('20020002')] };

const first = (clause: string, name: string, bytes: Buffer, verdict: Verdict): Conversation => ({
  ...{ clause, name, connected: false },
  steps: [{ send: bytes }, ...ANSWERS[verdict].map((gets) => ({ gets }))],
  ends: verdict === 'accepted' ? 'open' : 'closed',
});

let ids = 0;
/** An id of its own: a second client with the same one would end the first. */
const id = () => `connect${ids++}`;

/** §3.1.2.1, §3.1.2.2: names and levels of the protocol. */
function protocols(): Conversation[] {
  const names = ['MQTT', 'MQIsdp', 'mqtt', 'MQTt', 'MQT', 'MQTTX', 'MQIsdP', 'HTTP', ''];
  return names.flatMap((name) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 127].map((level) => {
      const known = name === 'MQTT' || name === 'MQIsdp';
      const ours = (name === 'MQTT' && level === 4) || (name === 'MQIsdp' && level === 3);
      const verdict = ours ? 'accepted' : known ? 'refused 1' : 'closed';
      const clause = known ? 'MQTT-3.1.2-2' : 'MQTT-3.1.2-1';
      return first(clause, `CONNECT "${name}" level ${level}`, connectPacket({ name, level, id: id() }), verdict);
    }),
  );
}

/** The fields that a byte of connect flags asks for. */
const fieldsOf = (flags: number): Buffer[] => [
  ...(flags & 0x04 ? [text('will/topic'), text('gone')] : []),
  ...(flags & 0x80 ? [text('user')] : []),
  ...(flags & 0x40 ? [text('password')] : []),
];

/** The clause a byte of connect flags breaks, if it breaks one. */
function flagsClause(flags: number): string | undefined {
  if (flags & 0x01) return 'MQTT-3.1.2-3';
  if (!(flags & 0x04) && flags & 0x18) return 'MQTT-3.1.2-13';
  if ((flags & 0x18) === 0x18) return 'MQTT-3.1.2-14';
  if (!(flags & 0x04) && flags & 0x20) return 'MQTT-3.1.2-15';
  return !(flags & 0x80) && flags & 0x40 ? 'MQTT-3.1.2-22' : undefined;
}

/** §3.1.2.3: every byte of connect flags, with the fields it asks for. */
function flags(): Conversation[] {
  return Array.from({ length: 256 }, (_, byte) => {
    const clause = flagsClause(byte);
    const bytes = connectPacket({ flags: byte, id: id(), rest: fieldsOf(byte) });
    const name = `CONNECT with flags ${byte.toString(2).padStart(8, '0')}`;
    return first(clause ?? '§3.1.2.3', name, bytes, clause ? 'closed' : 'accepted');
  });
}

/** §3.1.3: fields that the flags do not ask for, and missing ones. */
const MISMATCHES: readonly Conversation[] = [
  ['MQTT-3.1.2-9', 'a will flag and no will', 0x06, []],
  ['MQTT-3.1.2-9', 'a will topic and no message', 0x06, [text('w')]],
  ['MQTT-3.1.2-11', 'a will without its flag', 0x02, [text('w'), text('gone')]],
  ['MQTT-3.1.2-19', 'a user flag and no name', 0x82, []],
  ['MQTT-3.1.2-18', 'a user name without its flag', 0x02, [text('u')]],
  ['MQTT-3.1.2-21', 'a password flag and no password', 0xc2, [text('u')]],
  ['MQTT-3.1.2-20', 'a password without its flag', 0x82, [text('u'), text('p')]],
  ['MQTT-3.1.3-1', 'a byte behind the last field', 0x02, [hex('00')]],
  ['MQTT-4.7.3-1', 'an empty will topic', 0x06, [text(''), text('gone')]],
  ['MQTT-3.3.2-2', '# in the will topic', 0x06, [text('w/#'), text('gone')]],
  ['MQTT-3.3.2-2', '+ in the will topic', 0x06, [text('+/w'), text('gone')]],
].map(([clause, name, byte, rest]) =>
  first(
    clause as string,
    `CONNECT with ${name}`,
    connectPacket({ flags: byte as number, id: id(), rest: rest as Buffer[] }),
    'closed',
  ),
);

/** A CONNECT with every field, cut after each byte of its body; the remaining length fits what is left. */
function truncated(): Conversation[] {
  const whole = connectPacket({ flags: 0xee, id: id(), rest: [text('w'), text('m'), text('u'), text('p')] }).subarray(
    2,
  );
  return Array.from({ length: whole.length }, (_, length) =>
    first('MQTT-3.1.3-1', `CONNECT cut after ${length} bytes`, packet(0x10, whole.subarray(0, length)), 'closed'),
  );
}

/** §1.5.3: the strings of a CONNECT. */
function texts(): Conversation[] {
  const fields: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ['client id', (bytes) => connectPacket({ id: bytes })],
    ['will topic', (bytes) => connectPacket({ flags: 0x06, id: id(), rest: [text(bytes), text('gone')] })],
    ['user name', (bytes) => connectPacket({ flags: 0x82, id: id(), rest: [text(bytes)] })],
  ];
  return fields.flatMap(([field, made]) => [
    ...BAD_TEXTS.map(([clause, name, bytes]) => first(clause, `CONNECT, ${field}: ${name}`, made(bytes), 'closed')),
    ...GOOD_TEXTS.map(([clause, name, bytes]) => first(clause, `CONNECT, ${field}: ${name}`, made(bytes), 'accepted')),
  ]);
}

const OTHERS: readonly Conversation[] = [
  first('MQTT-3.1.3-7', 'CONNECT with an empty id and a clean session', connectPacket({ id: '' }), 'accepted'),
  first('MQTT-3.1.3-8', 'CONNECT with an empty id and none', connectPacket({ id: '', flags: 0 }), 'refused 2'),
  first(
    'MQTT 3.1 §3.1',
    'CONNECT of 3.1 with an empty id',
    connectPacket({ name: 'MQIsdp', level: 3, id: '' }),
    'refused 2',
  ),
  first(
    'MQTT-3.1.3-5',
    'CONNECT with an id of 23 letters',
    connectPacket({ id: 'a23456789b123456789c123' }),
    'accepted',
  ),
  first('§3.1.3.1', 'CONNECT with an id of 64 letters', connectPacket({ id: 'x'.repeat(64) }), 'accepted'),
  first('§3.1.2.10', 'CONNECT with keep alive 0', connectPacket({ id: id(), keepAlive: 0 }), 'accepted'),
  first('§3.1.2.10', 'CONNECT with keep alive 65535', connectPacket({ id: id(), keepAlive: 65_535 }), 'accepted'),
  first(
    '§3.1.3.5',
    'CONNECT with a password of arbitrary bytes',
    connectPacket({ id: id(), flags: 0xc2, rest: [text('u'), text(hex('00ff80'))] }),
    'accepted',
  ),
  first(
    '§3.1.3.3',
    'CONNECT with an empty will message',
    connectPacket({ id: id(), flags: 0x06, rest: [text('w'), text('')] }),
    'accepted',
  ),
  first('MQTT-3.1.0-1', 'a PUBLISH first', publish('t', 'x'), 'closed'),
  first('MQTT-3.1.0-1', 'a SUBSCRIBE first', packet(0x82, u16(1), text('t'), '00'), 'closed'),
  first('MQTT-3.1.0-1', 'an UNSUBSCRIBE first', packet(0xa2, u16(1), text('t')), 'closed'),
  ...[
    '40020001',
    '50020001',
    '62020001',
    '70020001',
    'c000',
    'd000',
    'e000',
    '20020000',
    '9003000100',
    'b0020001',
    'f000',
    '0000',
  ].map((bytes) => first('MQTT-3.1.0-1', `${bytes} first`, hex(bytes), 'closed')),
  ...Array.from({ length: 15 }, (_, low) =>
    first(
      'MQTT-2.2.2-2',
      `CONNECT with fixed header flags ${low + 1}`,
      Buffer.concat([Buffer.from([0x11 + low]), connectPacket({ id: id() }).subarray(1)]),
      'closed',
    ),
  ),
  first('§2.2.3', 'CONNECT with five bytes of remaining length', hex('108080808001'), 'closed'),
  first('§2.2.3', 'CONNECT that announces 268,435,455 bytes', hex('10ffffff7f'), 'closed'),
  {
    ...{ clause: 'MQTT-3.1.0-2', name: 'a second CONNECT', ends: 'closed' },
    steps: [{ send: connectPacket({ id: id() }) }],
  },
  {
    ...{ clause: 'MQTT-3.1.4-5', name: 'packets sent before the CONNACK came', connected: false, ends: 'open' },
    steps: [
      {
        send: Buffer.concat([
          connectPacket({ id: id() }),
          publish('early/a', 'x', 1),
          packet(0x82, u16(2), text('early/b'), '01'),
        ]),
      },
      { gets: CONNACK },
      { gets: hex('40020001') },
      { gets: hex('9003000201') },
    ],
  },
];

export const CONNECTS: readonly Conversation[] = [
  ...protocols(),
  ...flags(),
  ...MISMATCHES,
  ...truncated(),
  ...texts(),
  ...OTHERS,
];
