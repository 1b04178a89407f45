import type { Route } from '../model/message.ts';

/** The names in front of frames, decoded once for all frames that share them. */
export interface Routes {
  /** The names encoded in `bytes[start, end)`, which are known to lie inside it. */
  at(bytes: Buffer, start: number, end: number): Route;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly route: Route;
}

/** Routes kept; at the bound it starts afresh, which costs only time. */
const MAX_ROUTES = 131_072;
const FIRST_SIZE = 1_024;
/** Bytes of the topic's end that are hashed beside vendor and device; most topics repeat those two anyway. */
const TOPIC_TAIL = 4;

/** A hash table over encoded names. A route is the same object for all frames it is found for. */
export function createRoutes(maxRoutes = MAX_ROUTES): Routes {
  let slots = new Array<Known | undefined>(FIRST_SIZE).fill(undefined);
  let count = 0;

  const put = (known: Known): void => {
    const mask = slots.length - 1;
    let slot = hashOf(known.bytes, 0, known.bytes.length) & mask;
    while (slots[slot] !== undefined) slot = (slot + 1) & mask;
    slots[slot] = known;
  };

  const add = (bytes: Buffer, start: number, end: number): Route => {
    if (count >= maxRoutes) {
      slots = new Array<Known | undefined>(FIRST_SIZE).fill(undefined);
      count = 0;
    } else if (++count * 2 > slots.length) {
      const before = slots;
      slots = new Array<Known | undefined>(before.length * 2).fill(undefined);
      for (const known of before) if (known) put(known);
    }
    const known = { bytes: Uint8Array.from(bytes.subarray(start, end)), route: decodeRoute(bytes, start, end) };
    put(known);
    return known.route;
  };

  return {
    at(bytes, start, end) {
      const mask = slots.length - 1;
      for (let slot = hashOf(bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
        const known = slots[slot];
        if (known === undefined) return add(bytes, start, end);
        if (equal(known.bytes, bytes, start, end)) return known.route;
      }
    },
  };
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  const names = start + 4 + (bytes[start] as number) + (bytes[start + 1] as number);
  for (let index = start; index < names; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x9e3779b1);
  for (let index = Math.max(names, end - TOPIC_TAIL); index < end; index++)
    hash = Math.imul(hash ^ (bytes[index] as number), 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function equal(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let index = 0; index < known.length; index++) if (known[index] !== bytes[start + index]) return false;
  return true;
}

/** Encodes names: u8 vendor length · u8 device length · u16 topic length · vendor · device (both ASCII) · topic. */
export function encodeRoute(names: Route): Buffer {
  const { vendor, device, topic } = names;
  const topicLength = Buffer.byteLength(topic);
  const route = Buffer.allocUnsafe(4 + vendor.length + device.length + topicLength);
  route[0] = vendor.length;
  route[1] = device.length;
  route.writeUInt16LE(topicLength, 2);
  route.write(vendor, 4, 'latin1');
  route.write(device, 4 + vendor.length, 'latin1');
  route.write(topic, 4 + vendor.length + device.length);
  return route;
}

/** Where the names that begin at `start` end. */
export function routeEnd(bytes: Buffer, start: number): number {
  return start + 4 + bytes.readUInt8(start) + bytes.readUInt8(start + 1) + bytes.readUInt16LE(start + 2);
}

/** Whether the vendor of encoded names is `vendor`. */
export function isOf(route: Buffer, vendor: string): boolean {
  return route[0] === vendor.length && route.toString('latin1', 4, 4 + vendor.length) === vendor;
}

function decodeRoute(bytes: Buffer, start: number, end: number): Route {
  const vendorEnd = start + 4 + (bytes[start] as number);
  const deviceEnd = vendorEnd + (bytes[start + 1] as number);
  return {
    vendor: bytes.toString('latin1', start + 4, vendorEnd),
    device: bytes.toString('latin1', vendorEnd, deviceEnd),
    topic: bytes.toString('utf8', deviceEnd, end),
  };
}
