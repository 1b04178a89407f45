import type { Sender } from '../model/inbox-writer.ts';

/** What one connection, or all together, have put into the inbox and not yet heard of. */
export interface Load {
  messages: number;
  bytes: number;
}

/** What one group commit meant for a connection. */
export interface Settled {
  /** PUBACKs to send. */
  readonly acknowledgements: Buffer | undefined;
  readonly messages: number;
  /** Messages the device was promised an acknowledgement for. */
  readonly promised: number;
  /** Why they are not stored. */
  readonly error: Error | undefined;
}

/** One connection: from here on it is not read until messages are on disk. */
const MAX_MESSAGES = 1_024;
const MAX_BYTES = 1 << 20;
/** All connections: from here on each waits for its own messages before it is read again. */
const MAX_TOTAL_MESSAGES = 32_768;
const MAX_TOTAL_BYTES = 64 << 20;

/**
 * The messages of one connection on their way to disk, and their acknowledgements: in the order of arrival (MQTT-4.6.0-2),
 * and one buffer for all that a group commit made durable.
 */
export class Window implements Sender {
  /** Packet ids, 0 for QoS 0, and payload bytes, oldest first. */
  #ids: number[] = [];
  #sizes: number[] = [];
  /** Where the unsettled ones begin. */
  #first = 0;
  readonly #load: Load = { messages: 0, bytes: 0 };
  readonly #total: Load;
  readonly #told: (settled: Settled) => void;

  /** `told` hears of each group commit that held messages of this connection. */
  constructor(total: Load, told: (settled: Settled) => void) {
    this.#total = total;
    this.#told = told;
  }

  get messages(): number {
    return this.#load.messages;
  }

  add(id: number, size: number): void {
    this.#ids.push(id);
    this.#sizes.push(size);
    for (const load of [this.#load, this.#total]) {
      load.messages++;
      load.bytes += size;
    }
  }

  full(): boolean {
    const { messages, bytes } = this.#load;
    if (messages >= MAX_MESSAGES || bytes >= MAX_BYTES) return true;
    return messages > 0 && (this.#total.messages >= MAX_TOTAL_MESSAGES || this.#total.bytes >= MAX_TOTAL_BYTES);
  }

  settled(count: number, error?: Error): void {
    const end = this.#first + count;
    let size = 0;
    let promised = 0;
    for (let index = this.#first; index < end; index++) {
      size += this.#sizes[index] ?? 0;
      if (this.#ids[index]) promised++;
    }
    const acknowledgements = promised > 0 && !error ? pubacks(this.#ids, this.#first, end, promised) : undefined;
    this.#first = end;
    if (end >= MAX_MESSAGES || end === this.#ids.length) this.#forget();
    for (const load of [this.#load, this.#total]) {
      load.messages -= count;
      load.bytes -= size;
    }
    this.#told({ acknowledgements, messages: count, promised, error });
  }

  /** Drops what is settled from the lists; not for every commit, so that many small ones cost no more than one. */
  #forget(): void {
    this.#ids = this.#ids.slice(this.#first);
    this.#sizes = this.#sizes.slice(this.#first);
    this.#first = 0;
  }
}

/** MQTT 3.1.1 §3.4: `40 02`, packet id. */
function pubacks(ids: readonly number[], first: number, end: number, promised: number): Buffer {
  const bytes = Buffer.allocUnsafe(4 * promised);
  let at = 0;
  for (let index = first; index < end; index++) {
    const id = ids[index];
    if (!id) continue;
    bytes[at] = 0x40;
    bytes[at + 1] = 2;
    bytes[at + 2] = id >> 8;
    bytes[at + 3] = id & 0xff;
    at += 4;
  }
  return bytes;
}
