import type { Duplex } from 'node:stream';
import type { AedesOptions, AedesPublishPacket, AuthenticateError, Client } from 'aedes';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Login, LoginRefusal } from '../model/login.ts';
import { subscribeRight } from './mqtt-access.ts';
import type { Grants } from './mqtt-grants.ts';
import type { Incoming } from './mqtt-incoming.ts';
import type { KeptSessions } from './mqtt-kept-sessions.ts';
import { Link } from './mqtt-link.ts';
import type { Peer } from './mqtt-peer.ts';
import type { Sessions } from './mqtt-sessions.ts';

/** A login as the broker asks for it. */
export type Authenticate = (
  request: { clientId: string; username: string; password: Buffer } & Peer,
) => Promise<Login | LoginRefusal>;

export interface HookTools {
  readonly authenticate: Authenticate;
  readonly peers: WeakMap<Duplex, Peer>;
  readonly logins: WeakMap<Client, Login>;
  readonly grants: Grants;
  readonly sessions: Sessions;
  readonly kept: KeptSessions;
  readonly incoming: Incoming;
  /** The gateway is stopping: it takes no more messages. */
  stopping(): boolean;
  /** Stores a message, or passes it on; calls back when it may be acknowledged, with an error when it may not. */
  take(login: Login, packet: AedesPublishPacket, done: (error?: Error | null) => void): void;
  readonly log: Logger;
  readonly metrics: Metrics;
}

type Hooks = Required<
  Pick<AedesOptions, 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/** What aedes asks before it does something: who somebody is, and what a login may publish, subscribe to and receive. */
export function brokerHooks(tools: HookTools): Hooks {
  const { logins, grants, incoming, log } = tools;
  const loginsTotal = tools.metrics.counter('mqtt_logins_total', 'MQTT logins by result', ['result']);

  return {
    authenticate(client, username, password, done) {
      const refuse = (returnCode: number) => {
        loginsTotal.inc({ result: 'refused' });
        done(Object.assign(new Error('refused'), { returnCode }) as unknown as AuthenticateError, null);
      };
      tools
        .authenticate({
          ...{ clientId: client.id, username: username ?? '', password: password ?? Buffer.alloc(0) },
          ...tools.peers.get(client.conn),
        })
        .then((login) => {
          if (typeof login === 'number') return refuse(login);
          logins.set(client, login);
          if (login.kind === 'device') tools.sessions.add(`${login.vendor}/${login.device}`, client);
          const resumed = tools.kept.came(client.id, client.clean);
          if (resumed && client.conn instanceof Link) client.conn.resumesSession();
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
      if (!client || !login) return done(new Error('no login'));
      // A stop ends the connections itself, and the wills this sets off tell of no device that died.
      if (tools.stopping()) return done(new Error('the gateway is stopping'));
      // Only a PUBLISH of the client has a packet id; its will has none.
      if (packet.qos !== 2 || packet.messageId === undefined)
        return tools.take(login, packet as AedesPublishPacket, done);
      if (incoming.arrived(client.id, packet, done) === 'again') return;
      tools.take(login, packet as AedesPublishPacket, (error) => {
        if (error) incoming.failed(client.id, packet, error);
        else incoming.stored(client.id, packet);
        done(error);
      });
    },
    authorizeSubscribe(client, subscription, done) {
      const login = logins.get(client);
      const filter = login && subscribeRight(login, subscription.topic);
      const granted = filter !== undefined && { ...subscription, topic: filter };
      if (!login || !granted || !mayKeep(client, login) || !grants.add(client, login, granted)) {
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
      const granted = grants.qos(client, packet.topic);
      if (granted === undefined) return null;
      // aedes lowers the QoS only for filters without wildcards (MQTT-3.8.4-6), and hands DUP on (MQTT-3.3.1-3).
      const qos = Math.min(granted, packet.qos) as 0 | 1 | 2;
      return qos === packet.qos && !packet.dup ? packet : { ...packet, qos, dup: false };
    },
  };

  function mayKeep(client: Client, login: Login): boolean {
    return client.clean || tools.kept.keep(login, client.id);
  }
}

/** Topics in logs: control characters escaped, length bounded. */
function printable(topic: string): string {
  return JSON.stringify(topic.slice(0, 256)).slice(1, -1);
}
