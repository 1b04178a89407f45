import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { connectAsync } from 'mqtt';
import type { LabClock } from '../lab-clock.ts';
import { UsageError } from '../usage-error.ts';
import { createMask } from './mask.ts';
import { type RecordedHeader, type RecordedMessage, senderOf } from './recording.ts';

export interface RecordOptions {
  readonly broker: string;
  readonly username: string;
  readonly password: string;
  /** What to listen to. */
  readonly topics: readonly string[];
  readonly file: string;
  /** Machine ms to listen for; until `signal` when absent. */
  readonly duration?: number;
  /** Keep vendors and devices under their own names. */
  readonly plainIds: boolean;
  readonly clock: LabClock;
  readonly signal: AbortSignal;
  /** The broker forwards from now on. */
  onListening(): void;
  /** Called about once a second. */
  onProgress(recorded: Recorded): void;
}

export interface Recorded {
  readonly messages: number;
  readonly devices: number;
  readonly bytes: number;
  /** Messages left out since the disk did not keep up. */
  readonly dropped: number;
}

/** Bytes that may wait for the disk; what comes beyond is left out and counted. */
const MAX_WAITING = 64 << 20;
const PROGRESS_MS = 1_000;

/**
 * Writes what a broker forwards to a gzipped NDJSON file: topic, payload, QoS, retain, time. A crash loses the last second at
 * most. Throws UsageError when the broker cannot be reached or refuses a topic.
 */
export async function recordBroker(options: RecordOptions): Promise<Recorded> {
  const { broker, username, password, topics, clock, signal } = options;
  const client = await connectAsync(broker, { username, password, reconnectPeriod: 0, connectTimeout: 5_000 }).catch(
    (error: Error) => {
      throw new UsageError(
        `${broker}: ${error.message || 'no answer'}; are address, --username and --password right? A gateway with a configuration wants --password "$(cat .gridwarden/admin-token)"`,
      );
    },
  );
  const mask = options.plainIds ? undefined : createMask(randomBytes(32));
  const gzip = createGzip();
  const file = createWriteStream(options.file);
  gzip.pipe(file);
  const count = { messages: 0, bytes: 0, dropped: 0 };
  const devices = new Set<string>();
  const recorded = (): Recorded => ({ ...count, devices: devices.size });
  let began: number | undefined;

  const write = (line: RecordedHeader | RecordedMessage) => void gzip.write(`${JSON.stringify(line)}\n`);
  client.on('message', (topic, payload, { qos, retain }) => {
    if (gzip.writableLength > MAX_WAITING) {
      count.dropped += 1;
      return;
    }
    const now = clock.machine();
    if (began === undefined) {
      began = now;
      const startedAt = new Date(clock.machineSeconds() * 1000).toISOString();
      write({ recording: 'gridwarden', version: 1, startedAt, masked: mask !== undefined });
    }
    const shown = mask?.(topic, payload) ?? { topic, payload };
    write({ at: Math.round(now - began), topic: shown.topic, payload: shown.payload.toString('base64'), qos, retain });
    const sender = senderOf(topic);
    if (sender) devices.add(`${sender.vendor}/${sender.device}`);
    count.messages += 1;
    count.bytes += payload.length;
  });
  const granted = await client.subscribeAsync([...topics], { qos: 1 });
  const refused = granted.find(({ qos }) => qos === 128);
  if (refused) {
    await client.endAsync(true);
    throw new UsageError(`${username} may not listen to ${refused.topic}; use operator and the admin token`);
  }
  options.onListening();
  const stopTicking = clock.every(PROGRESS_MS, () => {
    gzip.flush(constants.Z_SYNC_FLUSH);
    options.onProgress(recorded());
  });
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([
    ...[closed, aborted],
    ...(options.duration === undefined ? [] : [clock.wait(options.duration, over.signal)]),
  ]);
  over.abort();
  stopTicking();
  await client.endAsync(true);
  gzip.end();
  await finished(file);
  return recorded();
}
