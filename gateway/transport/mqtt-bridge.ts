import { Duplex, finished } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

/** Bytes; the end of this side; or word that the last bytes were taken and more may come. */
type Sent = Uint8Array | 'end' | 'more';

/** One end of a connection between two threads. What one end does not read, the other keeps: one write is under way at a time. */
export class Bridge extends Duplex {
  readonly #port: MessagePort;
  /** Calls back once the other end has taken what was written last. */
  #written: (() => void) | undefined;
  /** The other end waits to hear that its bytes were taken. */
  #owes = false;
  #ended = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('message', (sent: Sent) => this.#heard(sent));
    port.on('close', () => {
      if (!this.#ended || !this.writableFinished) this.destroy();
    });
  }

  #heard(sent: Sent): void {
    if (sent === 'more') {
      const written = this.#written;
      this.#written = undefined;
      written?.();
    } else if (sent === 'end') {
      this.#ended = true;
      this.push(null);
    } else {
      this.#owes = true;
      if (this.push(Buffer.from(sent.buffer, sent.byteOffset, sent.length))) this.#more();
    }
  }

  #more(): void {
    if (!this.#owes) return;
    this.#owes = false;
    this.#port.postMessage('more' satisfies Sent);
  }

  override _read(): void {
    this.#more();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#written = done;
    // A copy: a view would be sent with all that lies behind it.
    const bytes = new Uint8Array(chunk);
    this.#port.postMessage(bytes satisfies Sent, [bytes.buffer]);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.#port.postMessage('end' satisfies Sent);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#port.close();
    done(error);
  }
}

/** Joins a connection of this thread with a bridge to another, until either is over; what was sent before an end arrives. */
export function join(stream: Duplex, bridge: Bridge): void {
  stream.pipe(bridge).pipe(stream);
  for (const [one, other] of [
    [stream, bridge],
    [bridge, stream],
  ] as const)
    finished(one, (error) => {
      if (error) other.destroy();
    });
}
