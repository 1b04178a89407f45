import type { Clock } from './clock.ts';
import type { KeptSubscription, OnvifConnection } from './ingest/onvif-connections.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Arrival } from './model/message.ts';
import { createTopicCensus, type HeardTopic } from './onvif-topics.ts';
import type { OwnBroker } from './transport/onvif-broker.ts';
import { createOnvifDevice, type OnvifDevice, type OnvifStatus } from './transport/onvif-device.ts';
import type { NotifyListener } from './transport/onvif-listener.ts';
import { fetchSnapshot, type Snapshot } from './transport/onvif-snapshot.ts';
import { createTurns } from './transport/onvif-turns.ts';

/** All ONVIF devices the gateway keeps subscribed. */
export interface OnvifDevices {
  /** Connects a device, or connects it anew with another address or login. */
  connect(connection: OnvifConnection): Promise<void>;
  disconnect(deviceId: string): Promise<void>;
  /** Disconnects a device for good, and takes back what was set up on it. */
  remove(deviceId: string): Promise<void>;
  status(deviceId: string): OnvifStatus | undefined;
  /** The status of every connected device. */
  list(): readonly (OnvifStatus & { readonly deviceId: string })[];
  /** Tries a device again at once; false when it is not connected. */
  retry(deviceId: string): boolean;
  /** Takes a still picture now, of a video source where it is named; undefined for a device that is not connected. */
  snapshot(deviceId: string, source: string): Promise<Snapshot> | undefined;
  /** Topics that were heard since the start, the unknown ones first. */
  topics(): readonly HeardTopic[];
  stop(): Promise<void>;
}

/** Devices at most; each holds up to two sockets and one answer. */
const MAX_DEVICES = 5_000;
/** Pull timeout in the lab, machine ms: there a city minute can be a machine second. */
const LAB_PULL_MS = 2_000;

/** Devices that are set up at the same time. */
const MAX_SET_UPS = 64;
/** City ms between signs of life of a device that has nothing to tell: silence must mean that it is gone. */
const ALIVE_EVERY = 300_000;

export function createOnvifDevices(options: {
  append(arrival: Arrival): Promise<unknown>;
  /** Keeps subscriptions over a restart. */
  subscriptions?: {
    subscription(deviceId: string): KeptSubscription | undefined;
    keepSubscription(deviceId: string, subscription: KeptSubscription | undefined): Promise<void>;
  };
  /** Where devices that make no pull point may push to. */
  listener?: NotifyListener;
  /** The gateway's MQTT broker, for devices that publish by themselves: its addresses, and a new password for a device. */
  broker?: { addresses(): readonly string[]; issue(deviceId: string): Promise<string> };
  /** What a topic is told as; empty for one that no map knows. */
  signalsOf?: (topic: string) => readonly string[];
  lab: boolean;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}): OnvifDevices {
  const { append, subscriptions, lab, clock, log, metrics } = options;
  const turns = createTurns(MAX_SET_UPS, clock);
  const census = createTopicCensus(options.signalsOf ?? (() => []), clock.now);
  const devices = new Map<string, OnvifDevice>();
  const connections = new Map<string, OnvifConnection>();

  /** What is said of a device goes the way of every message: into the inbox, so that the rules see it in order and after a restart. */
  const say = (vendor: string, device: string, leaf: 'status' | 'event', body: object) =>
    append({
      ...{ receivedAt: clock.now(), transport: 'http', vendor, device, topic: `v1/${vendor}/${device}/${leaf}` },
      payload: Buffer.from(JSON.stringify(body)),
      ...{ qos: 1, retain: false, dup: false },
    }).catch((error: unknown) => log.warn({ err: error, device }, `the ${leaf} of an ONVIF device was not stored`));

  const disconnect = async (deviceId: string) => {
    const device = devices.get(deviceId);
    devices.delete(deviceId);
    connections.delete(deviceId);
    await device?.stop();
  };

  const ownBroker = (deviceId: string): { broker?: OwnBroker } => {
    const { broker } = options;
    return broker ? { broker: { addresses: broker.addresses, issue: () => broker.issue(deviceId) } } : {};
  };

  return {
    async connect(connection) {
      const { deviceId } = connection;
      if (connection.eventBroker !== true) await devices.get(deviceId)?.leave();
      await disconnect(deviceId);
      if (devices.size >= MAX_DEVICES) {
        log.error({ device: deviceId, limit: MAX_DEVICES }, 'too many ONVIF devices; this one is not connected');
        return;
      }
      const [vendor = '', name = ''] = deviceId.split('/');
      let toldAt = 0;
      const tell = (online: boolean) => {
        toldAt = clock.now();
        void say(vendor, name, 'status', { online });
      };
      const device = createOnvifDevice({
        ...connection,
        vendor,
        device: name,
        append,
        clock,
        log,
        metrics,
        turns,
        ...(options.listener ? { listener: options.listener } : {}),
        ...{ ...ownBroker(deviceId), preferBroker: connection.eventBroker === true },
        heard: (topic) => census.heard(deviceId, topic),
        onPresence: tell,
        onStorm: (active) => void say(vendor, name, 'event', { code: 'event_storm', active }),
        onAlive() {
          if (clock.now() - toldAt >= ALIVE_EVERY) tell(true);
        },
        ...(subscriptions
          ? {
              subscription: {
                load: () => subscriptions.subscription(deviceId),
                save: (subscription) =>
                  void subscriptions
                    .keepSubscription(deviceId, subscription)
                    .catch((error: unknown) =>
                      log.warn({ err: error, device: deviceId }, 'a subscription was not kept'),
                    ),
              },
            }
          : {}),
        ...(lab ? { timing: { pullTimeoutMs: LAB_PULL_MS } } : {}),
      });
      devices.set(deviceId, device);
      connections.set(deviceId, connection);
      device.start();
    },
    disconnect,
    async remove(deviceId) {
      await devices.get(deviceId)?.leave();
      await disconnect(deviceId);
    },
    retry(deviceId) {
      const device = devices.get(deviceId);
      device?.retry();
      return device !== undefined;
    },
    snapshot(deviceId, source) {
      const connection = connections.get(deviceId);
      if (!connection) return undefined;
      const skewMs = devices.get(deviceId)?.status().skewMs;
      return fetchSnapshot({ ...connection, clock, source, ...(skewMs === undefined ? {} : { skewMs }) });
    },
    topics: census.list,
    list: () => [...devices].map(([deviceId, device]) => ({ deviceId, ...device.status() })),
    status: (deviceId) => devices.get(deviceId)?.status(),
    async stop() {
      await Promise.all([...devices.keys()].map(disconnect));
    },
  };
}
