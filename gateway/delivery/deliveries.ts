import type { Records, RecordsTransaction } from '../records/records.ts';
import type { Outcome } from './channel.ts';
import type { Decision } from './retry.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'filtered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One case event on its way to one receiver. */
export interface Delivery {
  readonly receiverId: string;
  readonly sequence: number;
  readonly caseNo: string;
  readonly state: DeliveryState;
  /** Attempts made, the one that succeeded included. */
  readonly attempts: number;
  /** Epoch ms before which it is not tried again; counts while pending. */
  readonly dueAt: number;
  readonly lastStatus?: number;
  readonly lastError?: string;
  readonly doneAt?: number;
}

/** `caseEvents = delivered + filtered + failed + pending` since the receiver's creation; replays are counted apart. */
export interface DeliveryAccount {
  readonly receiverId: string;
  readonly caseEvents: number;
  readonly delivered: number;
  readonly filtered: number;
  readonly failed: number;
  readonly pending: number;
  readonly replayed: number;
  readonly balanced: boolean;
}

export interface DeliveryQuery {
  readonly receiverId?: string;
  readonly state?: DeliveryState;
  readonly caseNo?: string;
  readonly cursor?: string;
  readonly limit: number;
}

interface Row {
  position: number;
  receiver_id: string;
  sequence: number;
  case_no: string;
  state: DeliveryState;
  attempts: number;
  due_at: number;
  last_status: number | null;
  last_error: string | null;
  done_at: number | null;
}

const COLUMNS = 'rowid AS position, *';

/** The oldest event that a case still owes a receiver: the only one that may be sent. */
export function headOf(records: Records, receiverId: string, caseNo: string): Delivery | undefined {
  const row = records.read.get<Row>(
    `SELECT ${COLUMNS} FROM delivery WHERE receiver_id = ? AND case_no = ? AND state = 'pending' ORDER BY sequence LIMIT 1`,
    receiverId,
    caseNo,
  );
  return row && deliveryOf(row);
}

/** Cases of a receiver whose oldest pending event is due at `now`. */
export function dueCases(records: Records, receiverId: string, now: number, limit: number): readonly string[] {
  // SQLite takes the bare column from the row that holds the minimum, here the head of each case.
  const rows = records.read.all<{ case_no: string; head: number }>(
    `SELECT case_no, min(sequence) AS head, due_at FROM delivery WHERE receiver_id = ? AND state = 'pending'
     GROUP BY case_no HAVING due_at <= ? LIMIT ?`,
    receiverId,
    now,
    limit,
  );
  return rows.map((row) => row.case_no);
}

/** The next time after `now` at which a waiting delivery becomes due. */
export function nextDue(records: Records, now: number): number | undefined {
  const row = records.read.get<{ due: number | null }>(
    "SELECT min(due_at) AS due FROM delivery WHERE state = 'pending' AND due_at > ?",
    now,
  );
  return row?.due ?? undefined;
}

/** Writes down what became of an attempt. A row that is gone or no longer pending stays as it is. */
export function recordAttempt(
  tx: RecordsTransaction,
  delivery: Delivery,
  outcome: Exclude<Outcome, { kind: 'aborted' }>,
  decision: Decision,
  now: number,
): void {
  tx.run(
    `UPDATE delivery SET state = ?, attempts = ?, due_at = ?, last_status = ?, last_error = ?, done_at = ?
     WHERE receiver_id = ? AND sequence = ? AND state = 'pending'`,
    ...[decision.state, delivery.attempts + 1, decision.state === 'pending' ? decision.dueAt : delivery.dueAt],
    ...[outcome.status ?? null, outcome.kind === 'delivered' ? null : outcome.error],
    ...[decision.state === 'pending' ? null : now, delivery.receiverId, delivery.sequence],
  );
}

/** Makes everything due that waits because its receiver was away, and has had at most `attempts`: it is back. */
export function expedite(tx: RecordsTransaction, receiverId: string, now: number, attempts: number): number {
  return tx.run(
    `UPDATE delivery SET due_at = ? WHERE receiver_id = ? AND state = 'pending' AND due_at > ? AND attempts <= ?
     AND (last_status IS NULL OR last_status IN (429, 502, 503, 504))`,
    ...[now, receiverId, now, attempts],
  );
}

/** Queues deliveries that were made or failed once more; how many. What was filtered or still waits stays as it is. */
export function requeue(tx: RecordsTransaction, receiverId: string, from: number, to: number, now: number): number {
  return tx.run(
    `UPDATE delivery SET state = 'pending', attempts = 0, due_at = ?, last_status = NULL, last_error = NULL, done_at = NULL
     WHERE receiver_id = ? AND sequence BETWEEN ? AND ? AND state IN ('delivered', 'failed')`,
    now,
    receiverId,
    from,
    to,
  );
}

/** A page of deliveries in the order they were made, and the cursor of the next page. */
export function listDeliveries(records: Records, query: DeliveryQuery): { items: Delivery[]; next?: string } {
  const { receiverId = null, state = null, caseNo = null, limit } = query;
  const rows = records.read.all<Row>(
    `SELECT ${COLUMNS} FROM delivery WHERE rowid > ? AND (? IS NULL OR receiver_id = ?) AND (? IS NULL OR state = ?)
     AND (? IS NULL OR case_no = ?) ORDER BY rowid LIMIT ?`,
    ...[Number(query.cursor ?? 0), receiverId, receiverId, state, state, caseNo, caseNo, limit],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { items: rows.map(deliveryOf), ...(last ? { next: String(last.position) } : {}) };
}

/** What was done with before these times (epoch ms) is old. */
export interface DeliveryRetention {
  /** Delivered and filtered ones. */
  readonly done: number;
  /** Those that failed for good: the dead letters of deliveries. */
  readonly failed: number;
}

/** Removes up to `limit` old rows; how many of each receiver and state. What is pending stays, however old. */
export function removeOld(
  tx: RecordsTransaction,
  before: DeliveryRetention,
  limit: number,
): ReadonlyMap<string, Record<Exclude<DeliveryState, 'pending'>, number>> {
  const rows = tx.all<{ position: number; receiver_id: string; state: Exclude<DeliveryState, 'pending'> }>(
    `SELECT rowid AS position, receiver_id, state FROM delivery
     WHERE state <> 'pending' AND done_at < ? AND (state = 'failed' OR done_at < ?) AND (state <> 'failed' OR done_at < ?)
     ORDER BY done_at LIMIT ?`,
    ...[Math.max(before.done, before.failed), before.done, before.failed, limit],
  );
  const removed = new Map<string, Record<Exclude<DeliveryState, 'pending'>, number>>();
  for (const { position, receiver_id: receiverId, state } of rows) {
    tx.run('DELETE FROM delivery WHERE rowid = ?', position);
    const counts = removed.get(receiverId) ?? { delivered: 0, filtered: 0, failed: 0 };
    counts[state]++;
    removed.set(receiverId, counts);
  }
  return removed;
}

/** Rows of a receiver by state. */
export function countByState(records: Records, receiverId: string): Record<DeliveryState, number> {
  const counts = { pending: 0, delivered: 0, filtered: 0, failed: 0 };
  const rows = records.read.all<{ state: DeliveryState; n: number }>(
    'SELECT state, count(*) AS n FROM delivery WHERE receiver_id = ? GROUP BY state',
    receiverId,
  );
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

function deliveryOf(row: Row): Delivery {
  return {
    receiverId: row.receiver_id,
    sequence: row.sequence,
    caseNo: row.case_no,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    ...(row.last_status === null ? {} : { lastStatus: row.last_status }),
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    ...(row.done_at === null ? {} : { doneAt: row.done_at }),
  };
}
