import type { Piece } from '../model/inbox-writer.ts';
import type { Arrival, RawMessage, Transport } from '../model/message.ts';
import { encodeRoute, type Routes, routeEnd } from './routes.ts';

/*
 * All frames of one group commit, one behind the other:
 *   u32 length of what follows · f64 receivedAt · u8 transport · u8 flags · [i32 skewMs] · route · payload
 *   route: the names, as routes.ts writes them
 * Numbers are little-endian. flags: bits 0–1 QoS, 2 retain, 3 DUP, 4 skew present.
 */

const TRANSPORTS: readonly Transport[] = ['mqtt', 'onvif-pull', 'onvif-push', 'http'];
const RETAIN = 4;
const DUP = 8;
const SKEW = 16;
const FIXED = 4 + 8 + 1 + 1;

/** Bytes a piece takes in a commit. */
export function pieceSize(piece: Readonly<Piece>): number {
  return FIXED + piece.route.length + piece.end - piece.start;
}

/** Bytes a message takes in a commit. */
export function frameSize(arrival: Arrival, route: Buffer): number {
  return FIXED + (arrival.skewMs === undefined ? 0 : 4) + route.length + arrival.payload.length;
}

/** Writes a piece at `at`; returns where the next frame begins. */
export function writePiece(into: Buffer, at: number, piece: Readonly<Piece>): number {
  const length = pieceSize(piece);
  into.writeUInt32LE(length - 4, at);
  into.writeDoubleLE(piece.receivedAt, at + 4);
  into[at + 12] = 0;
  into[at + 13] = piece.qos | (piece.retain ? RETAIN : 0) | (piece.dup ? DUP : 0);
  piece.route.copy(into, at + FIXED);
  piece.bytes.copy(into, at + FIXED + piece.route.length, piece.start, piece.end);
  return at + length;
}

/** Writes a message at `at`; returns where the next frame begins. */
export function writeFrame(into: Buffer, at: number, arrival: Arrival, route: Buffer): number {
  const length = frameSize(arrival, route);
  const skew = arrival.skewMs;
  into.writeUInt32LE(length - 4, at);
  into.writeDoubleLE(arrival.receivedAt, at + 4);
  into[at + 12] = TRANSPORTS.indexOf(arrival.transport);
  into[at + 13] =
    arrival.qos | (arrival.retain ? RETAIN : 0) | (arrival.dup ? DUP : 0) | (skew === undefined ? 0 : SKEW);
  let names = at + FIXED;
  if (skew !== undefined) names = into.writeInt32LE(clampInt32(skew), names);
  route.copy(into, names);
  into.set(arrival.payload, names + route.length);
  return at + length;
}

/** Writes the frames of one commit. */
export function encodeFrames(arrivals: readonly Arrival[]): Buffer {
  const routes = arrivals.map(encodeRoute);
  let size = 0;
  for (const [index, arrival] of arrivals.entries()) size += frameSize(arrival, routes[index] as Buffer);
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, arrival] of arrivals.entries()) at = writeFrame(bytes, at, arrival, routes[index] as Buffer);
  return bytes;
}

/** Reads the frames of commit `commit`; throws a RangeError on bytes that `encodeFrames` did not write. */
export function decodeFrames(commit: number, bytes: Buffer, routes: Routes): RawMessage[] {
  const messages: RawMessage[] = [];
  let at = 0;
  while (at < bytes.length) {
    const frame = messages.length;
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length) throw new RangeError(`frame ${frame} ends behind its commit`);
    const receivedAt = bytes.readDoubleLE(at + 4);
    const transport = TRANSPORTS[bytes.readUInt8(at + 12)];
    if (!transport) throw new RangeError(`frame ${frame} has an unknown transport`);
    const flags = bytes.readUInt8(at + 13);
    at += FIXED;
    const skewMs = flags & SKEW ? bytes.readInt32LE(at) : undefined;
    if (skewMs !== undefined) at += 4;
    const names = routeEnd(bytes, at);
    if (names > end) throw new RangeError(`frame ${frame} is shorter than its names`);
    const route = routes.at(bytes, at, names);
    const { vendor, device, topic } = route;
    const payload = bytes.subarray(names, end);
    const qos = (flags & 3) as 0 | 1 | 2;
    const retain = (flags & RETAIN) !== 0;
    const dup = (flags & DUP) !== 0;
    // Written out twice: a spread would cost as much as the rest.
    const position = { commit, frame };
    messages.push(
      skewMs === undefined
        ? { position, receivedAt, transport, vendor, device, topic, payload, qos, retain, dup, route }
        : { position, receivedAt, transport, vendor, device, topic, payload, qos, retain, dup, route, skewMs },
    );
    at = end;
  }
  return messages;
}

function clampInt32(value: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(value)));
}
