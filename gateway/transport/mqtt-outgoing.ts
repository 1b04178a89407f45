import type { AedesPublishPacket } from 'aedes';
import { ownBytes } from './mqtt-retained.ts';

/** A packet of aedes on its way to a session: a PUBLISH, or the PUBREL that stands for it once it was received. */
export interface Outgoing {
  readonly cmd: 'publish' | 'pubrel';
  readonly topic?: string | undefined;
  readonly payload?: AedesPublishPacket['payload'] | undefined;
  readonly qos?: AedesPublishPacket['qos'];
  /** What aedes tells messages apart by before they have a packet id. */
  readonly brokerId?: string | undefined;
  readonly brokerCounter?: number | undefined;
  messageId?: number | undefined;
}

interface Queued extends Outgoing {
  /** It was sent at least once. */
  sent: boolean;
}

/** QoS 1 and 2 messages of sessions that outlive their connection, until the client has acknowledged them (MQTT 3.1.1 §4.1). */
export interface OutgoingQueues {
  /** Queues a message for each session at its granted QoS (MQTT-3.8.4-6). */
  add(sessions: readonly { readonly clientId: string; readonly qos?: number }[], packet: Outgoing): void;
  /** A message is sent under a packet id, or a PUBREL takes the place of the message with that id. */
  sending(clientId: string, packet: Outgoing): void;
  /** The client has it, as this kind of acknowledgement says; returns what it was. One of the wrong kind changes nothing. */
  acknowledged(clientId: string, messageId: number | undefined, kind?: string): Outgoing | undefined;
  /** What a client that comes back gets, in order; what was sent before is marked as sent again (MQTT-3.3.1-1). */
  waiting(clientId: string): readonly (Outgoing & { readonly dup: boolean })[];
  /** The session is over. */
  forget(clientId: string): void;
  readonly messages: number;
  readonly bytes: number;
  /** Messages that were not queued for want of room. */
  readonly refused: number;
}

export interface QueueLimits {
  readonly messages: number;
  readonly bytes: number;
  readonly messagesPerSession: number;
  readonly bytesPerSession: number;
}

/** Beyond these the newest message is not queued: who is connected gets it all the same, but only once. */
const LIMITS: QueueLimits = {
  messages: 200_000,
  bytes: 128 << 20,
  messagesPerSession: 1_000,
  bytesPerSession: 4 << 20,
};

interface Queue {
  readonly packets: Queued[];
  bytes: number;
}

export function createOutgoingQueues(limits: QueueLimits = LIMITS): OutgoingQueues {
  const queues = new Map<string, Queue>();
  let messages = 0;
  let bytes = 0;
  let refused = 0;

  const grow = (queue: Queue, count: number, size: number): void => {
    queue.bytes += size;
    messages += count;
    bytes += size;
  };
  const room = (queue: Queue, size: number): boolean =>
    messages < limits.messages &&
    bytes + size <= limits.bytes &&
    queue.packets.length < limits.messagesPerSession &&
    queue.bytes + size <= limits.bytesPerSession;

  return {
    add(sessions, packet) {
      if (sessions.length === 0) return;
      const { topic, brokerId, brokerCounter } = packet;
      const payload = ownBytes(packet.payload ?? ''); // sessions share it
      for (const { clientId, qos = 0 } of sessions) {
        const queue = queues.get(clientId) ?? { packets: [], bytes: 0 };
        const last = queue.packets.at(-1);
        // Two filters of one session match the same message.
        if (last?.brokerCounter === brokerCounter && last?.brokerId === brokerId) continue;
        const made: Queued = {
          ...{ cmd: 'publish', topic, payload, brokerId, brokerCounter, sent: false },
          qos: Math.min(qos, packet.qos ?? 0) as 0 | 1 | 2,
        };
        if (!room(queue, sizeOf(made))) {
          refused++;
          continue;
        }
        queue.packets.push(made);
        queues.set(clientId, queue);
        grow(queue, 1, sizeOf(made));
      }
    },
    sending(clientId, packet) {
      const queue = queues.get(clientId);
      if (!queue) return;
      const { packets } = queue;
      if (packet.cmd === 'publish') {
        const found = packets.find(
          ({ brokerId, brokerCounter }) => brokerId === packet.brokerId && brokerCounter === packet.brokerCounter,
        );
        if (found) Object.assign(found, { messageId: packet.messageId, qos: packet.qos ?? found.qos, sent: true });
        return;
      }
      const at = packets.findIndex(({ messageId, qos }) => messageId === packet.messageId && qos !== 1);
      const old = packets[at];
      if (!old) return;
      grow(queue, 0, -sizeOf(old));
      packets[at] = { cmd: 'pubrel', messageId: packet.messageId, sent: true };
    },
    acknowledged(clientId, messageId, kind) {
      const queue = queues.get(clientId);
      if (!queue || messageId === undefined) return undefined;
      const at = queue.packets.findIndex((packet) => packet.messageId === messageId && ends(packet, kind));
      const [found] = at < 0 ? [] : queue.packets.splice(at, 1);
      if (!found) return undefined;
      grow(queue, -1, -sizeOf(found));
      if (queue.packets.length === 0) queues.delete(clientId);
      return found;
    },
    waiting: (clientId) =>
      (queues.get(clientId)?.packets ?? []).map(({ sent, ...packet }) => ({
        ...packet,
        dup: sent && packet.cmd === 'publish',
      })),
    forget(clientId) {
      const queue = queues.get(clientId);
      if (!queue) return;
      queues.delete(clientId);
      grow(queue, -queue.packets.length, -queue.bytes);
    },
    get messages() {
      return messages;
    },
    get bytes() {
      return bytes;
    },
    get refused() {
      return refused;
    },
  };
}

/** A PUBACK ends a QoS 1 message, a PUBCOMP what a PUBREC made a PUBREL of; the broker itself may end everything. */
function ends({ cmd, qos }: Outgoing, kind: string | undefined): boolean {
  if (kind === 'puback') return cmd === 'publish' && qos === 1;
  return kind !== 'pubcomp' || cmd === 'pubrel';
}

const sizeOf = ({ topic, payload }: Outgoing): number => (topic?.length ?? 0) + (payload?.length ?? 0);
