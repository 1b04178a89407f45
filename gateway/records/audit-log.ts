import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Records } from './records.ts';

export const AUDIT_KINDS = [
  ...(['login.refused', 'login.locked', 'token.issued', 'password.set'] as const),
  ...(['device.registered', 'device.removed', 'devices.imported'] as const),
  ...(['receiver.created', 'receiver.changed', 'receiver.rotated', 'receiver.removed'] as const),
  ...(['mode.switched', 'city.reloaded'] as const),
  ...(['silence.added', 'silence.ended'] as const),
  ...(['inbox.skipped'] as const),
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Something done to rights, or tried. Never holds a secret. */
export interface AuditEntry {
  readonly kind: AuditKind;
  /** Who did it: the name of an HTTP token, or the user name of an MQTT login. */
  readonly actor: string;
  /** To what: a device, a receiver; empty where the detail says it. */
  readonly subject: string;
  /** IP address it came from. */
  readonly address?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** An entry in its place: `hash` covers the sequence, the hash before and everything the entry says. */
export interface AuditRow extends AuditEntry {
  readonly sequence: number;
  /** Epoch ms. */
  readonly at: number;
  readonly prev: string;
  readonly hash: string;
}

/** A row as it stands in the table. */
export interface StoredAuditRow {
  readonly sequence: number;
  readonly entry: string;
  readonly prev: string;
  readonly hash: string;
}

export interface AuditLog {
  /** Resolves when the entry is on disk. */
  append(entry: AuditEntry): Promise<void>;
  /** Oldest first, behind `after` (a sequence). */
  list(options: { after?: number; limit: number; kind?: AuditKind }): readonly AuditRow[];
}

/** What stands before the first row. */
export const AUDIT_START = '0'.repeat(64);
export const AUDIT_ROWS = 'SELECT sequence, entry, prev, hash FROM audit ORDER BY sequence';

/** The audit log: rows are only ever added, each bound to the one before by its hash. */
export function openAuditLog({ records, clock }: { records: Records; clock: Pick<Clock, 'now'> }): AuditLog {
  return {
    append: (given) =>
      records.write((tx) => {
        const last = tx.get<{ sequence: number; hash: string }>(
          'SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1',
        );
        const sequence = (last?.sequence ?? 0) + 1;
        const prev = last?.hash ?? AUDIT_START;
        const entry = JSON.stringify({ at: clock.now(), ...given });
        tx.run('INSERT INTO audit VALUES (?, ?, ?, ?)', sequence, entry, prev, hashOf(sequence, prev, entry));
      }),
    list: ({ after = 0, limit, kind }) =>
      records.read
        .all<StoredAuditRow>(
          `SELECT sequence, entry, prev, hash FROM audit WHERE sequence > ? AND (? IS NULL OR entry ->> 'kind' = ?)
           ORDER BY sequence LIMIT ?`,
          ...[after, kind ?? null, kind ?? null, limit],
        )
        .map(({ entry, ...row }) => ({ ...(JSON.parse(entry) as AuditEntry & { at: number }), ...row })),
  };
}

/** The verdict over an audit log. `head` is the hash of its last row: noted elsewhere, it proves that nothing was cut off. */
export type AuditVerdict =
  | { readonly intact: true; readonly rows: number; readonly head: string }
  | { readonly intact: false; readonly rows: number; readonly sequence: number; readonly reason: string };

/** Follows the chain; `rows` in the order of their sequence. */
export function verifyAudit(rows: Iterable<StoredAuditRow>): AuditVerdict {
  let head = AUDIT_START;
  let count = 0;
  for (const { sequence, entry, prev, hash } of rows) {
    const broken = (reason: string): AuditVerdict => ({ intact: false, rows: count, sequence, reason });
    if (sequence !== count + 1) return broken(`row ${count + 1} is missing`);
    if (prev !== head) return broken('it does not follow the row before');
    if (hashOf(sequence, prev, entry) !== hash) return broken('its entry was changed');
    head = hash;
    count++;
  }
  return { intact: true, rows: count, head };
}

function hashOf(sequence: number, prev: string, entry: string): string {
  return createHash('sha256').update(`${sequence}\n${prev}\n${entry}`).digest('hex');
}
