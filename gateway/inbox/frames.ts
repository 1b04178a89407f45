import type { Arrival, RawMessage, Transport } from '../model/message.ts';

/*
 * All frames of one group commit, one behind the other:
 *   u32 length of what follows · f64 receivedAt · u8 transport · u8 flags · [i32 skewMs] · u8 vendor length · u8 device length ·
 *   u16 topic length · vendor · device · topic · payload
 * Numbers are little-endian. flags: bits 0–1 QoS, 2 retain, 3 DUP, 4 skew present.
 */

const TRANSPORTS: readonly Transport[] = ['mqtt', 'onvif-pull', 'onvif-push', 'http'];
const RETAIN = 4;
const DUP = 8;
const SKEW = 16;
const FIXED = 4 + 8 + 1 + 1 + 1 + 1 + 2;

/** Bytes a frame takes in a commit, at most (names are ASCII; topics and payloads are counted in UTF-8 bytes). */
export function frameSize(arrival: Arrival): number {
  return (
    FIXED +
    4 +
    arrival.vendor.length +
    arrival.device.length +
    Buffer.byteLength(arrival.topic) +
    arrival.payload.length
  );
}

/** Writes the frames of one commit. */
export function encodeFrames(arrivals: readonly Arrival[]): Buffer {
  let size = 0;
  for (const arrival of arrivals) size += frameSize(arrival);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const arrival of arrivals) {
    const start = at;
    at = bytes.writeDoubleLE(arrival.receivedAt, at + 4);
    bytes[at++] = TRANSPORTS.indexOf(arrival.transport);
    const skew = arrival.skewMs;
    bytes[at++] =
      arrival.qos | (arrival.retain ? RETAIN : 0) | (arrival.dup ? DUP : 0) | (skew === undefined ? 0 : SKEW);
    if (skew !== undefined) at = bytes.writeInt32LE(clampInt32(skew), at);
    const lengths = at;
    at += 4;
    bytes[lengths] = bytes.write(arrival.vendor, at, 'latin1');
    at += arrival.vendor.length;
    bytes[lengths + 1] = bytes.write(arrival.device, at, 'latin1');
    at += arrival.device.length;
    const topicLength = bytes.write(arrival.topic, at);
    bytes.writeUInt16LE(topicLength, lengths + 2);
    at += topicLength;
    bytes.set(arrival.payload, at);
    at += arrival.payload.length;
    bytes.writeUInt32LE(at - start - 4, start);
  }
  return bytes.subarray(0, at);
}

/** Reads the frames of commit `commit`; throws a RangeError on bytes that `encodeFrames` did not write. */
export function decodeFrames(commit: number, bytes: Buffer): RawMessage[] {
  const messages: RawMessage[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new RangeError(`frame ${messages.length} ends behind its commit`);
    const receivedAt = bytes.readDoubleLE(at + 4);
    const transport = TRANSPORTS[bytes.readUInt8(at + 12)];
    if (!transport) throw new RangeError(`frame ${messages.length} has an unknown transport`);
    const flags = bytes.readUInt8(at + 13);
    at += 14;
    let skewMs: number | undefined;
    if (flags & SKEW) {
      skewMs = bytes.readInt32LE(at);
      at += 4;
    }
    const vendorEnd = at + 4 + bytes.readUInt8(at);
    const deviceEnd = vendorEnd + bytes.readUInt8(at + 1);
    const topicEnd = deviceEnd + bytes.readUInt16LE(at + 2);
    if (topicEnd > end) throw new RangeError(`frame ${messages.length} is shorter than its names`);
    messages.push({
      position: { commit, frame: messages.length },
      receivedAt,
      transport,
      vendor: bytes.toString('latin1', at + 4, vendorEnd),
      device: bytes.toString('latin1', vendorEnd, deviceEnd),
      topic: bytes.toString('utf8', deviceEnd, topicEnd),
      payload: bytes.subarray(topicEnd, end),
      qos: (flags & 3) as 0 | 1 | 2,
      retain: (flags & RETAIN) !== 0,
      dup: (flags & DUP) !== 0,
      ...(skewMs === undefined ? {} : { skewMs }),
    });
    at = end;
  }
  return messages;
}

function clampInt32(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(value)));
}
