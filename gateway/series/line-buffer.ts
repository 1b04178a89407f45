/** Room for any number, and for a time stamp. */
const NUMBER = 32;
const ZERO = 48;

/** Bytes that grow at their end. */
export class LineBuffer {
  #into: Buffer;
  #length = 0;

  /** `size`: bytes to begin with. */
  constructor(size: number) {
    this.#into = Buffer.allocUnsafeSlow(size + NUMBER);
  }

  get length(): number {
    return this.#length;
  }

  /** What was put so far. */
  take(): Buffer {
    return this.#into.subarray(0, this.#length);
  }

  /** Bytes made once and put often. */
  bytes(bytes: Uint8Array): void {
    const into = this.#roomFor(bytes.length);
    let at = this.#length;
    for (let index = 0; index < bytes.length; index++) into[at++] = bytes[index] as number;
    this.#length = at;
  }

  /** Text that is made for one line. */
  text(text: string): void {
    this.#length += this.#roomFor(text.length * 3).write(text, this.#length);
  }

  byte(byte: number): void {
    this.#roomFor(1)[this.#length++] = byte;
  }

  /** A number as JavaScript writes it. */
  number(value: number): void {
    if (value >= 0 && value < 1_000 && Number.isInteger(value)) {
      this.digits(value, value < 10 ? 1 : value < 100 ? 2 : 3);
      return;
    }
    const text = String(value);
    const into = this.#roomFor(NUMBER);
    let at = this.#length;
    for (let index = 0; index < text.length; index++) into[at++] = text.charCodeAt(index);
    this.#length = at;
  }

  /** A whole number from 0 on, with zeros in front up to `count` digits, at most 14. */
  digits(value: number, count: number): void {
    const into = this.#roomFor(NUMBER);
    const end = this.#length + count;
    this.#length = end;
    // Two whole numbers of 32 bits divide many times as fast as one double.
    const high = Math.floor(value / 1e7);
    let left = (value - high * 1e7) | 0;
    let at = end - 1;
    for (const middle = Math.max(end - count, end - 7); at >= middle; at--) {
      const rest = (left / 10) | 0;
      into[at] = ZERO + left - rest * 10;
      left = rest;
    }
    left = high | 0;
    for (; at >= end - count; at--) {
      const rest = (left / 10) | 0;
      into[at] = ZERO + left - rest * 10;
      left = rest;
    }
  }

  #roomFor(more: number): Buffer {
    const needed = this.#length + more;
    if (needed <= this.#into.length) return this.#into;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#into.length * 2, needed));
    this.#into.copy(larger, 0, 0, this.#length);
    this.#into = larger;
    return larger;
  }
}
