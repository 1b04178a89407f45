import { Readable } from 'node:stream';
import type { AedesPublishPacket } from 'aedes';
import type { Metrics } from '../metrics.ts';
import type { Incoming } from './mqtt-incoming.ts';
import { createOutgoingQueues, type Outgoing } from './mqtt-outgoing.ts';
import { createRetained } from './mqtt-retained.ts';

interface Session {
  readonly id: string;
}
interface Numbered {
  readonly cmd?: string;
  readonly messageId?: number;
}

/** What of aedes' memory store is used as it is (subscriptions and wills), and what takes the place of the rest. */
export interface AedesStore {
  cleanSubscriptions(client: Session): Promise<void>;
  storeRetained(packet: AedesPublishPacket): Promise<void>;
  createRetainedStream(filter: string): Readable;
  createRetainedStreamCombi(filters: readonly string[]): Readable;
  outgoingEnqueue(session: { clientId: string; qos?: number }, packet: Outgoing): Promise<void>;
  outgoingEnqueueCombi(sessions: readonly { clientId: string; qos?: number }[], packet: Outgoing): Promise<void>;
  outgoingUpdate(client: Session, packet: Outgoing): Promise<void>;
  outgoingClearMessageId(client: Session, packet: Numbered): Promise<Outgoing | undefined>;
  outgoingStream(client: Session): Readable;
  incomingStorePacket(client: Session, packet: Numbered): Promise<void>;
  incomingGetPacket(client: Session, packet: Numbered): Promise<unknown>;
  incomingDelPacket(client: Session, packet: Numbered): Promise<void>;
  cleanIncoming(client: Session): Promise<void>;
}

/**
 * Replaces what is unbounded in aedes' store: retained messages, queues of absent sessions, and the payloads of QoS 2 messages
 * that wait for their PUBREL, of which only the packet ids are needed.
 */
export function boundStore(store: AedesStore, tools: { incoming: Incoming; metrics: Metrics }): void {
  const { incoming, metrics } = tools;
  const retained = createRetained();
  const queues = createOutgoingQueues();
  const messages = metrics.gauge('mqtt_store_messages', 'Messages the broker keeps in memory', ['what']);
  const bytes = metrics.gauge('mqtt_store_bytes', 'Bytes of the messages the broker keeps in memory', ['what']);
  const refused = metrics.counter('mqtt_store_refused_total', 'Messages not kept for want of room', ['what']);
  const count = (what: 'retained' | 'queued', kept: { messages: number; bytes: number }): void => {
    messages.set({ what }, kept.messages);
    bytes.set({ what }, kept.bytes);
  };
  const cleanSubscriptions = store.cleanSubscriptions.bind(store);
  const all = async function* (filters: readonly string[]) {
    for (const filter of filters) yield* retained.matching(filter);
  };

  const own: AedesStore = {
    async cleanSubscriptions(client) {
      // MQTT-3.1.2-6: a clean session leaves nothing of the one before it.
      queues.forget(client.id);
      await cleanSubscriptions(client);
    },
    async storeRetained(packet) {
      if (!retained.store(packet)) refused.inc({ what: 'retained' });
      count('retained', retained);
    },
    createRetainedStream: (filter) => Readable.from(all([filter])),
    createRetainedStreamCombi: (filters) => Readable.from(all(filters)),
    outgoingEnqueue: (session, packet) => own.outgoingEnqueueCombi([session], packet),
    async outgoingEnqueueCombi(sessions, packet) {
      if (sessions.length === 0) return;
      const before = queues.refused;
      queues.add(sessions, packet);
      refused.inc({ what: 'queued' }, queues.refused - before);
      count('queued', queues);
    },
    async outgoingUpdate(client, packet) {
      queues.sending(client.id, packet);
    },
    async outgoingClearMessageId(client, packet) {
      const found = queues.acknowledged(client.id, packet.messageId, packet.cmd);
      count('queued', queues);
      return found;
    },
    outgoingStream: (client) => Readable.from(queues.waiting(client.id)),
    async incomingStorePacket() {},
    async incomingGetPacket(client, packet) {
      // aedes asks this of a PUBLISH and of its PUBREL: to the first PUBLISH of an id the answer must be no.
      const known =
        packet.cmd === 'publish' ? incoming.isRepeat(client.id, packet) : incoming.has(client.id, packet.messageId);
      if (!known) throw new Error('no such packet');
      return packet;
    },
    async incomingDelPacket(client, packet) {
      incoming.released(client.id, packet.messageId);
    },
    async cleanIncoming(client) {
      incoming.forget(client.id);
    },
  };
  Object.assign(store, own);
}
