import type { InboxWriter, Piece } from '../model/inbox-writer.ts';
import type { Login } from '../model/login.ts';
import { createRoutes, type IngestRoute, type Routes } from './mqtt-routes.ts';
import { type Load, type Settled, Window } from './mqtt-window.ts';

export interface IntakeTools {
  readonly maxPayload: number;
  readonly writer: InboxWriter;
  /** What all connections together have on its way to disk. */
  readonly total: Load;
  /** A message the inbox took that others may want, too; the piece is only valid during the call. */
  relay(route: IngestRoute, piece: Readonly<Piece>): void;
}

/** Puts the QoS 0 and 1 messages of one accepted client into the inbox. */
export class Intake {
  readonly #tools: IntakeTools;
  readonly #routes: Routes;
  readonly #window: Window;
  /** Filled anew for each message: the inbox copies it. */
  readonly #piece: Piece;

  constructor(login: Login, tools: IntakeTools, told: (settled: Settled) => void) {
    this.#tools = tools;
    this.#routes = createRoutes(login, tools.writer.route);
    this.#window = new Window(tools.total, told);
    const nothing = Buffer.alloc(0);
    this.#piece = {
      route: nothing,
      receivedAt: 0,
      qos: 0,
      retain: false,
      dup: false,
      bytes: nothing,
      start: 0,
      end: 0,
    };
  }

  /**
   * Takes the PUBLISH whose variable header and payload are `bytes[body, end)`. `not ours`: the gate and the broker must see
   * it; `refused`: the inbox did not take it.
   */
  take(bytes: Buffer, first: number, body: number, end: number, receivedAt: number): 'taken' | 'refused' | 'not ours' {
    const qos = ((first >> 1) & 3) as 0 | 1 | 2;
    const topicEnd = body + 2 > end ? end + 1 : body + 2 + bytes.readUInt16BE(body);
    const start = qos === 0 ? topicEnd : topicEnd + 2;
    if (qos === 2 || start > end || end - start > this.#tools.maxPayload) return 'not ours';
    const route = this.#routes.find(bytes, body + 2, topicEnd);
    const id = qos === 0 ? 0 : bytes.readUInt16BE(topicEnd);
    if (route === 'broker' || 'fault' in route || id < qos) return 'not ours';
    const piece = this.#piece;
    piece.route = route.names;
    piece.receivedAt = receivedAt;
    piece.qos = qos;
    piece.retain = (first & 1) !== 0;
    piece.dup = (first & 8) !== 0;
    piece.bytes = bytes;
    piece.start = start;
    piece.end = end;
    if (!this.#tools.writer.put(piece, this.#window)) return 'refused';
    this.#window.add(id, end - start);
    this.#tools.relay(route, piece);
    return 'taken';
  }

  /** Messages on their way to disk. */
  get pending(): number {
    return this.#window.messages;
  }

  /** Whether no more messages should be read before some are on disk. */
  full(): boolean {
    return this.#window.full();
  }
}
