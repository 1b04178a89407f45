/** A name as it stands in payloads: its bytes, and the one string for them. */
export interface Name {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** The name that came behind it last time: devices of one kind send the same names in the same order. */
  next: Name | undefined;
  /** Number of the last payload that had it, so that a name sent twice is noticed. */
  seenIn: number;
}

/** Strings for the bytes of names, made once for each name. */
export interface NameTable {
  /** The name in `bytes[start, end)`, which is printable ASCII. */
  find(bytes: Buffer, start: number, end: number): Name;
}

/** Names kept; at the bound it starts afresh, which costs only time. */
const MAX_NAMES = 8_192;

/** An open hash table over bytes. */
export function createNameTable(maxNames = MAX_NAMES): NameTable {
  const mask = 2 ** Math.ceil(Math.log2(maxNames * 2)) - 1;
  let slots = new Array<Name | undefined>(mask + 1).fill(undefined);
  let count = 0;

  const add = (slot: number, bytes: Buffer, start: number, end: number): Name => {
    const text = bytes.toString('latin1', start, end);
    const name: Name = { bytes: Uint8Array.from(bytes.subarray(start, end)), text, next: undefined, seenIn: 0 };
    if (++count > maxNames) {
      slots = new Array<Name | undefined>(mask + 1).fill(undefined);
      count = 1;
    }
    slots[slot] = name;
    return name;
  };

  return {
    find(bytes, start, end) {
      let hash = end - start;
      for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] as number), 0x9e3779b1);
      for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
        const name = slots[slot];
        if (name === undefined) return add(slot, bytes, start, end);
        if (isAt(name.bytes, bytes, start, end)) return name;
      }
    },
  };
}

/** Whether `bytes[start, end)` are `expected`. */
function isAt(expected: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (expected.length !== end - start) return false;
  for (let index = 0; index < expected.length; index++) if (expected[index] !== bytes[start + index]) return false;
  return true;
}
