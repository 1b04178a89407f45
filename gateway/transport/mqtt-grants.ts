import type { Client, Subscription } from 'aedes';
import type { Login } from '../model/login.ts';
import { filterMatches } from './mqtt-filter.ts';

/** The subscriptions that were granted, by client: what may be forwarded to whom, and whether anybody watches a topic. */
export interface Grants {
  /** Notes a granted subscription; false when the client holds as many as it may. */
  add(client: Client, login: Login, subscription: Pick<Subscription, 'topic' | 'qos'>): boolean;
  /** The client gave them up. */
  remove(client: Client, filters: readonly string[]): void;
  /** The client is there; with a clean session nothing of an earlier one is left (MQTT-3.1.2-6). */
  present(client: Client): void;
  /** The client is gone; the filters of a persistent session stay watched. */
  gone(client: Client): void;
  /** Highest QoS the client was granted for the topic (MQTT-3.8.4-6); nothing when it may not see it at all. */
  qos(client: Client, topic: string): number | undefined;
  /** Whether somebody who may see messages of devices, or a session kept for them, has asked for the topic. */
  watched(topic: string): boolean;
}

/** Subscriptions one client may hold; more are refused with 0x80. Open mode has no bound. */
const MAX_FILTERS = 16;
/** Answers of `watched` remembered until a subscription changes; at the bound all are forgotten. */
const MAX_REMEMBERED = 65_536;

interface Held {
  readonly watcher: boolean;
  readonly filters: Map<string, number>;
}

export function createGrants(): Grants {
  const live = new Map<Client, Held>();
  /** Filters of persistent sessions by client id: they are queued for while the client is away. */
  const kept = new Map<string, Set<string>>();
  let watching: readonly string[] = [];
  const remembered = new Map<string, boolean>();

  const changed = (): void => {
    const filters = new Set<string>();
    for (const held of live.values()) if (held.watcher) for (const filter of held.filters.keys()) filters.add(filter);
    for (const set of kept.values()) for (const filter of set) filters.add(filter);
    watching = [...filters];
    remembered.clear();
  };

  return {
    add(client, login, { topic, qos }) {
      // Devices and organisations subscribe to what the gateway sends, never to what devices send.
      const watcher = login.kind === 'operator' || login.kind === 'open';
      const held: Held = live.get(client) ?? { watcher, filters: new Map() };
      live.set(client, held);
      if (login.kind !== 'open' && held.filters.size >= MAX_FILTERS && !held.filters.has(topic)) return false;
      held.filters.set(topic, qos);
      if (!watcher) return true;
      if (!client.clean) kept.set(client.id, (kept.get(client.id) ?? new Set()).add(topic));
      changed();
      return true;
    },
    remove(client, filters) {
      const held = live.get(client);
      if (!held) return;
      for (const filter of filters) {
        held.filters.delete(filter);
        kept.get(client.id)?.delete(filter);
      }
      if (held.watcher) changed();
    },
    present(client) {
      if (client.clean && kept.delete(client.id)) changed();
    },
    gone(client) {
      const held = live.get(client);
      if (live.delete(client) && held?.watcher) changed();
    },
    qos(client, topic) {
      let highest: number | undefined;
      for (const [filter, qos] of live.get(client)?.filters ?? [])
        if ((highest === undefined || qos > highest) && filterMatches(filter, topic)) highest = qos;
      return highest;
    },
    watched(topic) {
      if (watching.length === 0) return false;
      let known = remembered.get(topic);
      if (known === undefined) {
        known = watching.some((filter) => filterMatches(filter, topic));
        if (remembered.size >= MAX_REMEMBERED) remembered.clear();
        remembered.set(topic, known);
      }
      return known;
    },
  };
}
