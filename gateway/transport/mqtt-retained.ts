import type { AedesPublishPacket } from 'aedes';
import { filterMatches } from './mqtt-filter.ts';

/** A message as the store keeps it. */
export type Kept = Pick<AedesPublishPacket, 'cmd' | 'topic' | 'payload' | 'qos' | 'retain'>;

/** The retained messages, in memory (MQTT 3.1.1 §3.3.1.3). */
export interface Retained {
  /** Keeps the message in place of the one before; an empty payload takes it away. False: there is no room, and nothing changed. */
  store(packet: Kept): boolean;
  /** What matches a filter. A look through all of them goes on in later turns of the event loop. */
  matching(filter: string): AsyncGenerator<Kept> | Generator<Kept>;
  readonly messages: number;
  readonly bytes: number;
}

export interface RetainedLimits {
  readonly messages: number;
  readonly bytes: number;
  readonly messagesPerOwner: number;
  readonly bytesPerOwner: number;
}

/** Beyond these a message for a new topic, or a larger one, is delivered but not kept. */
const LIMITS: RetainedLimits = {
  messages: 500_000,
  bytes: 256 << 20,
  messagesPerOwner: 64,
  bytesPerOwner: 512 << 10,
};
/** Levels of a topic that name its owner: `v1/{vendor}/{device}`. */
const OWNER_LEVELS = 3;
/** Topics looked at in one turn of the event loop. */
const PER_TURN = 2_000;

interface Owned {
  readonly messages: Map<string, Kept>;
  bytes: number;
}

/**
 * Topics are filed under their first three levels: a device that subscribes to what the gateway keeps for it is answered from
 * its own few messages, however many devices there are.
 */
export function createRetained(limits: RetainedLimits = LIMITS): Retained {
  const owners = new Map<string, Owned>();
  let messages = 0;
  let bytes = 0;

  const remove = (owner: string, owned: Owned, topic: string): void => {
    const old = owned.messages.get(topic);
    if (!old) return;
    owned.messages.delete(topic);
    if (owned.messages.size === 0) owners.delete(owner);
    owned.bytes -= sizeOf(old);
    messages--;
    bytes -= sizeOf(old);
  };

  const matchingAll = async function* (filter: string): AsyncGenerator<Kept> {
    let left = PER_TURN;
    for (const owned of owners.values())
      for (const packet of owned.messages.values()) {
        if (--left === 0) {
          await new Promise((resolve) => setImmediate(resolve));
          left = PER_TURN;
        }
        if (filterMatches(filter, packet.topic)) yield packet;
      }
  };
  const matchingOwn = function* (filter: string, owned: Owned | undefined): Generator<Kept> {
    for (const packet of owned?.messages.values() ?? []) if (filterMatches(filter, packet.topic)) yield packet;
  };

  return {
    store(packet) {
      const owner = ownerOf(packet.topic);
      const owned = owners.get(owner) ?? { messages: new Map(), bytes: 0 };
      if (packet.payload.length === 0) {
        remove(owner, owned, packet.topic);
        return true;
      }
      const kept = copyOf(packet);
      const old = owned.messages.get(packet.topic);
      const more = sizeOf(kept) - (old ? sizeOf(old) : 0);
      const fits =
        (old || (messages < limits.messages && owned.messages.size < limits.messagesPerOwner)) &&
        (more <= 0 || (bytes + more <= limits.bytes && owned.bytes + more <= limits.bytesPerOwner));
      if (!fits) return false;
      owners.set(owner, owned);
      owned.messages.set(packet.topic, kept);
      owned.bytes += more;
      bytes += more;
      if (!old) messages++;
      return true;
    },
    matching(filter) {
      const levels = filter.split('/').slice(0, OWNER_LEVELS);
      return levels.includes('+') || levels.includes('#')
        ? matchingAll(filter)
        : matchingOwn(filter, owners.get(levels.join('/')));
    },
    get messages() {
      return messages;
    },
    get bytes() {
      return bytes;
    },
  };
}

const ownerOf = (topic: string): string => topic.split('/', OWNER_LEVELS).join('/');

const copyOf = ({ topic, payload, qos }: Kept): Kept => ({
  ...{ cmd: 'publish', topic, qos, retain: true },
  payload: ownBytes(payload),
});

/** A copy with memory of its own: a small message that stays holds on to no large buffer it came in. */
export function ownBytes(payload: Kept['payload']): Buffer {
  const given = Buffer.from(payload as Buffer);
  const own = Buffer.allocUnsafeSlow(given.length);
  given.copy(own);
  return own;
}

const sizeOf = ({ topic, payload }: Kept): number => topic.length + payload.length;
