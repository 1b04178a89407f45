import type { SQLInputValue } from 'node:sqlite';
import type { Decoded, Rejection } from '../model/decoded.ts';
import type { Arrival, RawMessage } from '../model/message.ts';
import type { Records } from '../records/records.ts';

/** A message that was acknowledged and could not be understood, with the reason. The payload shows redacted. */
export interface DeadLetter extends Rejection {
  readonly deadLetterId: string;
  readonly deviceId: string;
  readonly topic: string;
  readonly receivedAt: number;
  /** Bytes of the payload. */
  readonly size: number;
}

export interface DeadLetters {
  /** Keeps what was rejected; once per inbox frame, however often the inbox is read. */
  keep(rejected: readonly Decoded[]): Promise<void>;
  list(options: { cursor?: string; limit: number; code?: string; deviceId?: string }): readonly DeadLetter[];
  count(): number;
  /** The original message, to be appended to the inbox again after a fix; undefined when it is not kept (any more). */
  arrival(id: string): Arrival | undefined;
  /** Forgets dead letters that were replayed. */
  remove(ids: readonly string[]): Promise<number>;
  /** Forgets up to `limit` that arrived before `before` (epoch ms), and their keys once none of those is left. Returns how many. */
  prune(before: number, limit: number): Promise<number>;
}

/** Sealing as the inbox does it: a dead letter may hold personal data too. */
interface Seal {
  seal(plain: Buffer, at: number): Buffer;
  open(sealed: Buffer): Buffer;
  dropBefore(at: number): number;
}

interface Row {
  dead_letter_id: string;
  device_id: string;
  topic: string;
  code: string;
  detail: string;
  path: string | null;
  received_at: number;
  size: number;
}

/** A device is told what it wrote where it went wrong; what is kept in the clear does not repeat it, it could be a name. */
const withoutExcerpt = (detail: string): string => detail.replace(/(?: near|, after) ".*$/s, '');

/** Kept at most; beyond that the oldest makes room. */
const MAX_KEPT = 100_000;
/** Letters sealed and written before the event loop gets its turn, some 20 ms: a flood may consist of nothing else. */
const PER_TURN = 128;

const INSERT = `INSERT INTO dead_letter (dead_letter_id, device_id, topic, code, detail, path, received_at, sealed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

export function openDeadLetters(options: {
  records: Records;
  seal: Seal;
  /** Whether a letter was replayed: a reader that comes by its message once more must not keep it again. */
  isReplayed?: (deadLetterId: string) => boolean;
}): DeadLetters {
  const { records, seal, isReplayed = () => false } = options;
  const count = () => records.read.get<{ n: number }>('SELECT count(*) AS n FROM dead_letter')?.n ?? 0;
  let kept = count();

  const rowOf = ({ message, device, rejection }: Decoded): SQLInputValue[][] => {
    const id = idOf(message);
    if (!rejection || isReplayed(id)) return [];
    const { code, detail, path = null } = rejection;
    const sealed = seal.seal(packed(message), message.receivedAt);
    return [[id, device.deviceId, message.topic, code, withoutExcerpt(detail), path, message.receivedAt, sealed]];
  };

  return {
    async keep(rejected) {
      for (let from = 0; from < rejected.length; from += PER_TURN) {
        const rows = rejected.slice(from, from + PER_TURN).flatMap(rowOf);
        await records.write((tx) => {
          for (const row of rows) kept += tx.run(INSERT, ...row);
          if (kept > MAX_KEPT)
            kept -= tx.run(
              'DELETE FROM dead_letter WHERE dead_letter_id IN (SELECT dead_letter_id FROM dead_letter ORDER BY dead_letter_id LIMIT ?)',
              kept - MAX_KEPT,
            );
        });
      }
    },
    list({ cursor = '', limit, code, deviceId }) {
      const rows = records.read.all<Row>(
        `SELECT dead_letter_id, device_id, topic, code, detail, path, received_at, length(sealed) AS size FROM dead_letter
         WHERE dead_letter_id > ? AND (? IS NULL OR code = ?) AND (? IS NULL OR device_id = ?)
         ORDER BY dead_letter_id LIMIT ?`,
        ...[cursor, code ?? null, code ?? null, deviceId ?? null, deviceId ?? null, limit],
      );
      return rows.map((row) => ({
        deadLetterId: row.dead_letter_id,
        deviceId: row.device_id,
        topic: row.topic,
        code: row.code,
        detail: row.detail,
        ...(row.path === null ? {} : { path: row.path }),
        receivedAt: row.received_at,
        size: row.size,
      }));
    },
    count,
    arrival(id) {
      const row = records.read.get<{ sealed: Uint8Array }>(
        'SELECT sealed FROM dead_letter WHERE dead_letter_id = ?',
        id,
      );
      return row && unpacked(seal.open(Buffer.from(row.sealed)));
    },
    async remove(ids) {
      const removed = await records.write((tx) =>
        ids.reduce((sum, id) => sum + tx.run('DELETE FROM dead_letter WHERE dead_letter_id = ?', id), 0),
      );
      kept -= removed;
      return removed;
    },
    async prune(before, limit) {
      const removed = await records.write((tx) =>
        tx.run(
          `DELETE FROM dead_letter WHERE dead_letter_id IN
             (SELECT dead_letter_id FROM dead_letter WHERE received_at < ? ORDER BY received_at LIMIT ?)`,
          ...[before, limit],
        ),
      );
      kept -= removed;
      if (removed < limit) seal.dropBefore(before);
      return removed;
    },
  };
}

/** The inbox commit of the message that a letter is of. */
export function commitOf(deadLetterId: string): number {
  return Number(deadLetterId.slice(0, COMMIT_DIGITS));
}

const COMMIT_DIGITS = 12;

/** `{commit}-{frame}`, padded so that the order of ids is the order of the inbox. */
function idOf(message: RawMessage): string {
  return `${String(message.position.commit).padStart(COMMIT_DIGITS, '0')}-${String(message.position.frame).padStart(4, '0')}`;
}

/** Headers as a line of JSON, then the payload as it came. */
function packed(message: RawMessage): Buffer {
  const { payload, position: _position, ...headers } = message;
  return Buffer.concat([Buffer.from(`${JSON.stringify(headers)}\n`), payload]);
}

function unpacked(bytes: Buffer): Arrival {
  const end = bytes.indexOf(10);
  return {
    ...(JSON.parse(bytes.toString('utf8', 0, end)) as Omit<Arrival, 'payload'>),
    payload: bytes.subarray(end + 1),
  };
}
