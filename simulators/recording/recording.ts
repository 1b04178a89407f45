import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { z } from 'zod';
import { UsageError } from '../usage-error.ts';

/** First line of a recording: NDJSON, gzipped. */
export const headerSchema = z.object({
  recording: z.literal('gridwarden'),
  version: z.literal(1),
  /** When the first message came, RFC 3339. */
  startedAt: z.iso.datetime({ offset: true }),
  /** Whether vendors and devices stand under made-up names. */
  masked: z.boolean(),
});

/** Every further line: one message as it was seen. */
export const messageSchema = z.object({
  /** ms after the first message. */
  at: z.number().min(0),
  topic: z.string().min(1),
  /** Base64. */
  payload: z.string(),
  qos: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  retain: z.boolean(),
});

export type RecordedHeader = z.output<typeof headerSchema>;
export type RecordedMessage = z.output<typeof messageSchema>;

/** Whose message it is, by its topic `v1/{vendor}/{device}/…`; undefined for every other topic. */
export function senderOf(topic: string): { vendor: string; device: string; leaf: string } | undefined {
  const [version, vendor, device, ...rest] = topic.split('/');
  if (version !== 'v1' || !vendor || !device || rest.length === 0) return undefined;
  return { vendor, device, leaf: rest.join('/') };
}

function parsed<T>(schema: z.ZodType<T>, line: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError(`${where}: not JSON`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UsageError(`${where}: ${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'not valid'}`);
}

/**
 * Reads a recording, message by message. A file that ends in the middle of a line, as after a crash of the recorder, is read
 * up to there. Throws UsageError naming file:line for anything else that is wrong.
 */
export async function* readRecording(
  file: string,
  onHeader: (header: RecordedHeader) => void = () => {},
): AsyncGenerator<RecordedMessage> {
  const bytes = createReadStream(file);
  // A sync flush at the end gives what there is of a file that was cut off, instead of an error.
  const text = file.endsWith('.gz') ? createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }) : new PassThrough();
  bytes.pipe(text);
  bytes.on('error', (error) => text.destroy(error));
  let number = 0;
  let held: string | undefined;
  const take = function* (line: string): Generator<RecordedMessage> {
    number += 1;
    if (number === 1 && line === '') throw new UsageError(`${file}: is empty; record with "sim record"`);
    if (number === 1) onHeader(parsed(headerSchema, line, `${file}:1`));
    else if (line !== '') yield parsed(messageSchema, line, `${file}:${number}`);
  };
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (held !== undefined) yield* take(held);
      held = line;
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${file}: ${(error as Error).message}`);
  }
  // The last line may be half a line.
  if (held?.endsWith('}') || number === 0) yield* take(held ?? '');
}
