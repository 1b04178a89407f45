import { connectAsync, type MqttClient } from 'mqtt';
import { VENDOR } from '../fleet.ts';
import type { LabClock } from '../lab-clock.ts';
import type { Publication } from '../traffic.ts';

/** Connections being opened at a time: a city whose power is back does not come with one packet either. */
const OPENING = 50;
const CONNECT_MS = 10_000;
/** Machine ms in which a device that was refused is not tried again. */
const REFUSED_FOR_MS = 30_000;

export interface ConnectionCounts {
  readonly open: number;
  /** Ever opened; beyond the number of devices these are devices that slept in between. */
  readonly opened: number;
  readonly refused: number;
  /** Lost although nobody wanted it. */
  readonly lost: number;
  /** What refused or lost connections said last. */
  readonly lastError: string;
}

/**
 * The connections of a field of devices, each under its own name. At most `limit` are open: beyond it the device that has been
 * quiet longest goes to sleep, as battery devices do between two reports, and comes back when it has something to say. No more
 * messages may be under way than connections may be open.
 */
export interface Connections {
  /** Resolves with whether it was acknowledged. Messages of one device leave in the order they are given. */
  publish(publication: Publication, payload: Buffer | string): Promise<boolean>;
  counts(): ConnectionCounts;
  close(): Promise<void>;
}

interface Line {
  readonly client: Promise<MqttClient | undefined>;
  busy: number;
}

export function createConnections(options: {
  readonly broker: string;
  readonly password: string;
  readonly limit: number;
  readonly clock: Pick<LabClock, 'machine'>;
}): Connections {
  const { broker, password, limit, clock } = options;
  /** In the order of last use. */
  const lines = new Map<string, Line>();
  const refusedUntil = new Map<string, number>();
  const counts = { open: 0, opened: 0, refused: 0, lost: 0, lastError: '' };
  const queue: (() => void)[] = [];
  let opening = 0;
  let closing = false;

  const enter = async () => {
    if (opening >= OPENING) await new Promise<void>((resolve) => queue.push(resolve));
    else opening += 1;
  };
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else opening -= 1;
  };
  const open = async (device: string): Promise<MqttClient | undefined> => {
    await enter();
    const username = `${VENDOR}/${device}`;
    try {
      const client = await connectAsync(broker, {
        ...{ protocolVersion: 4, clientId: username, username, password, clean: true },
        ...{ reconnectPeriod: 0, connectTimeout: CONNECT_MS, keepalive: 900 },
      });
      counts.open += 1;
      counts.opened += 1;
      client.on('error', (error: Error) => {
        counts.lastError = error.message;
      });
      client.once('close', () => {
        counts.open -= 1;
        // One that was put to sleep is no longer among the lines.
        if (lines.get(device)?.client !== line || closing) return;
        counts.lost += 1;
        lines.delete(device);
      });
      const line = lines.get(device)?.client;
      return client;
    } catch (error) {
      counts.refused += 1;
      counts.lastError = error instanceof Error && error.message !== '' ? error.message : 'no answer';
      refusedUntil.set(device, clock.machine() + REFUSED_FOR_MS);
      lines.delete(device);
      return undefined;
    } finally {
      leave();
    }
  };
  const makeRoom = () => {
    if (lines.size < limit) return;
    for (const [device, line] of lines) {
      if (line.busy > 0) continue;
      lines.delete(device);
      void line.client.then((client) => client?.endAsync().catch(() => {}));
      return;
    }
  };
  const lineOf = (device: string): Line => {
    const known = lines.get(device);
    if (known) {
      lines.delete(device);
      lines.set(device, known);
      return known;
    }
    makeRoom();
    const line: Line = { client: Promise.resolve().then(() => open(device)), busy: 0 };
    lines.set(device, line);
    return line;
  };

  return {
    async publish({ device, topic, retain, dup }, payload) {
      if ((refusedUntil.get(device) ?? 0) > clock.machine()) return false;
      const line = lineOf(device);
      line.busy += 1;
      try {
        const client = await line.client;
        if (!client) return false;
        await client.publishAsync(topic, payload, { qos: 1, retain, dup });
        return true;
      } catch (error) {
        counts.lastError = error instanceof Error ? error.message : String(error);
        return false;
      } finally {
        line.busy -= 1;
      }
    },
    counts: () => ({ ...counts }),
    async close() {
      closing = true;
      const all = [...lines.values()];
      lines.clear();
      for (let from = 0; from < all.length; from += OPENING)
        await Promise.all(
          all.slice(from, from + OPENING).map(async ({ client }) => (await client)?.endAsync(true).catch(() => {})),
        );
    },
  };
}
