import type { RecordsTransaction } from '../records/records.ts';

/** The timers of a case; each case has one of a kind at most. */
export const CASE_TIMERS = [
  /** Nobody answered. */
  'response-deadline',
  /** Nobody reported the disposal. */
  'disposal-deadline',
  /** Still nothing: the next level of the ladder is told. */
  'escalation',
  /** The case's own sensors are looked at. */
  'verification',
  /** Shelving ends. */
  'shelf',
] as const;

export type CaseTimer = (typeof CASE_TIMERS)[number];

/** A timer as its handler sees it. */
export interface DueTimer {
  readonly timerId: string;
  readonly key: string;
  readonly dueAt: number;
}

/** What a timer does, in the transaction that deletes its row. */
export type CaseTimerHandler = (tx: RecordsTransaction, timer: DueTimer, now: number) => void;

const idOf = (kind: string, key: string) => `${kind}:${key}`;

/** Sets the timer of a case, over the one that may be there. `dueAt`: epoch ms. */
export function setTimer(tx: RecordsTransaction, kind: CaseTimer, caseNo: string, dueAt: number): void {
  tx.run(
    `INSERT INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (timer_id) DO UPDATE SET due_at = excluded.due_at`,
    ...[idOf(kind, caseNo), kind, caseNo, dueAt],
  );
}

/** Removes timers of a case. */
export function removeTimers(tx: RecordsTransaction, caseNo: string, kinds: readonly CaseTimer[] = CASE_TIMERS): void {
  for (const kind of kinds) tx.run('DELETE FROM timer WHERE timer_id = ?', idOf(kind, caseNo));
}

/** Takes a timer that is due at `at` or earlier, so that its handler can be run now; undefined when there is none. */
export function takeDue(tx: RecordsTransaction, kind: CaseTimer, caseNo: string, at: number): DueTimer | undefined {
  const timerId = idOf(kind, caseNo);
  const row = tx.get<{ dueAt: number }>(
    'SELECT due_at AS dueAt FROM timer WHERE timer_id = ? AND due_at <= ?',
    ...[timerId, at],
  );
  if (!row) return undefined;
  tx.run('DELETE FROM timer WHERE timer_id = ?', timerId);
  return { timerId, key: caseNo, dueAt: row.dueAt };
}
