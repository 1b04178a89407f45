import type { Duplex } from 'node:stream';
import type { Login } from '../model/login.ts';
import { judgeConnect } from './mqtt-connect.ts';
import { topicFault } from './mqtt-filter.ts';
import { createFrameReader, type FrameTaker } from './mqtt-frames.ts';
import { DISCONNECT, lengthLimit, PINGREQ, PUBLISH, packetFault } from './mqtt-gate.ts';
import { HOLD, Inflow } from './mqtt-inflow.ts';
import { Intake, type IntakeTools } from './mqtt-intake.ts';
import { Link } from './mqtt-link.ts';
import { withOwnNames } from './mqtt-own-names.ts';
import type { Pace, Paces } from './mqtt-pace.ts';
import { Patience } from './mqtt-patience.ts';
import type { Peer } from './mqtt-peer.ts';
import type { Turn } from './mqtt-turn.ts';
import type { Settled } from './mqtt-window.ts';

/** What a connection needs of the front. */
export interface ConnectionTools extends IntakeTools {
  readonly turn: Turn;
  readonly paces: Paces;
  /** Resolves after machine ms. */
  wait(ms: number): Promise<void>;
  /** Gives a connection with a valid CONNECT to the broker. */
  accept(connection: Connection, link: Link, peer?: Peer): void;
  settled(settled: Settled): void;
  /** A PUBLISH is larger than may be received; resolves when its sender was told. The topic is empty where it did not fit in. */
  oversized(login: Login, topic: string): Promise<void>;
  /** The connection is closed for this reason. */
  closing(reason: string): void;
  /** City time and machine time, ms. */
  now(): number;
  monotonic(): number;
}

/** Work that a frame is, beside its bytes, and when the broker has to do it. */
const FRAME_COST = 256;
const BROKER_COST = 2_048;
const PINGRESP = Buffer.from([0xd0, 0]);
/** Machine ms between our FIN and the end of a socket whose other side does not close. */
const GOODBYE = 1_000;

/**
 * One client in front of the broker. Its bytes pass the gate; messages for the inbox are taken here, everything else is
 * pushed to the broker byte by byte.
 */
export class Connection implements FrameTaker {
  readonly #raw: Duplex;
  readonly #peer: Peer | undefined;
  readonly #tools: ConnectionTools;
  readonly #reader = createFrameReader(this);
  readonly #patience: Patience;
  readonly #inflow: Inflow;
  #link: Link | undefined;
  #login: Login | undefined;
  #intake: Intake | undefined;
  #pace: Pace | undefined;
  #completed = false;
  #receivedAt = 0;
  #lastFirst = 0;
  #closedAt: number | undefined;

  constructor(raw: Duplex, peer: Peer | undefined, tools: ConnectionTools) {
    this.#raw = raw;
    this.#peer = peer;
    this.#tools = tools;
    this.#patience = new Patience(tools.monotonic());
    this.#inflow = new Inflow(raw, {
      work: (chunk) => this.#work(chunk),
      resumed: () => this.#patience.resumed(tools.monotonic()),
      ended: () => (this.#link ? this.#link.push(null) : this.#end()),
    });
    raw.on('error', (error) => this.#link?.destroy(error));
    raw.on('close', () => {
      this.#end();
      this.#link?.destroy();
    });
  }

  /** The broker accepted the client: what it sent behind its CONNECT is looked at now. */
  opened(login: Login): void {
    this.#login = login;
    if (login.kind === 'device') this.#pace = this.#tools.paces.of(login.vendor, login.device);
    this.#intake = new Intake(login, this.#tools, (settled) => this.#settled(settled));
    this.#inflow.release(HOLD.connecting);
  }

  limit(first: number): number {
    this.#lastFirst = first;
    return lengthLimit(first, this.#link !== undefined, this.#tools.maxPayload);
  }

  frame(bytes: Buffer, start: number, body: number, end: number): boolean {
    this.#completed = true;
    const first = bytes[start] as number;
    let cost = end - start + FRAME_COST;
    if (!this.#link) this.#connect(bytes.subarray(start, end), body - start);
    else if (first >> 4 === PINGREQ) this.#send(PINGRESP);
    else if (first >> 4 !== PUBLISH || !this.#take(bytes, first, body, end)) {
      const fault = packetFault(bytes, start, body, end);
      if (fault) this.close(fault);
      else if (!this.#link.push(this.#forBroker(bytes, start, body, end))) this.#inflow.hold(HOLD.link);
      if (first >> 4 === DISCONNECT) this.#inflow.hold(HOLD.goodbye); // MQTT-3.14.4-2: nothing may follow
      cost += BROKER_COST;
    }
    if (!this.#tools.turn.spend(cost)) this.#nextTurn();
    return this.#inflow.flowing && this.#closedAt === undefined;
  }

  /** Closes a client that broke the rules or has gone silent; the broker sends its will. */
  close(reason: string): void {
    if (this.#closedAt !== undefined) return;
    this.#tools.closing(reason);
    if (this.#link) this.#link.destroy(new Error(reason));
    else this.#end();
  }

  /** Looks at the clocks; true once the connection is over and can be forgotten. */
  check(now: number): boolean {
    if (this.#closedAt !== undefined) {
      if (now - this.#closedAt >= GOODBYE) this.#raw.destroy();
      return this.#raw.destroyed;
    }
    const verdict = this.#patience.verdict(now, { connected: this.#link !== undefined, read: this.#inflow.flowing });
    if (verdict) this.close(verdict);
    return false;
  }

  /** Ends the socket at once. */
  destroy(): void {
    this.#raw.destroy();
  }

  /** Takes the frames of a chunk; returns what is left when a frame made us stop. */
  #work(chunk: Buffer): Buffer | undefined {
    this.#receivedAt = this.#tools.now();
    this.#completed = false;
    const at = this.#reader.read(chunk, 0);
    if (this.#closedAt !== undefined) return undefined;
    if (at < 0) {
      this.#refuseFrame(chunk);
      return undefined;
    }
    this.#patience.received(this.#tools.monotonic(), this.#completed, this.#reader.partial());
    return at < chunk.length ? chunk.subarray(at) : undefined;
  }

  #connect(packet: Buffer, body: number): void {
    const verdict = judgeConnect(packet, body, packet.length);
    if ('fault' in verdict) {
      this.close(verdict.fault);
    } else if ('refuse' in verdict) {
      this.#raw.write(Buffer.from([0x20, 2, 0, verdict.refuse]));
      this.close(`refused by CONNACK ${verdict.refuse}`);
    } else {
      this.#patience.keepAlive(verdict.keepAlive);
      // Packets the broker never sees keep a client alive, so its keep alive is watched here and not there.
      const forBroker = Buffer.from(packet);
      forBroker.writeUInt16BE(0, verdict.keepAliveAt);
      this.#inflow.hold(HOLD.connecting);
      this.#link = new Link(
        this.#raw,
        () => this.#inflow.release(HOLD.link),
        () => this.#end(),
      );
      this.#tools.accept(this, this.#link, this.#peer);
      this.#link.push(forBroker);
    }
  }

  /** Whether a PUBLISH was dealt with here. */
  #take(bytes: Buffer, first: number, body: number, end: number): boolean {
    const fate = this.#intake?.take(bytes, first, body, end, this.#receivedAt) ?? 'not ours';
    if (fate === 'not ours') return false;
    if (fate === 'taken') {
      if (this.#intake?.full()) this.#inflow.hold(HOLD.window);
      this.#slowDown();
      return true;
    }
    const promised = (first & 2) >> 1;
    this.#tools.settled({ acknowledgements: undefined, messages: 1, promised, error: new Error('the inbox is full') });
    // MQTT 3.1.1 knows no other "no": the client connects again and sends it again.
    if (promised > 0) this.close('the inbox takes no messages');
    return true;
  }

  /** A device that is faster than its rate is read later. */
  #slowDown(): void {
    const wait = this.#pace ? this.#tools.paces.spend(this.#pace, this.#tools.monotonic()) : 0;
    if (wait === 0 || this.#inflow.held(HOLD.pace)) return;
    this.#inflow.hold(HOLD.pace);
    void this.#tools.wait(wait).then(() => this.#inflow.release(HOLD.pace));
  }

  #settled(settled: Settled): void {
    this.#tools.settled(settled);
    if (settled.error && settled.promised > 0) this.close('its messages could not be stored');
    else if (settled.acknowledgements) this.#send(settled.acknowledgements);
    if (!this.#intake?.full()) this.#inflow.release(HOLD.window);
    if (this.#closedAt !== undefined && (settled.error || this.#intake?.pending === 0)) this.#raw.end();
  }

  /** A PUBLISH that is too large is the only bad frame whose sender is told. */
  #refuseFrame(chunk: Buffer): void {
    const tooLarge = this.#lastFirst >> 4 === PUBLISH && this.limit(this.#lastFirst) >= 0;
    if (!this.#login || !tooLarge) this.close('not an MQTT packet, or too large');
    else {
      this.#inflow.hold(HOLD.goodbye);
      const topic = topicAt(chunk, this.#reader.refusedAt());
      void this.#tools.oversized(this.#login, topic).then(() => this.close('a PUBLISH is too large'));
    }
  }

  /** A packet as the broker is to see it. */
  #forBroker(bytes: Buffer, start: number, body: number, end: number): Buffer {
    return withOwnNames(bytes.subarray(start, end), body - start, this.#login);
  }

  #send(bytes: Buffer): void {
    if (this.#raw.writableEnded || this.#raw.destroyed) return;
    if (this.#raw.write(bytes) || this.#inflow.held(HOLD.drain)) return;
    // Who does not read its acknowledgements is not read either, and not for long.
    this.#patience.blocked(this.#tools.monotonic());
    this.#inflow.hold(HOLD.drain);
    this.#raw.once('drain', () => {
      this.#patience.unblocked();
      this.#inflow.release(HOLD.drain);
    });
  }

  #nextTurn(): void {
    if (this.#inflow.held(HOLD.turn)) return;
    this.#inflow.hold(HOLD.turn);
    this.#tools.turn.later(() => this.#inflow.release(HOLD.turn));
  }

  /** Sends the acknowledgements that are due and a FIN, and ignores what still comes in. */
  #end(): void {
    if (this.#closedAt !== undefined) return;
    this.#closedAt = this.#tools.monotonic();
    if (!this.#intake?.pending) this.#raw.end();
    this.#inflow.stop();
  }
}

/** The topic of a PUBLISH whose variable header begins at `body`; empty when it is not all there, or is none. */
function topicAt(bytes: Buffer, body: number): string {
  const start = body + 2;
  const end = start > bytes.length ? start : start + bytes.readUInt16BE(body);
  return end > bytes.length || topicFault(bytes, start, end) ? '' : bytes.toString('utf8', start, end);
}
