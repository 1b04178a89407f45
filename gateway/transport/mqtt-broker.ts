import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type Client } from 'aedes';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Rejection } from '../model/decoded.ts';
import type { InboxWriter } from '../model/inbox-writer.ts';
import type { Login } from '../model/login.ts';
import type { Arrival } from '../model/message.ts';
import { writerOf } from './mqtt-append-writer.ts';
import type { Door } from './mqtt-door.ts';
import { createFront } from './mqtt-front.ts';
import { createGrants } from './mqtt-grants.ts';
import { type Authenticate, brokerHooks } from './mqtt-hooks.ts';
import { createIncoming } from './mqtt-incoming.ts';
import { createKeptSessions } from './mqtt-kept-sessions.ts';
import { Link } from './mqtt-link.ts';
import { createTcpListener, createWebSocketListener, type Serve } from './mqtt-listeners.ts';
import { createPassage, GOODBYE_MS, tooLarge } from './mqtt-passage.ts';
import { type Peer, peerOf } from './mqtt-peer.ts';
import { createPublisher } from './mqtt-publisher.ts';
import { createSessions } from './mqtt-sessions.ts';
import { type AedesStore, boundStore } from './mqtt-store.ts';

export interface BrokerPorts {
  /** Makes a message durable; what it rejects is not acknowledged and the connection is closed, so the device resends. */
  append(arrival: Arrival): Promise<unknown>;
  /** The same for many small messages; without it each goes through `append`. */
  writer?: InboxWriter;
  /** Decides a login. */
  authenticate: Authenticate;
  /** Told what was refused before the inbox. The broker sends no other notice than this makes it send, by the time it resolves. */
  rejected(login: Login, topic: string, rejection: Rejection): unknown;
}

export interface MqttBroker {
  /** Starts taking TCP connections; resolves with the port. Throws PORT_TAKEN. */
  listen(address: { host: string; port: number }): Promise<number>;
  /** Takes over a connection that another listener accepted; `peer`: whom it is from, where it is no socket. */
  take(stream: Duplex, peer?: Peer): void;
  /** Serves MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void;
  /** Publishes to subscribers; resolves when aedes has handed it on, or at once when a stop has left nobody to hear it. */
  publish(topic: string, payload: string | Buffer, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  connections(): number;
  /** Ends every connection of a device whose rights changed, without its will; how many there were. It may come again. */
  disconnect(deviceId: string): number;
  /** Stops taking connections and messages; resolves when no publish is waiting for the inbox. */
  stop(): Promise<void>;
}

export interface BrokerOptions extends BrokerPorts {
  readonly maxPayload: number;
  readonly maxConnections: number;
  /** Messages/s a device may send on average (burst: 10 s of it); 0: no limit. What is faster is delayed, not dropped. */
  readonly deviceRate?: number;
  /** Who may open a connection; without it everybody. */
  readonly door?: Door;
  readonly clock: Omit<Clock, 'at'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** False: aedes alone, for comparing the two. */
  readonly front?: boolean;
}

/** QoS 2 messages of one client between their PUBLISH and their PUBREL; beyond that the connection is closed. */
const MAX_INCOMING = 256;

/**
 * The broker: the ingest front (`mqtt-front.ts`) takes QoS 0 and 1 messages for the inbox, aedes everything else, and what of
 * that belongs into the inbox goes through `mqtt-passage.ts`. Either way an acknowledgement means "on disk".
 */
export async function createMqttBroker(options: BrokerOptions): Promise<MqttBroker> {
  const { clock, log, metrics, maxPayload } = options;
  const logins = new WeakMap<Client, Login>();
  const peers = new WeakMap<Duplex, Peer>();
  const [grants, sessions, kept, incoming] = [createGrants(), createSessions(), createKeptSessions(), createIncoming()];
  let stopping = false;
  const publishes = metrics.counter('mqtt_publishes_total', 'MQTT PUBLISH packets by fate', ['fate']);
  const rejected = (login: Login, topic: string, rejection: Rejection) => {
    publishes.inc({ fate: 'rejected' });
    return options.rejected(login, topic, rejection);
  };

  const broker = new Aedes({
    // A subscriber that stops reading must not hold back delivery to the others.
    concurrency: 0,
    drainTimeout: 5_000,
    connectTimeout: 10_000,
    maxClientsIdLength: 194,
    maxTopicLevels: 16,
    maxInflightInbound: MAX_INCOMING,
    ...brokerHooks({
      ...{ authenticate: options.authenticate, peers, logins, grants, sessions, kept, incoming, log, metrics },
      stopping: () => stopping,
      take: createPassage({
        ...{ maxPayload, clock, append: options.append, rejected },
        settled: (fate) => publishes.inc({ fate }),
      }),
    }),
  });
  await broker.listen();
  boundStore((broker as unknown as { persistence: AedesStore }).persistence, { incoming, metrics });
  broker.on('unsubscribe', (filters, client) => client && grants.remove(client, filters));
  broker.on('client', (client) => grants.present(client));
  broker.on('clientDisconnect', (client) => grants.gone(client));
  broker.on('clientError', (client, error) => log.debug({ client: client.id, reason: error.message }, 'client error'));
  broker.on('connectionError', (_client, error) => log.debug({ reason: error.message }, 'connection error'));

  const publish = createPublisher((message, done) => broker.publish({ cmd: 'publish', dup: false, ...message }, done));
  const handle: Serve = (stream, peer) => {
    peers.set(stream, peer ?? peerOf(stream instanceof Link ? stream.socket : stream));
    broker.handle(stream as Socket);
  };
  const front = createFront({
    ...{ maxPayload, deviceRate: options.deviceRate ?? 0, clock, accept: handle, watched: grants.watched },
    writer: options.writer ?? writerOf(options.append),
    publish: (message, done) => publish(message, () => done()),
    settled: ({ messages, error }) => publishes.inc({ fate: error ? 'not_stored' : 'accepted' }, messages),
    async oversized(login, topic) {
      await rejected(login, topic, tooLarge(maxPayload));
      await clock.wait(GOODBYE_MS);
    },
    closing: (reason) => log.debug({ reason }, 'connection closed'),
  });
  broker.on('clientReady', (client) => {
    const login = logins.get(client);
    if (login) front.opened(client.conn, login);
  });

  const serve = options.front === false ? handle : front.serve;
  const admit = options.door?.admit ?? (() => true);
  const { maxConnections } = options;
  // A client that closes its side may still have messages on their way to the inbox.
  const tcp = createTcpListener({ serve, admit, maxConnections, allowHalfOpen: options.front !== false });
  const webSockets = createWebSocketListener({ serve, admit, maxMessage: maxPayload + 4096 });
  return {
    listen: tcp.listen,
    take: serve,
    attach: webSockets.attach,
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      new Promise((resolve, reject) => {
        if (stopping) resolve();
        else publish({ topic, payload, qos, retain }, (error) => (error ? reject(error) : resolve()));
      }),
    connections: () => broker.connectedClients,
    disconnect(deviceId) {
      const clients = sessions.of(deviceId);
      for (const client of clients) {
        // Whoever has no rights any more has no last word either.
        logins.delete(client);
        client.close();
      }
      return clients.length;
    },
    async stop() {
      stopping = true;
      webSockets.stop();
      tcp.stop();
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await front.idle();
      front.stop();
    },
  };
}
