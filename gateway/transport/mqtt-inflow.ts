import type { Duplex } from 'node:stream';

/** Why a connection is not read at present. */
export const HOLD = { connecting: 1, link: 2, window: 4, turn: 8, drain: 16, goodbye: 32, pace: 64 } as const;

interface InflowTools {
  /** Looks at a chunk; returns what it left when something made it stop. */
  work(chunk: Buffer): Buffer | undefined;
  /** Reading goes on. */
  resumed(): void;
  /** The other side closed, and everything before that was looked at. */
  ended(): void;
}

/**
 * The bytes of one socket on their way to `work`, with any number of reasons to hold them back. What is held back is one
 * chunk that was stopped in, and what the stream hands out after `pause`: a few buffers at most.
 */
export class Inflow {
  readonly #raw: Duplex;
  readonly #tools: InflowTools;
  #holds = 0;
  #backlog: Buffer[] = [];
  #working = false;
  #ended = false;
  #stopped = false;

  constructor(raw: Duplex, tools: InflowTools) {
    this.#raw = raw;
    this.#tools = tools;
    raw.on('data', (chunk: Buffer) => this.#data(chunk));
    raw.on('end', () => {
      this.#ended = true;
      this.#finish();
    });
  }

  get flowing(): boolean {
    return this.#holds === 0;
  }

  held(reason: number): boolean {
    return (this.#holds & reason) !== 0;
  }

  hold(reason: number): void {
    if (this.#holds === 0) this.#raw.pause();
    this.#holds |= reason;
  }

  release(reason: number): void {
    if (!this.held(reason)) return;
    this.#holds &= ~reason;
    if (this.flowing && !this.#working) this.#goOn();
  }

  /** Nothing more is looked at; what still comes in is thrown away, so that the socket can end. */
  stop(): void {
    this.#stopped = true;
    this.#backlog = [];
    this.#raw.resume();
  }

  #data(chunk: Buffer): void {
    if (this.#stopped) return;
    if (!this.flowing) {
      this.#backlog.push(chunk);
      this.#raw.pause();
      return;
    }
    this.#work(chunk);
    // What held it may have been over before the chunk was.
    if (this.flowing && this.#raw.isPaused()) this.#goOn();
  }

  #goOn(): void {
    if (this.#stopped) return;
    this.#tools.resumed();
    for (let chunk = this.#backlog.shift(); chunk; chunk = this.#backlog.shift()) {
      this.#work(chunk);
      if (!this.flowing || this.#stopped) return;
    }
    this.#raw.resume();
    this.#finish();
  }

  #work(chunk: Buffer): void {
    this.#working = true;
    const rest = this.#tools.work(chunk);
    this.#working = false;
    if (rest && !this.#stopped) this.#backlog.unshift(rest);
  }

  #finish(): void {
    if (this.#ended && this.flowing && !this.#stopped) this.#tools.ended();
  }
}
