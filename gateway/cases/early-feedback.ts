import type { Feedback } from '../model/feedback.ts';
import type { RecordsTransaction } from '../records/records.ts';

/** How long a word waits for those before it, ms of the city. */
export const EARLY_WAIT_MS = 2 * 60_000;
/** Words of one case that may wait; the next one is refused at once. */
const MAX_WAITING = 20;

/** A word that came before those it builds on. */
export interface EarlyWord {
  readonly feedback: Feedback;
  readonly orgCode: string;
}

const KIND = 'early-feedback';

/** Lets a word wait, with a timer for the end of its patience; false when too many of its case wait already. */
export function keepEarly(tx: RecordsTransaction, { feedback, orgCode }: EarlyWord, now: number): boolean {
  const { feedbackId, caseNo, at } = feedback;
  const waiting = tx.get<{ n: number }>('SELECT count(*) AS n FROM early_feedback WHERE case_no = ?', caseNo)?.n ?? 0;
  if (waiting >= MAX_WAITING) return false;
  tx.run(
    'INSERT INTO early_feedback VALUES (?, ?, ?, ?, ?, ?)',
    ...[feedbackId, caseNo, orgCode, Math.min(at, now), now, JSON.stringify(feedback)],
  );
  tx.run(
    'INSERT INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ...[`${KIND}:${feedbackId}`, KIND, caseNo, now + EARLY_WAIT_MS],
  );
  return true;
}

export function isWaiting(tx: RecordsTransaction, feedbackId: string): boolean {
  return tx.get('SELECT 1 FROM early_feedback WHERE feedback_id = ?', feedbackId) !== undefined;
}

interface Row {
  readonly body: string;
  readonly orgCode: string;
}

const wordOf = ({ body, orgCode }: Row): EarlyWord => ({ feedback: JSON.parse(body) as Feedback, orgCode });

/** The waiting words of a case in the order in which they happened. */
export function earlyWords(tx: RecordsTransaction, caseNo: string): readonly EarlyWord[] {
  return tx
    .all<Row>(
      'SELECT body, org_code AS orgCode FROM early_feedback WHERE case_no = ? ORDER BY at, received_at, feedback_id',
      caseNo,
    )
    .map(wordOf);
}

/** Its time has come, or its patience is over: it does not wait any more. Undefined when it did not wait. */
export function takeEarly(tx: RecordsTransaction, feedbackId: string): EarlyWord | undefined {
  const row = tx.get<Row>('SELECT body, org_code AS orgCode FROM early_feedback WHERE feedback_id = ?', feedbackId);
  tx.run('DELETE FROM early_feedback WHERE feedback_id = ?', feedbackId);
  tx.run('DELETE FROM timer WHERE timer_id = ?', `${KIND}:${feedbackId}`);
  return row && wordOf(row);
}

/** The word that a timer of this kind ends the wait of. */
export function wordOfTimer(timerId: string): string {
  return timerId.slice(KIND.length + 1);
}
