import { connectAsync, type MqttClient } from 'mqtt';
import { type LabClock, timeText } from '../lab-clock.ts';
import { UsageError } from '../usage-error.ts';
import { type RecordedHeader, readRecording, senderOf } from './recording.ts';

export interface ReplayOptions {
  readonly file: string;
  readonly broker: string;
  /** Of every device; lab mode takes `lab`. */
  readonly password: string;
  /** Recorded seconds per second; Infinity for as fast as the broker acknowledges. */
  readonly speed: number;
  /** Leave the devices' own times as they were recorded. */
  readonly keepTime: boolean;
  readonly clock: LabClock;
  readonly signal: AbortSignal;
  /** Called about once a second. */
  onProgress(replayed: Replayed & { readonly at: number }): void;
}

export interface Replayed {
  readonly messages: number;
  readonly devices: number;
  /** Topics that are no device's, and devices the broker did not let in. */
  readonly skipped: number;
  readonly refused: readonly string[];
}

/** Messages in flight at a time; the next one waits. */
const IN_FLIGHT = 500;
const PROGRESS_MS = 1_000;

/** `ts` of a JSON payload moved by `by` ms, wherever it stands on the top level or in a backfill array; marked simulated. */
export function moveTime(payload: Buffer, by: number): Buffer {
  const move = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object' || Array.isArray(value) || !('ts' in value)) return value;
    const { ts } = value;
    const at = typeof ts === 'number' ? ts : typeof ts === 'string' ? Date.parse(ts) : Number.NaN;
    if (Number.isNaN(at)) return value;
    return { ...value, ts: typeof ts === 'number' ? at + by : timeText(at + by), simulated: true };
  };
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return Buffer.from(JSON.stringify(Array.isArray(value) ? value.map(move) : move(value)));
  } catch {
    return payload;
  }
}

/**
 * Plays a recording: each device over a connection of its own, in its order, at `speed`. The devices' own times are moved so
 * that the first message is sent now. Throws UsageError when the file cannot be read or no device gets in.
 */
export async function replayRecording(options: ReplayOptions): Promise<Replayed> {
  const { broker, clock, signal, speed } = options;
  const clients = new Map<string, MqttClient | undefined>();
  const refused: string[] = [];
  const count = { messages: 0, skipped: 0 };
  const inFlight = new Set<Promise<unknown>>();
  const began = clock.machine();
  const now = clock.machineSeconds() * 1000;
  let shift = 0;
  let at = 0;
  const replayed = (): Replayed => ({ ...count, devices: clients.size - refused.length, refused });
  const stopTicking = clock.every(PROGRESS_MS, () => options.onProgress({ ...replayed(), at }));

  const clientOf = async (deviceId: string): Promise<MqttClient | undefined> => {
    if (clients.has(deviceId)) return clients.get(deviceId);
    const client = await connectAsync(broker, {
      ...{ username: deviceId, clientId: deviceId, password: options.password },
      ...{ reconnectPeriod: 500, connectTimeout: 5_000, keepalive: 300 },
    }).catch((error: Error & { code?: unknown }) => {
      // A number is the broker's own refusal; anything else means that there is no broker.
      if (typeof error.code !== 'number') throw new UsageError(`${broker}: ${error.message || 'no answer'}`);
      refused.push(deviceId);
      return undefined;
    });
    client?.on('error', () => {});
    clients.set(deviceId, client);
    return client;
  };

  const onHeader = ({ startedAt }: RecordedHeader) => {
    shift = options.keepTime ? 0 : now - Date.parse(startedAt);
  };
  try {
    for await (const message of readRecording(options.file, onHeader)) {
      if (signal.aborted) break;
      at = message.at;
      const early = message.at / speed - (clock.machine() - began);
      if (early >= 1) await clock.wait(early, signal);
      const sender = senderOf(message.topic);
      const client = sender && (await clientOf(`${sender.vendor}/${sender.device}`));
      if (!client) {
        count.skipped += 1;
        continue;
      }
      const bytes = Buffer.from(message.payload, 'base64');
      // At another speed than one the gaps shrink: each message is moved to the moment at which it is sent.
      const by = options.keepTime ? 0 : shift + (Number.isFinite(speed) ? message.at / speed - message.at : 0);
      const payload = options.keepTime ? bytes : moveTime(bytes, Math.round(by));
      const send = async (): Promise<void> => {
        const qos = message.qos === 0 ? 0 : 1;
        const sent = await client.publishAsync(message.topic, payload, { qos, retain: message.retain }).then(
          () => true,
          () => false,
        );
        count[sent ? 'messages' : 'skipped'] += 1;
      };
      const done: Promise<unknown> = send().finally(() => inFlight.delete(done));
      inFlight.add(done);
      if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    }
    await Promise.all(inFlight);
  } finally {
    stopTicking();
    await Promise.all([...clients.values()].map((client) => client?.endAsync(true).catch(() => {})));
  }
  if (clients.size > 0 && refused.length === clients.size)
    throw new UsageError(
      `${broker} lets none of the ${refused.length} recorded devices in; register them or name --password`,
    );
  return replayed();
}
