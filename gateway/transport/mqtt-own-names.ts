import type { Login } from '../model/login.ts';

const OWN = Buffer.from('v1/me/');
const UNSUBSCRIBE = 0xa2;

/**
 * An UNSUBSCRIBE with `v1/me/…` written out, as the broker knows the subscription. The packet passed the gate; its variable
 * header begins at `body`. Without such a filter it is returned as it is.
 */
export function withOwnNames(packet: Buffer, body: number, login: Login | undefined): Buffer {
  if (login?.kind !== 'device' || packet[0] !== UNSUBSCRIBE || !packet.includes(OWN)) return packet;
  const own = Buffer.from(`v1/${login.vendor}/${login.device}/`);
  const parts: Buffer[] = [packet.subarray(body, body + 2)];
  for (let at = body + 2; at < packet.length; ) {
    const end = at + 2 + packet.readUInt16BE(at);
    const filter = packet.subarray(at + 2, end);
    const mine = filter.subarray(0, OWN.length).equals(OWN);
    const name = mine ? Buffer.concat([own, filter.subarray(OWN.length)]) : filter;
    // Longer than a string may be: no subscription has that name either way.
    parts.push(...(name.length > 0xffff ? [lengthOf(filter), filter] : [lengthOf(name), name]));
    at = end;
  }
  const rest = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([UNSUBSCRIBE, ...remainingLength(rest.length)]), rest]);
}

const lengthOf = (text: Buffer): Buffer => Buffer.from([text.length >> 8, text.length & 0xff]);

/** MQTT 3.1.1 §2.2.3. */
function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  for (let left = length; ; left >>= 7) {
    bytes.push(left > 0x7f ? (left & 0x7f) | 0x80 : left);
    if (left <= 0x7f) return bytes;
  }
}
