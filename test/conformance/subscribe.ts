import { hex, packet, text, u16 } from '../support/mqtt-raw.ts';
import type { Conversation } from './conversation.ts';
import { BAD_TEXTS, GOOD_TEXTS } from './texts.ts';

/** SUBSCRIBE and UNSUBSCRIBE differ in the byte behind each filter, and in the answer. */
interface Kind {
  readonly name: string;
  readonly first: number;
  readonly tail: string;
  /** The answer to a packet with id 1 and so many filters. */
  answer(filters: number): Buffer;
}
const SUBSCRIBE: Kind = {
  ...{ name: 'SUBSCRIBE', first: 0x82, tail: '00' },
  answer: (filters) => packet(0x90, '0001', Buffer.alloc(filters)),
};
const UNSUBSCRIBE: Kind = { name: 'UNSUBSCRIBE', first: 0xa2, tail: '', answer: () => hex('b0020001') };

const made = ({ first, tail }: Kind, filters: readonly (string | Buffer)[], id = 1) =>
  packet(first, u16(id), ...filters.flatMap((filter) => [text(filter), hex(tail)]));
const good = (clause: string, name: string, bytes: Buffer, answer: Buffer): Conversation => ({
  ...{ clause, name, ends: 'open' },
  steps: [{ send: bytes }, { gets: answer }],
});
const bad = (clause: string, name: string, bytes: Buffer): Conversation => ({
  ...{ clause, name, ends: 'closed' },
  steps: [{ send: bytes }],
});

/** §4.7.1. */
const RIGHT = [
  'f/a',
  '/',
  'f//a',
  '/f',
  'f/',
  '+',
  '+/+',
  'f/+',
  '+/f',
  'f/+/b',
  '/+',
  '+/',
  'f/#',
  'f/+/#',
  '+/#',
  'f/b/#',
  'F',
  'f b/c',
];
const WRONG: readonly (readonly [string, string])[] = [
  ['MQTT-4.7.3-1', ''],
  ...['a#', '#a', '#/a', 'a/#/b', 'a/b#', '##', '#/#', '/#/', '+#', 'a/+#'].map(
    (filter) => ['MQTT-4.7.1-2', filter] as const,
  ),
  ...['a+', '+a', 'a/+b', 'a/b+', '++', 'a/++/b', '+a/b', 'a+/b'].map((filter) => ['MQTT-4.7.1-3', filter] as const),
];

function both(kind: Kind): Conversation[] {
  const { name, first } = kind;
  const flags = first === 0x82 ? 'MQTT-3.8.1-1' : 'MQTT-3.10.1-1';
  const empty = first === 0x82 ? 'MQTT-3.8.3-3' : 'MQTT-3.10.3-2';
  const whole = made(kind, ['cut/a', 'cut/b']).subarray(2);
  const boundaries = new Set([2 + text('cut/a').length + kind.tail.length / 2]);
  return [
    ...Array.from({ length: 16 }, (_, low) => low)
      .filter((low) => low !== 2)
      .map((low) =>
        bad(
          flags,
          `${name} with flags ${low}`,
          Buffer.concat([Buffer.from([(first & 0xf0) | low]), made(kind, ['a']).subarray(1)]),
        ),
      ),
    bad('MQTT-2.3.1-1', `${name} with packet id 0`, made(kind, ['a'], 0)),
    bad(empty, `${name} without a filter`, made(kind, [])),
    ...Array.from({ length: whole.length }, (_, length) => length)
      .filter((length) => !boundaries.has(length))
      .map((length) => bad(empty, `${name} cut after ${length} bytes`, packet(first, whole.subarray(0, length)))),
    ...RIGHT.map((filter) => good('§4.7.1', `${name} "${filter}"`, made(kind, [filter]), kind.answer(1))),
    ...WRONG.map(([clause, filter]) => bad(clause, `${name} "${filter}"`, made(kind, [filter]))),
    ...WRONG.map(([clause, filter]) => bad(clause, `${name} "a" and "${filter}"`, made(kind, ['a', filter]))),
    ...BAD_TEXTS.map(([clause, what, bytes]) => bad(clause, `${name}: ${what}`, made(kind, [bytes]))),
    ...GOOD_TEXTS.map(([clause, what, bytes]) => good(clause, `${name}: ${what}`, made(kind, [bytes]), kind.answer(1))),
    good(
      `${name} payload`,
      `${name} with 10 filters`,
      made(
        kind,
        Array.from({ length: 10 }, (_, index) => `many/${index}`),
      ),
      kind.answer(10),
    ),
  ];
}

/** §3.8.3, §3.9.3: requested and granted QoS. */
function qos(): Conversation[] {
  return [0, 1, 2, 3, 4, 8, 0x40, 0x7f, 0x80, 0x81, 0xff].map((byte) => {
    const bytes = packet(0x82, u16(1), text('q'), Buffer.from([byte]));
    const name = `SUBSCRIBE with QoS byte ${byte}`;
    return byte > 2
      ? bad('MQTT-3-8.3-4', name, bytes)
      : good('MQTT-3.9.3-1', name, bytes, packet(0x90, '0001', Buffer.from([byte])));
  });
}

const OTHERS: readonly Conversation[] = [
  good(
    'MQTT-3.9.3-1',
    'SUBSCRIBE answered in order',
    packet(0x82, u16(1), text('a'), '02', text('b'), '00', text('c'), '01'),
    hex('90050001020001'),
  ),
  good('MQTT-3.10.4-5', 'UNSUBSCRIBE from what was never subscribed to', made(UNSUBSCRIBE, ['never']), hex('b0020001')),
  {
    ...{ clause: 'MQTT-3.8.4-3', name: 'SUBSCRIBE twice', ends: 'open' },
    steps: [
      { send: packet(0x82, u16(1), text('again'), '00') },
      { gets: hex('9003000100') },
      { send: packet(0x82, u16(2), text('again'), '02') },
      { gets: hex('9003000202') },
    ],
  },
  {
    ...{ clause: 'MQTT-3.10.4-1', name: 'no message after UNSUBSCRIBE', ends: 'open' },
    steps: [
      { send: packet(0x82, u16(1), text('quiet'), '00') },
      { gets: hex('9003000100') },
      { send: packet(0x30, text('quiet'), Buffer.from('heard')) },
      { gets: packet(0x30, text('quiet'), Buffer.from('heard')) },
      { send: made(UNSUBSCRIBE, ['quiet']) },
      { gets: hex('b0020001') },
      { send: packet(0x32, text('quiet'), u16(3), Buffer.from('unheard')) },
      { gets: hex('40020003') },
      { send: hex('c000') },
      { gets: hex('d000') },
    ],
  },
];

export const SUBSCRIBES: readonly Conversation[] = [...both(SUBSCRIBE), ...both(UNSUBSCRIBE), ...qos(), ...OTHERS];
