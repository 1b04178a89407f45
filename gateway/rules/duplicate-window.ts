/** Identities remembered per device; older repeats are caught by the state table and the candidateId. */
export const WINDOW_SIZE = 128;
const INITIAL_SIZE = 8;

/** The last identities of a device as 64-bit hashes: a ring of number pairs, 1 KiB when full. */
export interface DuplicateWindow {
  /** Pairs (low, high). */
  cells: Uint32Array;
  /** Pairs in use. */
  used: number;
  /** Pair that is overwritten next once the ring is full. */
  next: number;
}

export function emptyWindow(): DuplicateWindow {
  return { cells: new Uint32Array(INITIAL_SIZE * 2), used: 0, next: 0 };
}

/** Two independent 32-bit hashes of an identity: murmur-like mixing, one pass. */
export function hashIdentity(identity: string, into: Uint32Array): void {
  let low = 0x9e3779b9 ^ identity.length;
  let high = 0x7f4a7c15;
  for (let index = 0; index < identity.length; index++) {
    const code = identity.charCodeAt(index);
    low = Math.imul(low ^ code, 0x85ebca6b);
    low ^= low >>> 15;
    high = Math.imul(high ^ code, 0xc2b2ae35);
    high ^= high >>> 13;
  }
  into[0] = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ (high >>> 7);
  into[1] = Math.imul(high ^ (high >>> 16), 0xc2b2ae35) ^ (low >>> 9);
}

export function contains({ cells, used }: DuplicateWindow, low: number, high: number): boolean {
  for (let cell = 0; cell < used * 2; cell += 2) if (cells[cell] === low && cells[cell + 1] === high) return true;
  return false;
}

/** Remembers an identity; at 128 the oldest is forgotten. */
export function remember(window: DuplicateWindow, low: number, high: number): void {
  if (window.used * 2 === window.cells.length && window.used < WINDOW_SIZE) {
    const grown = new Uint32Array(Math.min(window.cells.length * 2, WINDOW_SIZE * 2));
    grown.set(window.cells);
    window.cells = grown;
  }
  const at = window.used < WINDOW_SIZE ? window.used++ : window.next;
  if (window.used === WINDOW_SIZE) window.next = (at + 1) % WINDOW_SIZE;
  window.cells[at * 2] = low;
  window.cells[at * 2 + 1] = high;
}

/** The window as bytes, oldest identity first. */
export function windowBytes(window: DuplicateWindow): Buffer {
  const bytes = Buffer.allocUnsafe(window.used * 8);
  const start = window.used === WINDOW_SIZE ? window.next : 0;
  for (let index = 0; index < window.used; index++) {
    const cell = ((start + index) % window.used) * 2;
    bytes.writeUInt32LE(window.cells[cell] ?? 0, index * 8);
    bytes.writeUInt32LE(window.cells[cell + 1] ?? 0, index * 8 + 4);
  }
  return bytes;
}

export function windowFrom(bytes: Buffer): DuplicateWindow {
  const window = emptyWindow();
  for (let at = 0; at + 8 <= bytes.length; at += 8)
    remember(window, bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4));
  return window;
}
