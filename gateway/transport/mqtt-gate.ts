import { filterFault, topicFault } from './mqtt-filter.ts';

/** Packet types of MQTT 3.1.1 §2.2.1 that a client may send. */
export const CONNECT = 1;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PUBREC = 5;
export const PUBREL = 6;
export const PUBCOMP = 7;
const SUBSCRIBE = 8;
const UNSUBSCRIBE = 10;
export const PINGREQ = 12;
export const DISCONNECT = 14;

/** A CONNECT that is longer is refused by its length field: nobody has shown who they are yet. */
export const MAX_CONNECT = 8 << 10;
/** Longest packet of another type than CONNECT and PUBLISH: enough for hundreds of topic filters. */
const MAX_CONTROL = 64 << 10;
/** Longest PUBLISH without its payload: length and bytes of the topic, packet id. */
const MAX_PUBLISH_HEADER = 2 + 65_535 + 2;

/**
 * Bytes that may follow the fixed header whose first byte is `first`, from a client that is or is not `connected`; -1 when
 * no client may send such a packet then: reserved types and flags (§2.2), what only a server sends, a second CONNECT.
 */
export function lengthLimit(first: number, connected: boolean, maxPayload: number): number {
  const type = first >> 4;
  if (!connected) return first === CONNECT << 4 ? MAX_CONNECT : -1;
  if (type === PUBLISH)
    return (first & 0x06) === 0x06 || (first & 0x0e) === 0x08 ? -1 : maxPayload + MAX_PUBLISH_HEADER;
  switch (type) {
    case PUBACK:
    case PUBREC:
    case PUBCOMP:
      return (first & 0x0f) === 0 ? 2 : -1;
    case PUBREL:
      return (first & 0x0f) === 2 ? 2 : -1;
    case SUBSCRIBE:
    case UNSUBSCRIBE:
      return (first & 0x0f) === 2 ? MAX_CONTROL : -1;
    case PINGREQ:
    case DISCONNECT:
      return (first & 0x0f) === 0 ? 0 : -1;
    default:
      return -1;
  }
}

/** What is wrong with a packet of a connected client whose first byte `lengthLimit` let pass, or nothing. */
export function packetFault(bytes: Buffer, start: number, body: number, end: number): string | undefined {
  const first = bytes[start] as number;
  switch (first >> 4) {
    case PUBLISH:
      return publishFault(bytes, (first >> 1) & 3, body, end);
    case PUBACK:
    case PUBREC:
    case PUBREL:
    case PUBCOMP:
      return end - body === 2 ? idFault(bytes, body) : 'an acknowledgement without a packet id';
    case SUBSCRIBE:
      return filtersFault(bytes, body, end, true);
    case UNSUBSCRIBE:
      return filtersFault(bytes, body, end, false);
    default:
      return undefined;
  }
}

function idFault(bytes: Buffer, at: number): string | undefined {
  return bytes.readUInt16BE(at) === 0 ? 'packet id 0' : undefined; // MQTT-2.3.1-1
}

function publishFault(bytes: Buffer, qos: number, body: number, end: number): string | undefined {
  const topicEnd = body + 2 > end ? -1 : body + 2 + bytes.readUInt16BE(body);
  if (topicEnd < 0 || topicEnd + (qos > 0 ? 2 : 0) > end) return 'PUBLISH: ends inside its header';
  return topicFault(bytes, body + 2, topicEnd) ?? (qos > 0 ? idFault(bytes, topicEnd) : undefined);
}

/** §3.8.3, §3.10.3: one filter at least, each with a QoS of 0 to 2 in a SUBSCRIBE. */
function filtersFault(bytes: Buffer, body: number, end: number, withQos: boolean): string | undefined {
  if (body + 2 >= end) return 'no topic filter';
  for (let at = body + 2; at < end; ) {
    const filterEnd = at + 2 > end ? end + 1 : at + 2 + bytes.readUInt16BE(at);
    if (filterEnd + (withQos ? 1 : 0) > end) return 'ends inside a topic filter';
    const fault = filterFault(bytes, at + 2, filterEnd);
    if (fault) return fault;
    if (withQos && (bytes[filterEnd] as number) > 2) return 'a requested QoS above 2'; // MQTT-3-8.3-4
    at = filterEnd + (withQos ? 1 : 0);
  }
  return idFault(bytes, body);
}
