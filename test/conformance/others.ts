import { hex, packet } from '../support/mqtt-raw.ts';
import type { Conversation } from './conversation.ts';

const closed = (clause: string, name: string, bytes: Buffer): Conversation => ({
  ...{ clause, name, ends: 'closed' },
  steps: [{ send: bytes }],
});
const lows = Array.from({ length: 16 }, (_, low) => low);

/** Packets only a server sends, and reserved types (§2.2.1), each with a body that would be right. */
const NOT_FOR_CLIENTS: readonly (readonly [string, number, string])[] = [
  ['reserved type 0', 0, ''],
  ['CONNACK', 2, '0000'],
  ['SUBACK', 9, '000100'],
  ['UNSUBACK', 11, '0001'],
  ['PINGRESP', 13, ''],
  ['reserved type 15', 15, ''],
];

export const OTHERS: readonly Conversation[] = [
  { clause: 'MQTT-3.12.4-1', name: 'PINGREQ', steps: [{ send: hex('c000') }, { gets: hex('d000') }], ends: 'open' },
  ...lows
    .filter((low) => low > 0)
    .map((low) => closed('MQTT-2.2.2-2', `PINGREQ with flags ${low}`, packet(0xc0 | low))),
  ...lows
    .filter((low) => low > 0)
    .map((low) => closed('MQTT-3.14.1-1', `DISCONNECT with flags ${low}`, packet(0xe0 | low))),
  ...['00', '0000', '00000000'].flatMap((body) => [
    closed('§3.12.1', `PINGREQ of ${body.length / 2} bytes`, packet(0xc0, body)),
    closed('§3.14.1', `DISCONNECT of ${body.length / 2} bytes`, packet(0xe0, body)),
  ]),
  closed('MQTT-3.14.4-2', 'DISCONNECT', hex('e000')),
  closed('MQTT-3.14.4-2', 'a PINGREQ behind DISCONNECT', hex('e000c000')),
  ...NOT_FOR_CLIENTS.flatMap(([name, type, body]) =>
    lows.map((low) => closed('MQTT-4.8.0-1', `${name} with flags ${low}`, packet((type << 4) | low, body))),
  ),
  ...lows
    .filter((type) => type !== 1)
    .map((type) =>
      closed(
        '§2.2.3',
        `type ${type} with five bytes of remaining length`,
        Buffer.from([type << 4, 0x80, 0x80, 0x80, 0x80, 0x01]),
      ),
    ),
];
