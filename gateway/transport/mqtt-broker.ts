import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesPublishPacket, type AuthenticateError, type Client } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Rejection } from '../model/decoded.ts';
import type { InboxWriter } from '../model/inbox-writer.ts';
import type { Login, LoginRefusal } from '../model/login.ts';
import type { Arrival } from '../model/message.ts';
import { publishRight, subscribeRight } from './mqtt-access.ts';
import { writerOf } from './mqtt-append-writer.ts';
import { createFront } from './mqtt-front.ts';
import { createGrants } from './mqtt-grants.ts';
import { Link } from './mqtt-link.ts';
import { type Peer, peerOf } from './mqtt-peer.ts';
import { createPublisher } from './mqtt-publisher.ts';
import { createSessions } from './mqtt-sessions.ts';

export interface BrokerPorts {
  /** Makes a message durable; what it rejects is not acknowledged and the connection is closed, so the device resends. */
  append(arrival: Arrival): Promise<unknown>;
  /** The same for many small messages; without it each goes through `append`. */
  writer?: InboxWriter;
  /** Decides a login. */
  authenticate(request: { clientId: string; username: string; password: Buffer } & Peer): Promise<Login | LoginRefusal>;
  /** Told what was refused before the inbox. The broker sends no other notice than this makes it send. */
  rejected(login: Login, topic: string, rejection: Rejection): void;
}

export interface MqttBroker {
  /** Starts taking TCP connections; resolves with the port. Throws PORT_TAKEN. */
  listen(address: { host: string; port: number }): Promise<number>;
  /** Takes over a connection that another listener accepted, such as one of TLS. */
  take(socket: Duplex): void;
  /** Serves MQTT over WebSocket at `/mqtt` of an HTTP server. */
  attach(server: HttpServer): void;
  /** Publishes to subscribers; resolves when aedes has handed it on. */
  publish(topic: string, payload: string | Buffer, options?: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  connections(): number;
  /** Ends every connection of a device whose rights changed, without its will; how many there were. It may come again. */
  disconnect(deviceId: string): number;
  /** Stops taking connections and messages; resolves when no publish is waiting for the inbox. */
  stop(): Promise<void>;
}

/** A rejected publisher is told on `down/rejected` first; the connection closes this long after. */
const GOODBYE_MS = 50;

/**
 * The broker: the ingest front (`mqtt-front.ts`) takes QoS 0 and 1 messages for the inbox, aedes everything else. What comes
 * to the inbox through aedes (QoS 2, wills) is appended inside `authorizePublish`, the only hook aedes awaits before PUBACK
 * and PUBREC, so that an acknowledgement means "on disk". An error there closes the connection without one: the only "no"
 * MQTT 3.1.1 has.
 */
export async function createMqttBroker(
  options: {
    maxPayload: number;
    maxConnections: number;
    /** Messages/s a device may send on average (burst: 10 s of it); 0: no limit. What is faster is delayed, not dropped. */
    deviceRate?: number;
    clock: Clock;
    log: Logger;
    metrics: Metrics;
    /** False: aedes alone, for comparing the two. */
    front?: boolean;
  } & BrokerPorts,
): Promise<MqttBroker> {
  const { clock, log, metrics } = options;
  const logins = new WeakMap<Client, Login>();
  const peers = new WeakMap<Duplex, Peer>();
  const grants = createGrants();
  const sessions = createSessions();
  let stopping = false;
  const loginsTotal = metrics.counter('mqtt_logins_total', 'MQTT logins by result', ['result']);
  const publishes = metrics.counter('mqtt_publishes_total', 'MQTT PUBLISH packets by fate', ['fate']);

  const broker = new Aedes({
    // A subscriber that stops reading must not hold back delivery to the others.
    concurrency: 0,
    drainTimeout: 5_000,
    connectTimeout: 10_000,
    maxClientsIdLength: 194,
    maxTopicLevels: 16,
    authenticate(client, username, password, done) {
      const refuse = (returnCode: number) => {
        loginsTotal.inc({ result: 'refused' });
        done(Object.assign(new Error('refused'), { returnCode }) as unknown as AuthenticateError, null);
      };
      options
        .authenticate({
          ...{ clientId: client.id, username: username ?? '', password: password ?? Buffer.alloc(0) },
          ...peers.get(client.conn),
        })
        .then((login) => {
          if (typeof login === 'number') return refuse(login);
          logins.set(client, login);
          if (login.kind === 'device') sessions.add(`${login.vendor}/${login.device}`, client);
          loginsTotal.inc({ result: 'accepted' });
          done(null, true);
        })
        .catch((error: unknown) => {
          log.error({ err: error }, 'a login could not be decided');
          refuse(3);
        });
    },
    authorizePublish(client, packet, done) {
      // A will of a broker that died comes without its client; nobody could vouch for it.
      const login = client ? logins.get(client) : undefined;
      if (!login) return done(new Error('no login'));
      // A stop ends the connections itself, and the wills this sets off tell of no device that died.
      if (stopping) return done(new Error('the gateway is stopping'));
      take(login, packet as AedesPublishPacket, done);
    },
    authorizeSubscribe(client, subscription, done) {
      const login = logins.get(client);
      const filter = login && subscribeRight(login, subscription.topic);
      // aedes would grant a shared subscription and never deliver to it.
      const shared = filter?.startsWith('$share/');
      const granted = filter !== undefined && !shared && { ...subscription, topic: filter };
      if (!login || !granted || !grants.add(client, login, granted)) {
        log.warn(
          { code: 'TOPIC_FORBIDDEN', client: client.id, filter: printable(subscription.topic) },
          'subscription refused',
        );
        return done(null, null);
      }
      // aedes stores the packet's subscription for a persistent session, so the filter in force goes there, too.
      subscription.topic = granted.topic;
      done(null, granted);
    },
    authorizeForward(client, packet) {
      const qos = grants.qos(client, packet.topic);
      // aedes lowers the QoS only for filters without wildcards.
      return qos === undefined ? null : qos < packet.qos ? { ...packet, qos: qos as 0 | 1 } : packet;
    },
  });
  await broker.listen();
  broker.on('unsubscribe', (filters, client) => client && grants.remove(client, filters));
  broker.on('client', (client) => grants.present(client));
  broker.on('clientDisconnect', (client) => grants.gone(client));
  broker.on('clientError', (client, error) => log.debug({ client: client.id, reason: error.message }, 'client error'));
  broker.on('connectionError', (_client, error) => log.debug({ reason: error.message }, 'connection error'));

  function take(login: Login, packet: AedesPublishPacket, done: (error?: Error | null) => void) {
    const refuse = (rejection: Rejection) => {
      publishes.inc({ fate: 'rejected' });
      options.rejected(login, packet.topic, rejection);
      void clock.wait(GOODBYE_MS).then(() => done(new Error(rejection.code)));
    };
    const right = publishRight(login, packet.topic);
    if (right.to === 'nowhere') return refuse({ code: right.code, detail: right.detail });
    if (right.to === 'broker') return done(null);
    const payload = packet.payload as Buffer;
    if (payload.length > options.maxPayload)
      return refuse({
        code: 'PAYLOAD_TOO_LARGE',
        detail: `${payload.length} bytes; at most ${options.maxPayload} are taken: send smaller batches`,
      });
    packet.topic = right.topic;
    const appended = options.append({
      receivedAt: clock.now(),
      transport: 'mqtt',
      vendor: right.to === 'feedback' ? 'feedback' : right.vendor,
      device: right.to === 'feedback' ? right.orgCode : right.device,
      topic: right.topic,
      payload,
      qos: packet.qos,
      retain: packet.retain,
      dup: packet.dup,
    });
    if (packet.qos === 0) done(null); // nothing is promised at QoS 0, so nothing waits for the disk
    appended.then(
      () => {
        publishes.inc({ fate: 'accepted' });
        if (packet.qos > 0) done(null);
      },
      (error: unknown) => {
        publishes.inc({ fate: 'not_stored' });
        if (packet.qos > 0) done(toGatewayError(error));
      },
    );
  }

  const publish = createPublisher((message, done) => broker.publish({ cmd: 'publish', dup: false, ...message }, done));
  const handle = (stream: Duplex, request?: IncomingMessage) => {
    peers.set(stream, peerOf(stream instanceof Link ? stream.socket : stream, request));
    broker.handle(stream as Socket, request);
  };
  const front = createFront({
    ...{
      maxPayload: options.maxPayload,
      deviceRate: options.deviceRate ?? 0,
      clock,
      accept: handle,
      watched: grants.watched,
    },
    writer: options.writer ?? writerOf(options.append),
    publish: (message, done) => publish(message, () => done()),
    settled: ({ messages, error }) => publishes.inc({ fate: error ? 'not_stored' : 'accepted' }, messages),
    oversized(login) {
      publishes.inc({ fate: 'rejected' });
      options.rejected(login, '', {
        code: 'PAYLOAD_TOO_LARGE',
        detail: `at most ${options.maxPayload} bytes are taken: send smaller batches`,
      });
      return clock.wait(GOODBYE_MS);
    },
    closing: (reason) => log.debug({ reason }, 'connection closed'),
  });
  broker.on('clientReady', (client) => {
    const login = logins.get(client);
    if (login) front.opened(client.conn, login);
  });
  const serve = options.front === false ? handle : front.serve;
  // A client that closes its side may still have messages on their way to the inbox.
  const server = createServer({ noDelay: true, allowHalfOpen: options.front !== false }, serve);
  server.maxConnections = options.maxConnections;

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPayload + 4096,
    handleProtocols: chooseProtocol,
  });
  return {
    async listen({ host, port }) {
      await listen(server, host, port);
      return (server.address() as AddressInfo).port;
    },
    take: (socket) => serve(socket),
    attach(http) {
      http.on('upgrade', (request, socket, head) => {
        if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/mqtt') {
          socket.destroy();
          return;
        }
        sockets.handleUpgrade(request, socket, head, (ws) => {
          const stream = createWebSocketStream(ws);
          stream.on('error', () => stream.destroy());
          serve(stream, request);
        });
      });
    },
    publish: (topic, payload, { qos = 0, retain = false } = {}) =>
      new Promise((resolve, reject) => {
        publish({ topic, payload, qos, retain }, (error) => (error ? reject(error) : resolve()));
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
      sockets.close();
      await new Promise<void>((resolve) => {
        if (server.listening) server.close();
        broker.close(() => resolve());
      });
      await front.idle();
      front.stop();
    },
  };
}

/** MQTT 3.1.1 §6: the WebSocket subprotocol is `mqtt`; old clients say `mqttv3.1`. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false;
}

/** Topics in logs: control characters escaped, length bounded. */
function printable(topic: string): string {
  return JSON.stringify(topic.slice(0, 256)).slice(1, -1);
}

function listen(server: ReturnType<typeof createServer>, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new GatewayError(
              'PORT_TAKEN',
              `MQTT port ${port} on ${host} is taken; stop the other program or set GRIDWARDEN_MQTT_PORT`,
            )
          : new GatewayError('CONFIG_INVALID', `MQTT cannot listen on ${host}:${port}: ${error.message}`),
      ),
    );
    server.listen({ host, port, backlog: 4096 }, resolve);
  });
}
