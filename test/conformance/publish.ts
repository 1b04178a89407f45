import { hex, packet, publish, text, u16 } from '../support/mqtt-raw.ts';
import type { Conversation, Step } from './conversation.ts';
import { BAD_TEXTS, GOOD_TEXTS } from './texts.ts';

const talk = (
  clause: string,
  name: string,
  ends: 'open' | 'closed',
  send: Buffer,
  ...gets: Buffer[]
): Conversation => ({
  ...{ clause, name, ends },
  steps: [{ send }, ...gets.map((bytes): Step => ({ gets: bytes }))],
});

/** A PUBLISH with any first byte; with a packet id when its QoS bits ask for one. */
const withFirst = (first: number, topic: Buffer | string, payload = 'x', id = 9) =>
  packet(first, text(topic), ...((first >> 1) & 3 ? [u16(id)] : []), Buffer.from(payload));

/** §3.3.1: every first byte of a PUBLISH. */
function firstBytes(): Conversation[] {
  return Array.from({ length: 16 }, (_, low) => {
    const qos = (low >> 1) & 3;
    const name = `PUBLISH with flags ${low.toString(2).padStart(4, '0')}`;
    const bytes = withFirst(0x30 | low, `flags/${low}`);
    if (qos === 3) return talk('MQTT-3.3.1-4', name, 'closed', bytes);
    if (qos === 0 && low & 8) return talk('MQTT-3.3.1-2', name, 'closed', bytes);
    const answers = [[], [hex('40020009')], [hex('50020009')]][qos] ?? [];
    return talk('MQTT-3.3.4-1', name, 'open', bytes, ...answers);
  });
}

/** A PUBLISH cut after each byte of its variable header. */
function truncated(): Conversation[] {
  return [0x30, 0x32, 0x34].flatMap((first) => {
    const whole = withFirst(first, 'cut', '').subarray(2);
    return Array.from({ length: whole.length }, (_, length) =>
      talk(
        '§3.3.2',
        `PUBLISH ${first.toString(16)} cut after ${length} bytes`,
        'closed',
        packet(first, whole.subarray(0, length)),
      ),
    );
  });
}

/** §3.3.2.1, §4.7: topic names. */
function topics(): Conversation[] {
  const wrong: readonly (readonly [string, string])[] = [
    ['MQTT-4.7.3-1', ''],
    ...['#', '+', 'a/#', 'a/+', '+/a', 'a#', '#a', 'a+', 'a/+/b', '/#', '+/'].map(
      (topic) => ['MQTT-3.3.2-2', topic] as const,
    ),
  ];
  const right = ['a', '/', '//', '/a', 'a/', 'a//b', 'a b', 'A', `${'x/'.repeat(7)}x`, 'x'.repeat(250)];
  return [
    ...wrong.flatMap(([clause, topic]) =>
      [0x30, 0x32, 0x34].map((first) =>
        talk(clause, `PUBLISH ${first.toString(16)} to "${topic}"`, 'closed', withFirst(first, topic)),
      ),
    ),
    ...right.map((topic) =>
      talk('§4.7.3', `PUBLISH to "${topic.slice(0, 20)}"`, 'open', publish(topic, 'x', 3), hex('40020003')),
    ),
    ...BAD_TEXTS.flatMap(([clause, name, bytes]) =>
      [0x30, 0x32].map((first) =>
        talk(clause, `PUBLISH ${first.toString(16)}, topic: ${name}`, 'closed', withFirst(first, bytes)),
      ),
    ),
    ...GOOD_TEXTS.map(([clause, name, bytes]) =>
      talk(clause, `PUBLISH, topic: ${name}`, 'open', publish(bytes, 'x', 3), hex('40020003')),
    ),
  ];
}

const again = (first: number, id: number) => withFirst(first, 'twice', 'x', id);

/** §4.3: the flows of a publisher, and what comes twice. */
const FLOWS: readonly Conversation[] = [
  talk('MQTT-2.3.1-1', 'PUBLISH QoS 1 with packet id 0', 'closed', withFirst(0x32, 't', 'x', 0)),
  talk('MQTT-2.3.1-1', 'PUBLISH QoS 2 with packet id 0', 'closed', withFirst(0x34, 't', 'x', 0)),
  talk('MQTT-2.3.1-1', 'PUBLISH QoS 1 with DUP and packet id 0', 'closed', withFirst(0x3a, 't', 'x', 0)),
  talk('§2.3.1', 'PUBLISH QoS 1 with packet id 65535', 'open', withFirst(0x32, 't', 'x', 65_535), hex('4002ffff')),
  talk('§3.3.3', 'PUBLISH without a payload', 'open', publish('empty', '', 4), hex('40020004')),
  talk('§2.2.3', 'PUBLISH with five bytes of remaining length', 'closed', hex('308080808001')),
  {
    ...{ clause: 'MQTT-4.3.3-2', name: 'QoS 2 from PUBLISH to PUBCOMP', ends: 'open' },
    steps: [
      { send: withFirst(0x34, 't', 'x', 5) },
      { gets: hex('50020005') },
      { send: hex('62020005') },
      { gets: hex('70020005') },
    ],
  },
  ...[0x34, 0x3c].map(
    (second): Conversation => ({
      ...{
        clause: 'MQTT-4.3.3-2',
        name: `QoS 2 sent three times before PUBREL, then as ${second.toString(16)}`,
        ends: 'open',
      },
      steps: [
        { send: again(0x34, 6) },
        { gets: hex('50020006') },
        { send: again(second, 6) },
        { gets: hex('50020006') },
        { send: again(second, 6) },
        { gets: hex('50020006') },
        { send: hex('62020006') },
        { gets: hex('70020006') },
        { send: again(0x34, 6) },
        { gets: hex('50020006') },
      ],
    }),
  ),
  {
    ...{ clause: '§4.3.3', name: 'PUBREL sent twice', ends: 'open' },
    steps: [
      { send: again(0x34, 7) },
      { gets: hex('50020007') },
      { send: hex('62020007') },
      { gets: hex('70020007') },
      { send: hex('62020007') },
      { gets: hex('70020007') },
    ],
  },
  {
    ...{ clause: 'MQTT-4.3.2-2', name: 'QoS 1 sent again after its PUBACK', ends: 'open' },
    steps: [
      { send: again(0x32, 8) },
      { gets: hex('40020008') },
      { send: again(0x3a, 8) },
      { gets: hex('40020008') },
      { send: again(0x32, 8) },
      { gets: hex('40020008') },
    ],
  },
  {
    ...{ clause: 'MQTT-4.6.0-2', name: 'PUBACKs in the order of their PUBLISHes', ends: 'open' },
    steps: [
      {
        send: Buffer.concat(
          Array.from({ length: 50 }, (_, index) => withFirst(0x32, `order/${index}`, 'x', index + 1)),
        ),
      },
      { gets: Buffer.concat(Array.from({ length: 50 }, (_, index) => packet(0x40, u16(index + 1)))) },
    ],
  },
  {
    ...{ clause: 'MQTT-4.6.0-3', name: 'PUBRECs in the order of their PUBLISHes', ends: 'open' },
    steps: [
      {
        send: Buffer.concat(
          Array.from({ length: 20 }, (_, index) => withFirst(0x34, `order/${index}`, 'x', index + 1)),
        ),
      },
      { gets: Buffer.concat(Array.from({ length: 20 }, (_, index) => packet(0x50, u16(index + 1)))) },
    ],
  },
];

export const PUBLISHES: readonly Conversation[] = [...firstBytes(), ...truncated(), ...topics(), ...FLOWS];
