/** Machine ms a client has for its CONNECT, for the rest of a packet it began, and to take what is sent to it. */
const PATIENCE = 10_000;

/** The clocks of one connection, all in machine ms. They stand while it is not read: that silence is ours, not the client's. */
export class Patience {
  #heard: number;
  #begun = 0;
  #blocked = 0;
  #silence = 0;

  constructor(now: number) {
    this.#heard = now;
  }

  /** MQTT-3.1.2-24: one and a half times the keep alive without a packet is the end; 0 seconds: no end. */
  keepAlive(seconds: number): void {
    this.#silence = seconds * 1_500;
  }

  /** Bytes were looked at: whether they completed a packet, and whether they ended inside one. Only whole packets are a sign of life. */
  received(now: number, complete: boolean, partial: boolean): void {
    if (complete) this.#heard = now;
    if (!partial) this.#begun = 0;
    else if (complete || this.#begun === 0) this.#begun = now;
  }

  /** It is read again. */
  resumed(now: number): void {
    this.#heard = now;
    if (this.#begun > 0) this.#begun = now;
  }

  /** It does not take what is sent to it. */
  blocked(now: number): void {
    if (this.#blocked === 0) this.#blocked = now;
  }

  unblocked(): void {
    this.#blocked = 0;
  }

  /** Why the connection has to be closed, if it has to. */
  verdict(now: number, state: { connected: boolean; read: boolean }): string | undefined {
    if (!state.connected && now - this.#heard >= PATIENCE) return 'no CONNECT in time';
    if (this.#blocked > 0 && now - this.#blocked >= PATIENCE) return 'it does not take what is sent to it';
    if (!state.read) return undefined;
    if (this.#begun > 0 && now - this.#begun >= PATIENCE) return 'a packet did not end in time';
    if (this.#silence > 0 && now - this.#heard >= this.#silence) return 'keep alive timeout';
    return undefined;
  }
}
