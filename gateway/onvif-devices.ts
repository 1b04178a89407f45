import type { Clock } from './clock.ts';
import type { OnvifConnection } from './ingest/onvif-connections.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Arrival } from './model/message.ts';
import { createOnvifDevice, type OnvifDevice, type OnvifStatus } from './transport/onvif-device.ts';

/** All ONVIF devices the gateway keeps subscribed. */
export interface OnvifDevices {
  /** Connects a device, or connects it anew with another address or login. */
  connect(connection: OnvifConnection): Promise<void>;
  disconnect(deviceId: string): Promise<void>;
  status(deviceId: string): OnvifStatus | undefined;
  stop(): Promise<void>;
}

/** Devices at most; each holds up to two sockets and one answer. */
const MAX_DEVICES = 5_000;
/** Pull timeout in the lab, machine ms: there a city minute can be a machine second. */
const LAB_PULL_MS = 2_000;

export function createOnvifDevices(options: {
  append(arrival: Arrival): Promise<unknown>;
  lab: boolean;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}): OnvifDevices {
  const { append, lab, clock, log, metrics } = options;
  const devices = new Map<string, OnvifDevice>();

  /** Presence goes the way of every message: a status in the inbox, so that the rules see it in order and after a restart. */
  const presence = (vendor: string, device: string, online: boolean) =>
    append({
      receivedAt: clock.now(),
      transport: 'http',
      vendor,
      device,
      topic: `v1/${vendor}/${device}/status`,
      payload: Buffer.from(JSON.stringify({ online })),
      qos: 1,
      retain: false,
      dup: false,
    }).catch((error: unknown) => log.warn({ err: error, device }, 'presence of an ONVIF device was not stored'));

  const disconnect = async (deviceId: string) => {
    const device = devices.get(deviceId);
    devices.delete(deviceId);
    await device?.stop();
  };

  return {
    async connect(connection) {
      await disconnect(connection.deviceId);
      if (devices.size >= MAX_DEVICES) {
        log.error(
          { device: connection.deviceId, limit: MAX_DEVICES },
          'too many ONVIF devices; this one is not connected',
        );
        return;
      }
      const [vendor = '', name = ''] = connection.deviceId.split('/');
      const device = createOnvifDevice({
        ...connection,
        vendor,
        device: name,
        append,
        clock,
        log,
        metrics,
        onPresence: (online) => void presence(vendor, name, online),
        ...(lab ? { timing: { pullTimeoutMs: LAB_PULL_MS } } : {}),
      });
      devices.set(connection.deviceId, device);
      device.start();
    },
    disconnect,
    status: (deviceId) => devices.get(deviceId)?.status(),
    async stop() {
      await Promise.all([...devices.keys()].map(disconnect));
    },
  };
}
