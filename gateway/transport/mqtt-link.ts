import { Duplex } from 'node:stream';
import { Answers } from './mqtt-answers.ts';

/** Bytes on their way to the broker; beyond that the connection is not read. */
const TO_BROKER = 16 << 10;
const CONNACK = 0x20;
/** Chunks of one flush are sent as one write up to this size. */
const MERGE = 16 << 10;

/**
 * The stream the broker is given in place of the socket: the front pushes into it what it does not handle itself, and what
 * the broker writes goes straight to the socket. The broker corks each packet, so a flush never ends inside one and the
 * front's own packets can go in between.
 */
export class Link extends Duplex {
  readonly #raw: Duplex;
  readonly #wanted: () => void;
  readonly #gone: () => void;
  readonly #answers = new Answers();
  #resumes = false;

  /** `wanted`: the broker can take more. `gone`: the broker is done with the connection. */
  constructor(raw: Duplex, wanted: () => void, gone: () => void) {
    super({ readableHighWaterMark: TO_BROKER });
    this.#raw = raw;
    this.#wanted = wanted;
    this.#gone = gone;
  }

  /** The socket, or the WebSocket's stream, behind it. */
  get socket(): Duplex {
    return this.#raw;
  }

  /** The client goes on with its session of before; the broker knows that only of sessions with subscriptions. */
  resumesSession(): void {
    this.#resumes = true;
  }

  /** A packet for the broker; a wrong acknowledgement ends the connection instead, so that its message is sent again. */
  override push(packet: Buffer | null): boolean {
    const fault = packet ? this.#answers.fault(packet) : undefined;
    if (fault === undefined) return super.push(packet);
    this.destroy(new Error(fault));
    return false;
  }

  override _read(): void {
    this.#wanted();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const bytes = this.#resumes ? this.#sessionPresent(chunk) : chunk;
    this.#answers.sent(bytes);
    if (this.#raw.destroyed || this.#raw.write(bytes)) done();
    else this.#raw.once('drain', done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    let size = 0;
    for (const { chunk } of chunks) size += chunk.length;
    if (size <= MERGE) {
      const parts = chunks.map(({ chunk }) => chunk);
      this._write(Buffer.concat(parts, size), 'binary', done);
      return;
    }
    let flowing = true;
    this.#raw.cork();
    for (const { chunk } of chunks) {
      this.#answers.sent(chunk);
      flowing = this.#raw.destroyed || this.#raw.write(chunk);
    }
    this.#raw.uncork();
    if (flowing) done();
    else this.#raw.once('drain', done);
  }

  /** The first packet is the CONNACK: of a login that was accepted it says that there is a session (MQTT-3.2.2-2). */
  #sessionPresent(chunk: Buffer): Buffer {
    this.#resumes = false;
    if (chunk.length < 4 || chunk[0] !== CONNACK || chunk[3] !== 0) return chunk;
    const bytes = Buffer.from(chunk);
    bytes[2] = 1;
    return bytes;
  }

  override _destroy(_error: Error | null, done: (error?: Error | null) => void): void {
    this.#gone();
    done(null);
  }
}
