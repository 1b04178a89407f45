import { crc32 } from 'node:zlib';

/** A QoS 2 PUBLISH; the object itself tells the first of a message from one that was sent again. */
export interface IncomingPacket {
  readonly messageId?: number | undefined;
  readonly topic?: string;
  readonly payload?: string | Buffer;
}

/**
 * The packet ids of QoS 2 messages between their PUBLISH and their PUBREL (MQTT 3.1.1 §4.3.3, method B): what comes again
 * under such an id with the same content is the same message, with DUP or without, and is acknowledged without being taken
 * again. With other content it is another message, of a client that lost its state and counts its ids anew: acknowledged
 * without being taken it would be lost.
 */
export interface Incoming {
  /**
   * Decides about a PUBLISH. `first`: it has to be stored, and `stored` or `failed` must be told. `again`: it was stored before;
   * `wait` is called once the first one is on disk, with an error if it never will be.
   */
  arrived(clientId: string, packet: IncomingPacket, wait: (error?: Error) => void): 'first' | 'again';
  /** The first PUBLISH of a message is on disk. */
  stored(clientId: string, packet: IncomingPacket): void;
  /** It is not, and the same id may come as a new one. */
  failed(clientId: string, packet: IncomingPacket, error: Error): void;
  /** Whether this PUBLISH is not the first of its message. */
  isRepeat(clientId: string, packet: IncomingPacket): boolean;
  /** Whether the id waits for its PUBREL. */
  has(clientId: string, messageId: number | undefined): boolean;
  /** PUBREL: the id is free again. */
  released(clientId: string, messageId: number | undefined): void;
  /** The session is over. */
  forget(clientId: string): void;
}

/** Sessions with open ids; at the bound the one that began first is forgotten, and a repeat of it is taken as new. */
const MAX_SESSIONS = 50_000;

interface Entry {
  readonly packet: IncomingPacket;
  readonly content: number;
  onDisk: boolean;
  waiting: ((error?: Error) => void)[];
}

export function createIncoming(maxSessions = MAX_SESSIONS): Incoming {
  const sessions = new Map<string, Map<number, Entry>>();
  const firsts = new WeakSet<IncomingPacket>();
  const entryOf = (clientId: string, { messageId = 0 }: IncomingPacket): Entry | undefined =>
    sessions.get(clientId)?.get(messageId);
  const remove = (clientId: string, messageId: number): void => {
    const session = sessions.get(clientId);
    if (session?.delete(messageId) && session.size === 0) sessions.delete(clientId);
  };

  return {
    arrived(clientId, packet, wait) {
      const known = entryOf(clientId, packet);
      const content = contentOf(packet);
      if (known?.content === content) {
        if (known.onDisk) wait();
        else known.waiting.push(wait);
        return 'again';
      }
      let session = sessions.get(clientId);
      if (!session) {
        if (sessions.size >= maxSessions) sessions.delete(sessions.keys().next().value as string);
        session = new Map();
        sessions.set(clientId, session);
      }
      // Who waits for the message before is told with this one: their PUBRECs look the same.
      const waiting = known?.waiting ?? [];
      session.set(packet.messageId ?? 0, { packet, content, onDisk: false, waiting });
      firsts.add(packet);
      return 'first';
    },
    stored(clientId, packet) {
      const entry = entryOf(clientId, packet);
      if (entry?.packet !== packet) return;
      entry.onDisk = true;
      for (const wait of entry.waiting) wait();
      entry.waiting = [];
    },
    failed(clientId, packet, error) {
      const entry = entryOf(clientId, packet);
      if (entry?.packet !== packet) return;
      remove(clientId, packet.messageId ?? 0);
      for (const wait of entry.waiting) wait(error);
    },
    isRepeat: (clientId, packet) => entryOf(clientId, packet) !== undefined && !firsts.has(packet),
    has: (clientId, messageId = 0) => sessions.get(clientId)?.has(messageId) ?? false,
    released: (clientId, messageId = 0) => remove(clientId, messageId),
    forget: (clientId) => void sessions.delete(clientId),
  };
}

/** Tells messages apart: two of 4 billion look the same. */
const contentOf = ({ topic = '', payload = '' }: IncomingPacket): number => crc32(payload, crc32(topic));
