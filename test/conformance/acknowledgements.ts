import { hex, packet } from '../support/mqtt-raw.ts';
import type { Conversation } from './conversation.ts';

/** §3.4 to §3.7: type, the fixed header flags it must have, and the answer to one that nobody waits for. */
const KINDS = [
  { name: 'PUBACK', type: 4, flags: 0, answer: '' },
  { name: 'PUBREC', type: 5, flags: 0, answer: '62020001' },
  { name: 'PUBREL', type: 6, flags: 2, answer: '70020001' },
  { name: 'PUBCOMP', type: 7, flags: 0, answer: '' },
] as const;

const talk = (clause: string, name: string, ends: 'open' | 'closed', bytes: Buffer, answer = ''): Conversation => ({
  ...{ clause, name, ends },
  steps: [{ send: bytes }, ...(answer && ends === 'open' ? [{ gets: hex(answer) }] : [])],
});

export const ACKNOWLEDGEMENTS: readonly Conversation[] = KINDS.flatMap(({ name, type, flags, answer }) => [
  ...Array.from({ length: 16 }, (_, low) =>
    talk(
      type === 6 ? 'MQTT-3.6.1-1' : 'MQTT-2.2.2-2',
      `${name} with flags ${low}`,
      low === flags ? 'open' : 'closed',
      packet((type << 4) | low, '0001'),
      answer,
    ),
  ),
  ...['', '00', '000100', '00010000', '000100000000'].map((body) =>
    talk(`§3.${type}.1`, `${name} of ${body.length / 2} bytes`, 'closed', packet((type << 4) | flags, body)),
  ),
  talk('MQTT-2.3.1-1', `${name} with packet id 0`, 'closed', packet((type << 4) | flags, '0000')),
]);
