import type { Identity } from '../model/decoded.ts';

/** Identities remembered per device; older repeats are caught by the state table and the candidateId. */
export const WINDOW_SIZE = 128;
const INITIAL_SIZE = 8;

/** The last identities of a device as 64-bit hashes: two rings of numbers, 1 KiB when full. */
export interface DuplicateWindow {
  /** Low halves, apart from the high ones so that a search runs over neighbours. */
  lows: Uint32Array;
  highs: Uint32Array;
  /** Identities held. */
  used: number;
  /** The one that is overwritten next once the ring is full. */
  next: number;
}

export function emptyWindow(): DuplicateWindow {
  return { lows: new Uint32Array(INITIAL_SIZE), highs: new Uint32Array(INITIAL_SIZE), used: 0, next: 0 };
}

/** Two whole numbers of 53 bits, in two halves each. */
const words = new Int32Array(4);

/** Two 32-bit hashes of an identity in one pass, mixed like MurmurHash3's finalizer. */
export function hashIdentity({ kind, time = -1, mark, by }: Identity, into: Uint32Array): void {
  let low = 0x9e3779b9 ^ kind.length;
  let high = by === 'seq' ? 0x7f4a7c15 : 0x2545f491;
  for (let index = 0; index < kind.length; index++) low = Math.imul(low ^ kind.charCodeAt(index), 0x85ebca6b);
  words[0] = time | 0;
  words[1] = (time / 2 ** 32) | 0;
  words[2] = mark | 0;
  words[3] = (mark / 2 ** 32) | 0;
  for (let index = 0; index < 4; index++) {
    const word = words[index] as number;
    low = Math.imul(low ^ word, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  into[0] = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ (high >>> 7);
  into[1] = Math.imul(high ^ (high >>> 16), 0xc2b2ae35) ^ (low >>> 9);
}

export function contains({ lows, highs, used }: DuplicateWindow, low: number, high: number): boolean {
  for (let at = lows.indexOf(low); at >= 0 && at < used; at = lows.indexOf(low, at + 1))
    if (highs[at] === high) return true;
  return false;
}

/** Remembers an identity; at 128 the oldest is forgotten. */
export function remember(window: DuplicateWindow, low: number, high: number): void {
  if (window.used === window.lows.length && window.used < WINDOW_SIZE) {
    window.lows = grown(window.lows);
    window.highs = grown(window.highs);
  }
  let at = window.next;
  if (window.used < WINDOW_SIZE) at = window.used++;
  else window.next = (at + 1) % WINDOW_SIZE;
  window.lows[at] = low;
  window.highs[at] = high;
}

function grown(half: Uint32Array): Uint32Array {
  const larger = new Uint32Array(Math.min(half.length * 2, WINDOW_SIZE));
  larger.set(half);
  return larger;
}

/** The window as bytes, oldest identity first. */
export function windowBytes({ lows, highs, used, next }: DuplicateWindow): Buffer {
  const bytes = Buffer.allocUnsafe(used * 8);
  for (let index = 0; index < used; index++) {
    const at = (next + index) % used;
    bytes.writeUInt32LE(lows[at] ?? 0, index * 8);
    bytes.writeUInt32LE(highs[at] ?? 0, index * 8 + 4);
  }
  return bytes;
}

export function windowFrom(bytes: Buffer): DuplicateWindow {
  const window = emptyWindow();
  for (let at = 0; at + 8 <= bytes.length; at += 8)
    remember(window, bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4));
  return window;
}
