import type { MqttClient } from 'mqtt';
import { timeText } from '../lab-clock.ts';
import type { Notification, SimulatedEvent } from './notification.ts';
import { SimulatedFault } from './soap-envelope.ts';
import type { Operation } from './soap-exchange.ts';
import { type TopicFilter, topicFilterOf } from './topic-filter.ts';
import { escapeText, find, type XmlNode } from './xml.ts';

/** The MQTT brokers a device publishes its events to (Core 9.12). They are configuration: they outlast a restart. */
export interface EventBrokers {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Attributes of the event service's capabilities. */
  readonly capabilities: string;
  publish(event: SimulatedEvent, operation: Notification['operation']): void;
  start(): void;
  /** Cuts the connections, as a device without power does. */
  stop(): Promise<void>;
}

export interface EventBrokersOptions {
  readonly now: () => number;
  /** Told, retained, to a broker as soon as it is connected. */
  readonly properties: () => readonly SimulatedEvent[];
  /** Name of the device in its client ids. */
  readonly name: string;
}

const PROTOCOLS = ['mqtt', 'mqtts', 'ws', 'wss'];
const MAX_BROKERS = 4;
/** Between attempts to connect, machine ms. */
const RECONNECT = 1_000;

interface Broker {
  readonly address: string;
  readonly prefix: string;
  readonly username: string;
  readonly password: string;
  readonly qos: 0 | 1 | 2;
  readonly wants: TopicFilter;
  client?: MqttClient;
  stopped: boolean;
}

export function createEventBrokers(options: EventBrokersOptions): EventBrokers {
  const { now, properties, name } = options;
  const brokers = new Map<string, Broker>();
  let running = false;

  const send = (broker: Broker, event: SimulatedEvent, operation: Notification['operation'], at: number) => {
    if (!broker.client?.connected || !broker.wants(event.topic)) return;
    const payload = operation === 'Deleted' ? '' : payloadOf(event, at);
    broker.client.publish(topicOf(broker.prefix, event), payload, { qos: broker.qos, retain: event.property });
  };

  const connect = async (broker: Broker) => {
    // Loaded when a broker is added: most simulated devices have none.
    const { connect: connectMqtt } = await import('mqtt');
    if (broker.stopped) return;
    const client = connectMqtt(broker.address, {
      // Without CertPathValidationPolicyID a device does not check the broker's certificate (Core 9.12).
      ...{ rejectUnauthorized: false, reconnectPeriod: RECONNECT, protocolVersion: 4, queueQoSZero: false },
      ...{ username: broker.username, password: broker.password },
      clientId: broker.username || name,
    });
    broker.client = client;
    client.on('error', () => {});
    client.on('connect', () => {
      for (const event of properties()) send(broker, event, 'Initialized', now());
    });
  };

  const disconnect = async (broker: Broker) => {
    broker.stopped = true;
    await broker.client?.endAsync(true);
  };

  const configXml = ({ address, prefix, username, qos, client }: Broker) => {
    const status = client?.connected ? 'Connected' : client && !client.disconnecting ? 'Connecting' : 'Offline';
    const user = username ? `<tev:UserName>${escapeText(username)}</tev:UserName>` : '';
    return (
      `<tev:EventBroker><tev:Address>${escapeText(address)}</tev:Address><tev:TopicPrefix>${escapeText(prefix)}</tev:TopicPrefix>` +
      `${user}<tev:QoS>${qos}</tev:QoS><tev:Status>${status}</tev:Status></tev:EventBroker>`
    );
  };

  return {
    capabilities: `EventBrokerProtocols="${PROTOCOLS.join(' ')}" MaxEventBrokers="${MAX_BROKERS}"`,
    operations: {
      async AddEventBroker({ body }) {
        const broker = brokerOf(find(body, 'EventBroker'), now());
        const before = brokers.get(broker.address);
        if (!before && brokers.size >= MAX_BROKERS)
          throw new SimulatedFault(500, ['ter:Action', 'ter:TooManyEventBrokers'], `at most ${MAX_BROKERS} brokers`);
        // The same address changes what was there.
        if (before) await disconnect(before);
        brokers.set(broker.address, broker);
        if (running) await connect(broker);
        return '';
      },
      GetEventBrokers({ body }) {
        const address = find(body, 'Address')?.text;
        return [...brokers.values()]
          .filter((broker) => !address || broker.address === address)
          .map(configXml)
          .join('');
      },
      async DeleteEventBroker({ body }) {
        const broker = brokers.get(find(body, 'Address')?.text ?? '');
        if (!broker) throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:NotFound'], 'no such broker');
        brokers.delete(broker.address);
        await disconnect(broker);
        return '';
      },
    },
    publish(event, operation) {
      for (const broker of brokers.values()) send(broker, event, operation, now());
    },
    start() {
      running = true;
      for (const broker of brokers.values()) {
        broker.stopped = false;
        void connect(broker);
      }
    },
    async stop() {
      running = false;
      await Promise.all([...brokers.values()].map(disconnect));
    },
  };
}

/** Throws the faults of AddEventBroker. */
function brokerOf(config: XmlNode | undefined, now: number): Broker {
  const text = (name: string) => find(config, name)?.text ?? '';
  const address = text('Address');
  const qos = Number(text('QoS') || 0);
  if (!URL.canParse(address)) throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:InvalidAddress'], 'no address');
  if (!PROTOCOLS.includes(new URL(address).protocol.slice(0, -1)))
    throw new SimulatedFault(400, ['ter:InvalidArgVal', 'ter:InvalidProtocol'], 'the protocol is not supported');
  if (text('TopicPrefix') === '') throw new SimulatedFault(400, ['ter:InvalidArgVal'], 'TopicPrefix is empty');
  return {
    ...{ address, prefix: text('TopicPrefix'), username: text('UserName'), password: text('Password') },
    ...{ qos: qos === 1 || qos === 2 ? qos : 0, wants: topicFilterOf(find(config, 'PublishFilter'), now) },
    stopped: false,
  };
}

/** `{prefix}/onvif-ej/{topic}/&{source values}`; characters that MQTT keeps for itself are left out. */
function topicOf(prefix: string, { topic, source }: SimulatedEvent): string {
  const values = Object.values(source).map((value) => value.replace(/[#+]/g, ''));
  return [prefix, 'onvif-ej', topic, ...(values.length > 0 ? [`&${values.join('/')}`] : [])].join('/');
}

/** Without operation, and without a group of its own for Key: its items stand with the Data. */
function payloadOf({ source, key, data }: SimulatedEvent, at: number): string {
  return JSON.stringify({ UtcTime: timeText(at), Source: source, Data: { ...key, ...data } });
}
