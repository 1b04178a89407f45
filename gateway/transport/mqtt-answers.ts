import { PUBACK, PUBCOMP, PUBLISH, PUBREC, PUBREL } from './mqtt-gate.ts';

/** Answers a packet id may still get; one id can wait for several where a message was sent again. */
const ACK = 1;
const REC = 2;
const COMP = 4;

/** Ids without an answer; at the bound the oldest is forgotten, and an answer to it passes as one to an unknown id does. */
const MAX_OPEN = 4_096;

/** What comes next of a packet to the client. */
const FIRST = 0;
const LENGTH = 1;
const TOPIC = 2;
const ID = 3;

/**
 * Which answer each QoS 1 and 2 delivery of one connection waits for (MQTT 3.1.1 §4.3.2, §4.3.3), read off the bytes to the
 * client, so that sessions with and without a store are watched alike.
 */
export class Answers {
  /** Answers by packet id; none for the many clients that only publish. */
  #open: Map<number, number> | undefined;
  readonly #max: number;
  #next = FIRST;
  #first = 0;
  /** Bytes of the packet that are still to come. */
  #left = 0;
  /** Bytes of them that say nothing of interest. */
  #skip = 0;
  /** The number being read, and its bits so far. */
  #value = 0;
  #bits = 0;

  constructor(max = MAX_OPEN) {
    this.#max = max;
  }

  /** Bytes go to the client; they may end anywhere in a packet. */
  sent(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#skip === 0) this.#byte(bytes[at++] as number);
      else {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
      }
    }
  }

  /**
   * The client sent a packet that passed the gate; what is wrong with it when it is an acknowledgement of another kind than
   * its packet id waits for (MQTT-4.8.0-1). An unknown id is nothing wrong: a session that was resumed has acknowledgements on
   * their way for what was sent before.
   */
  fault(packet: Buffer): string | undefined {
    const type = (packet[0] as number) >> 4;
    if (type !== PUBACK && type !== PUBREC && type !== PUBCOMP) return undefined;
    const id = packet.readUInt16BE(packet.length - 2);
    const open = this.#open?.get(id);
    if (open === undefined) return undefined;
    if (type === PUBACK) return open & ACK ? this.#wait(id, open & ~ACK) : unexpected('PUBACK', id);
    // A PUBREC may come again: its PUBREL is sent again, too.
    if (type === PUBREC) return open & REC ? this.#wait(id, open | COMP) : unexpected('PUBREC', id);
    return open & COMP ? this.#wait(id, open & ~(REC | COMP)) : unexpected('PUBCOMP', id);
  }

  #wait(id: number, answers: number): undefined {
    this.#open ??= new Map();
    if (answers === 0) this.#open.delete(id);
    else {
      if (this.#open.size >= this.#max && !this.#open.has(id)) this.#open.delete(this.#open.keys().next().value ?? 0);
      this.#open.set(id, answers);
    }
  }

  /** One byte of a fixed header, of the length of a topic, or of a packet id. */
  #byte(byte: number): void {
    if (this.#next === FIRST) {
      this.#first = byte;
      this.#begin(LENGTH);
    } else if (this.#next === LENGTH) {
      this.#value |= (byte & 0x7f) << this.#bits;
      this.#bits += 7;
      if (byte < 0x80) this.#header(this.#value);
    } else {
      this.#value = (this.#value << 8) | byte;
      this.#bits += 8;
      this.#left--;
      if (this.#bits < 16) return;
      if (this.#next === TOPIC) {
        this.#pass(this.#value);
        this.#begin(ID);
      } else this.#numbered(this.#value);
    }
  }

  #header(length: number): void {
    const type = this.#first >> 4;
    this.#left = length;
    if (type === PUBLISH && (this.#first & 6) !== 0) this.#begin(TOPIC);
    else if (type === PUBREL) this.#begin(ID);
    else this.#end();
  }

  #numbered(id: number): void {
    const known = this.#open?.get(id) ?? 0;
    if (this.#first >> 4 === PUBREL) this.#wait(id, known | REC | COMP);
    else this.#wait(id, known | ((this.#first & 6) === 2 ? ACK : REC));
    this.#end();
  }

  #begin(next: number): void {
    this.#next = next;
    this.#value = 0;
    this.#bits = 0;
  }

  #end(): void {
    this.#pass(this.#left);
    this.#next = FIRST;
  }

  #pass(bytes: number): void {
    this.#skip = bytes;
    this.#left -= bytes;
  }
}

function unexpected(name: string, id: number): string {
  return `a ${name} for packet id ${id}, which waits for another acknowledgement`;
}
