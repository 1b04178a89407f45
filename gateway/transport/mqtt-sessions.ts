import type { Client } from 'aedes';

/** The connections that speak for each device, so that they can be ended when its rights do. */
export interface Sessions {
  /** The client's login as this device was accepted; forgotten by itself when the connection ends. */
  add(deviceId: string, client: Client): void;
  /** The clients that speak for the device now; as many as there are connections of it. */
  of(deviceId: string): readonly Client[];
}

export function createSessions(): Sessions {
  const live = new Map<string, Set<Client>>();
  return {
    add(deviceId, client) {
      const clients = live.get(deviceId) ?? new Set();
      live.set(deviceId, clients.add(client));
      client.conn.once('close', () => {
        clients.delete(client);
        if (clients.size === 0 && live.get(deviceId) === clients) live.delete(deviceId);
      });
    },
    of: (deviceId) => [...(live.get(deviceId) ?? [])],
  };
}
