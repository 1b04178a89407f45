import { connectAsync, type IPublishPacket, type MqttClient, type PacketCallback, Store } from 'mqtt';
import { type LabDevice, statusOf, VENDOR } from './fleet.ts';
import type { LabClock } from './lab-clock.ts';
import type { Publication } from './traffic.ts';

/** Connections opened at a time, and messages in flight at a time over the whole fleet; further ones wait their turn. */
const OPENING = 40;
const IN_FLIGHT = 1000;
const RECONNECT_MS = 100;
/** How long a terminal that may be thrown out waits for its PUBACK before it goes. */
const PATIENCE_MS = 2000;

/** What is kept for sending again carries DUP, as MQTT 3.1.1 §3.3.1.1 asks of a redelivery. */
class ResendStore extends Store {
  override put(packet: IPublishPacket, done: PacketCallback): this {
    super.put(packet.cmd === 'publish' ? { ...packet, dup: true } : packet, done);
    return this;
  }
}

/** Real MQTT 3.1.1 connections, one per device, that reconnect and send again what was not acknowledged. */
export interface MqttFleet {
  /** Publishes all at QoS 1 in the order given per device; resolves when every PUBACK is there, over reconnects if need be. */
  publish(publications: readonly Publication[]): Promise<void>;
  /**
   * Cuts devices off without a word: their connections stay open and dead, as behind a failed radio link, and each comes back
   * on a new one under the same name. The broker has to notice by itself.
   */
  strand(devices: readonly string[]): Promise<void>;
  /** PUBACKs so far for messages from registered devices' own connections. */
  acknowledged(): number;
  close(): Promise<void>;
}

interface Broker {
  readonly host: string;
  readonly port: number;
}

function connectDevice({ host, port }: Broker, device: string, terminal: Publication['terminal']) {
  const username = `${VENDOR}/${device}`;
  return connectAsync(`mqtt://${host}:${port}`, {
    protocolVersion: 4,
    clientId: terminal === 'second' ? `${username}/2` : username,
    username,
    password: 'lab',
    clean: true,
    // One that the gateway may throw out for what it says must not come back and say it again for ever.
    reconnectPeriod: terminal === 'own' ? RECONNECT_MS : 0,
    connectTimeout: 10_000,
    keepalive: 300,
    outgoingStore: new ResendStore(),
    ...(terminal === 'own'
      ? { will: { topic: `v1/${username}/status`, payload: Buffer.from('{"online":false}'), qos: 1, retain: true } }
      : {}),
  });
}

async function inBatches<T>(items: readonly T[], size: number, work: (item: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += size) await Promise.all(items.slice(from, from + size).map(work));
}

/** Connects the sensors of a fleet. Throws when the broker refuses one. */
export async function connectFleet(
  broker: Broker,
  devices: readonly Pick<LabDevice, 'name' | 'type'>[],
  clock: LabClock,
): Promise<MqttFleet> {
  const clients = new Map<string, MqttClient>();
  /** Dead connections that are still open; each device has one at most, and it goes with the next or at the end. */
  const stranded = new Map<string, MqttClient>();
  let acknowledged = 0;
  const connect = async ({ name, type }: Pick<LabDevice, 'name' | 'type'>) => {
    const client = await connectDevice(broker, name, 'own');
    client.on('connect', () => {
      client.publish(`v1/${VENDOR}/${name}/status`, statusOf(type), { qos: 1, retain: true }, () => {});
    });
    // Errors of a connection that will be made again need no answer but the next attempt.
    client.on('error', () => {});
    clients.set(name, client);
  };
  await inBatches(devices, OPENING, connect);

  const publishOwn = async (publication: Publication) => {
    const client = clients.get(publication.device);
    if (!client) throw new Error(`${publication.device} has no connection`);
    const { topic, payload, retain, dup, cut } = publication;
    const done = client.publishAsync(topic, payload, { qos: 1, retain, dup });
    if (cut) client.stream.destroy();
    await done;
    acknowledged += 1;
  };
  const publishOnce = async ({ device, terminal, topic, payload, retain, dup }: Publication) => {
    const client = await connectDevice(broker, device, terminal).catch(() => undefined);
    // Being refused is a fair answer to a stranger.
    if (!client) return;
    client.on('error', () => {});
    const patience = new AbortController();
    const left = new Promise<void>((resolve) => client.once('close', () => resolve()));
    const acked = client.publishAsync(topic, payload, { qos: 1, retain, dup }).then(
      () => {},
      () => {},
    );
    await Promise.race([acked, left, clock.wait(PATIENCE_MS, patience.signal)]);
    patience.abort();
    await client.endAsync(true).catch(() => {});
  };

  return {
    publish: (publications) =>
      inBatches(publications, IN_FLIGHT, (each) => (each.terminal === 'own' ? publishOwn(each) : publishOnce(each))),
    async strand(names) {
      await inBatches(names, OPENING, async (name) => {
        const dead = clients.get(name);
        const type = devices.find((device) => device.name === name)?.type;
        if (!dead || type === undefined) return;
        // It hears nothing any more, not even that the broker lets it go.
        dead.options.reconnectPeriod = 0;
        dead.stream.pause();
        stranded.get(name)?.stream.destroy();
        stranded.set(name, dead);
        await connect({ name, type });
        await clients.get(name)?.publishAsync(`v1/${VENDOR}/${name}/status`, statusOf(type), { qos: 1, retain: true });
      });
    },
    acknowledged: () => acknowledged,
    async close() {
      for (const dead of stranded.values()) dead.end(true);
      stranded.clear();
      const open = [...clients.values()];
      clients.clear();
      await inBatches(open, OPENING, (client) => client.endAsync(true).catch(() => {}));
    },
  };
}
