import { topicFault } from './mqtt-filter.ts';
import { textFault } from './mqtt-text.ts';

/** What a CONNECT is: fit for the broker, refused with a CONNACK code, or not MQTT. */
export type ConnectVerdict =
  /** Keep alive is in seconds and stands as two bytes at `keepAliveAt`. */
  | { readonly keepAlive: number; readonly keepAliveAt: number }
  | { readonly refuse: 1 | 2 }
  | { readonly fault: string };

const CLEAN = 0x02;
const WILL = 0x04;
const WILL_QOS = 0x18;
const WILL_RETAIN = 0x20;
const PASSWORD = 0x40;
const USERNAME = 0x80;

/** Judges the CONNECT whose variable header and payload are `bytes[body, end)` (MQTT 3.1.1 §3.1; 3.1 §3.1). */
export function judgeConnect(bytes: Buffer, body: number, end: number): ConnectVerdict {
  const protocol = field(bytes, body, end);
  if (protocol < 0) return { fault: 'CONNECT: no protocol name' };
  const name = bytes.toString('latin1', body + 2, protocol);
  if (name !== 'MQTT' && name !== 'MQIsdp') return { fault: 'CONNECT: not an MQTT protocol name' }; // MQTT-3.1.2-1
  if (protocol + 4 > end) return { fault: 'CONNECT: ends inside its header' };
  // Bit 7 marks a bridge, which both versions' brokers take as an ordinary client.
  const level = (bytes[protocol] as number) & 0x7f;
  if (level !== (name === 'MQTT' ? 4 : 3)) return { refuse: 1 }; // MQTT-3.1.2-2
  const flags = bytes[protocol + 1] as number;
  const wrong = flagsFault(flags, level);
  if (wrong) return { fault: `CONNECT: ${wrong}` };

  const id = protocol + 4;
  const idEnd = field(bytes, id, end);
  const fault = idEnd < 0 ? 'ends inside the client id' : (textFault(bytes, id + 2, idEnd) ?? restFault());
  if (fault) return { fault: `CONNECT: ${fault}` };
  // MQTT-3.1.3-8; MQTT 3.1 has no client without an id.
  if (idEnd === id + 2 && (level === 3 || (flags & CLEAN) === 0)) return { refuse: 2 };
  return { keepAlive: bytes.readUInt16BE(protocol + 2), keepAliveAt: protocol + 2 };

  /** Will, user name and password are there exactly when their flags say so, and nothing is behind them (MQTT-3.1.3-1). */
  function restFault(): string | undefined {
    let at = idEnd;
    const take = (wanted: number, what: string, check?: typeof textFault): string | undefined => {
      if ((flags & wanted) === 0) return undefined;
      const start = at + 2;
      at = field(bytes, at, end);
      return at < 0 ? `ends inside the ${what}` : check?.(bytes, start, at);
    };
    return (
      take(WILL, 'will topic', topicFault) ??
      take(WILL, 'will message') ??
      take(USERNAME, 'user name', textFault) ??
      take(PASSWORD, 'password') ??
      (at === end ? undefined : 'bytes behind its last field')
    );
  }
}

/** End of the length-prefixed field at `at`, or -1 when it would end behind `end`. */
function field(bytes: Buffer, at: number, end: number): number {
  if (at + 2 > end) return -1;
  const after = at + 2 + bytes.readUInt16BE(at);
  return after > end ? -1 : after;
}

function flagsFault(flags: number, level: number): string | undefined {
  if (level === 4 && flags & 1) return 'the reserved flag is set'; // MQTT-3.1.2-3
  if ((flags & WILL_QOS) === WILL_QOS) return 'will QoS 3'; // MQTT-3.1.2-14
  if (!(flags & WILL) && flags & (WILL_QOS | WILL_RETAIN)) return 'will flags without a will'; // MQTT-3.1.2-13/-15
  if (!(flags & USERNAME) && flags & PASSWORD) return 'a password without a user name'; // MQTT-3.1.2-22
  return undefined;
}
