import { randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { identityOf } from '../../adapters/registry.ts';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import { openRecordedLog, type RecordedLog, type Stretch } from '../inbox/recorded-log.ts';
import { openSeal } from '../inbox/seal.ts';
import { createDecoder } from '../ingest/decoder.ts';
import { openDeviceDirectory } from '../ingest/device-directory.ts';
import { createMetrics } from '../metrics.ts';
import type { RawMessage } from '../model/message.ts';
import { openOnvifSite } from '../onvif-site.ts';
import { FEEDBACK } from '../readers.ts';
import { openDatabase } from '../records/connection.ts';
import { openRecords } from '../records/records.ts';
import { copyRegistry, readRegistry } from './recorded-registry.ts';
import { createRecorder, maskedNames, plainNames, type RecordingHeader, type RecordingMessage } from './recording.ts';

export interface ExportOptions {
  /** Data directory that is read and never written. */
  readonly dataDir: string;
  /** Folders of device types; a later one wins. */
  readonly typeFolders: readonly string[];
  /** Devices nobody registered count as registered on first sight. */
  readonly firstSight: boolean;
  /** Epoch ms of arrival, both included. */
  readonly from: number;
  readonly to: number;
  /** To be written: NDJSON, gzipped. */
  readonly file: string;
  /** Vendors and devices under their own names. */
  readonly plainIds: boolean;
  /** Messages as they came, personal data included; only those that came by MQTT. */
  readonly raw: boolean;
}

export interface Exported {
  /** Messages written, and devices they are of. */
  readonly messages: number;
  readonly devices: number;
  /** Messages that were not understood, or that a recording cannot say. */
  readonly skipped: number;
}

/** Frames read from the log at once. */
const BATCH = 1_024;

interface Writer {
  messagesOf(message: RawMessage): readonly RecordingMessage[];
  exported(): Omit<Exported, 'messages'>;
}

/** Messages as they came. */
function rawWriter(): Writer {
  const devices = new Set<string>();
  let skipped = 0;
  return {
    messagesOf({ vendor, device, transport, topic, payload, qos, retain }) {
      if (transport !== 'mqtt') {
        skipped++;
        return [];
      }
      devices.add(`${vendor}/${device}`);
      return [{ topic, payload, qos, retain }];
    },
    exported: () => ({ devices: devices.size, skipped }),
  };
}

/** Messages as their adapters understood them: what is personal stays behind. */
async function decodedWriter({ dataDir, typeFolders, firstSight, plainIds }: ExportOptions): Promise<Writer> {
  const records = openRecords(openDatabase(':memory:'), realClock());
  await copyRegistry(readRegistry(join(dataDir, 'records.sqlite')), records);
  const directory = openDeviceDirectory({ records, clock: realClock() });
  const pepper = Buffer.from(readFileSync(join(dataDir, 'pepper'), 'utf8').trim(), 'hex');
  const { adapterFor } = openOnvifSite({ pepper, file: join(dataDir, 'onvif-map.yaml') });
  const types = loadDeviceTypes(typeFolders, { expressions: celExpressions() });
  const decoder = createDecoder(
    {
      ...{ adapterFor, identityOf, learnType: directory.learnType },
      deviceOf: (deviceId, { vendor, device }) =>
        directory.get(deviceId) ?? (firstSight ? directory.firstSight(vendor, device) : undefined),
      typeOf: (typeId) => types.get(typeId),
    },
    createMetrics(),
  );
  const recorder = createRecorder(plainIds ? plainNames : maskedNames(randomBytes(32)));
  let refused = 0;
  return {
    messagesOf(message) {
      const [decoded] = decoder.decode([message]);
      if (decoded && !decoded.rejection) return recorder.messagesOf(decoded);
      refused++;
      return [];
    },
    exported: () => ({ devices: recorder.devices, skipped: refused + recorder.skipped }),
  };
}

function* linesOf(
  recorded: RecordedLog,
  stretch: Stretch,
  { options, writer, wrote }: { options: ExportOptions; writer: Writer; wrote(): void },
): Generator<string> {
  const { from, to, plainIds, raw } = options;
  let began: number | undefined;
  let at = 0;
  for (let after = stretch.first - 1; after < stretch.last; ) {
    const batch = recorded.read(after, stretch.last, { frames: BATCH });
    for (const { messages } of batch)
      for (const message of messages) {
        const { receivedAt, vendor } = message;
        if (receivedAt < from || receivedAt > to || vendor === FEEDBACK) continue;
        for (const { topic, payload, qos, retain } of writer.messagesOf(message)) {
          if (began === undefined) {
            began = receivedAt;
            const startedAt = new Date(began).toISOString();
            const header: RecordingHeader = {
              recording: 'gridwarden',
              version: 1,
              startedAt,
              masked: !plainIds && !raw,
            };
            yield `${JSON.stringify(header)}\n`;
          }
          // A clock that was set back makes no message come before the one it followed.
          at = Math.max(at, receivedAt - began);
          wrote();
          yield `${JSON.stringify({ at, topic, payload: Buffer.from(payload).toString('base64'), qos, retain })}\n`;
        }
      }
    after = batch.at(-1)?.commit ?? stretch.last;
  }
}

/**
 * Writes a stretch of the inbox as a recording that `gridwarden sim replay` plays. Unless told, only what adapters understood
 * is in it, as messages of the native contract, under made-up names. Throws REQUEST_INVALID when there is nothing to write, and
 * DATA_DIR_UNWRITABLE.
 */
export async function exportRecording(options: ExportOptions): Promise<Exported> {
  const { dataDir, from, to, file, raw } = options;
  const recorded = openRecordedLog(join(dataDir, 'inbox'), openSeal(join(dataDir, 'keys', 'inbox')));
  try {
    const stretch = recorded.stretch(from, to);
    if (!stretch) throw new GatewayError('REQUEST_INVALID', 'the inbox holds no messages of that time');
    const writer = raw ? rawWriter() : await decodedWriter(options);
    let messages = 0;
    const wrote = () => {
      messages++;
    };
    // Payloads may be anybody's: the file is for whoever made it.
    const target = createWriteStream(file, { mode: 0o600 });
    await pipeline(Readable.from(linesOf(recorded, stretch, { options, writer, wrote })), createGzip(), target);
    if (messages === 0)
      throw new GatewayError('REQUEST_INVALID', `nothing of that time can be recorded; ${file} is empty`);
    return { messages, ...writer.exported() };
  } finally {
    await recorded.close();
  }
}
