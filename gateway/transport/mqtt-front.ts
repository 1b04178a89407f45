import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { InboxWriter, Piece } from '../model/inbox-writer.ts';
import type { Login } from '../model/login.ts';
import { Connection, type ConnectionTools } from './mqtt-connection.ts';
import { createPaces } from './mqtt-pace.ts';
import type { Peer } from './mqtt-peer.ts';
import type { OutMessage } from './mqtt-publisher.ts';
import type { IngestRoute } from './mqtt-routes.ts';
import { createTurn } from './mqtt-turn.ts';
import type { Load, Settled } from './mqtt-window.ts';

export interface FrontTools {
  readonly maxPayload: number;
  readonly writer: InboxWriter;
  /** Messages/s a device may send on average; 0: no limit. */
  readonly deviceRate: number;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'every' | 'wait'>;
  /** Gives a connection with a valid CONNECT to the broker. */
  accept(link: Duplex, peer?: Peer): void;
  /** Whether anybody subscribes to a topic of devices. */
  watched(topic: string): boolean;
  /** Hands a message that is in the inbox, or will be, to subscribers; calls back when they have it. */
  publish(message: OutMessage, done: () => void): void;
  /** What became of messages of one group commit. */
  settled(settled: Settled): void;
  /** A PUBLISH is larger than may be received; resolves when its sender was told. The topic is empty where it did not fit in. */
  oversized(login: Login, topic: string): Promise<void>;
  /** A connection is closed for this reason. */
  closing(reason: string): void;
}

/** The ingest front: every connection passes it before the broker. */
export interface Front {
  /** Takes over an accepted connection; `peer`: whom it is from, where it is no socket that could say so. */
  serve(raw: Duplex, peer?: Peer): void;
  /** The broker accepted the client on this link. */
  opened(link: Duplex, login: Login): void;
  /** Resolves when no message is on its way to the inbox. */
  idle(): Promise<void>;
  /** Ends every socket and the front's timer. */
  stop(): void;
}

/** Machine ms between two looks at the clocks of all connections. */
const CHECK_EVERY = 250;
/** Live copies for subscribers on their way; at either bound further ones are left out: the inbox has every message. */
const MAX_RELAYED = 4_096;
const MAX_RELAYED_BYTES = 16 << 20;

export function createFront(tools: FrontTools): Front {
  const { clock } = tools;
  const total: Load = { messages: 0, bytes: 0 };
  const connections = new Set<Connection>();
  const links = new WeakMap<Duplex, Connection>();
  let waiting: (() => void)[] = [];
  const relayed: Load = { messages: 0, bytes: 0 };

  const relay = (route: IngestRoute, piece: Readonly<Piece>): void => {
    const full = relayed.messages >= MAX_RELAYED || relayed.bytes >= MAX_RELAYED_BYTES;
    if (!piece.retain && (full || !tools.watched(route.topic))) return;
    const payload = Buffer.from(piece.bytes.subarray(piece.start, piece.end));
    relayed.messages++;
    relayed.bytes += payload.length;
    tools.publish({ topic: route.topic, payload, qos: piece.qos, retain: piece.retain }, () => {
      relayed.messages--;
      relayed.bytes -= payload.length;
    });
  };

  const shared: ConnectionTools = {
    ...{ maxPayload: tools.maxPayload, writer: tools.writer, total, relay },
    turn: createTurn(),
    paces: createPaces(tools.deviceRate),
    wait: clock.wait,
    accept(connection, link, peer) {
      links.set(link, connection);
      tools.accept(link, peer);
    },
    settled(settled) {
      tools.settled(settled);
      if (total.messages > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    oversized: tools.oversized,
    closing: tools.closing,
    now: clock.now,
    monotonic: clock.monotonic,
  };

  const check = (): void => {
    const now = clock.monotonic();
    for (const connection of connections) if (connection.check(now)) connections.delete(connection);
  };
  const stopChecks = clock.every(CHECK_EVERY, check);

  return {
    serve(raw, peer) {
      connections.add(new Connection(raw, peer, shared));
    },
    opened: (link, login) => links.get(link)?.opened(login),
    idle: () => (total.messages === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    stop() {
      stopChecks();
      for (const connection of connections) connection.destroy();
      connections.clear();
    },
  };
}
