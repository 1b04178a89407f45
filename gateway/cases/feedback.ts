import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { FEEDBACK_TYPES, type Feedback } from '../model/feedback.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { ALLOWED, TRANSITIONS, transitionOf } from './lifecycle.ts';

const MAX_ID = 128;

export interface FeedbackResult {
  /** False: this feedbackId was seen before and nothing changed. */
  readonly applied: boolean;
  readonly case: Case;
}

function invalid(path: string, detail: string): GatewayError {
  return new GatewayError('REQUEST_INVALID', detail, { path });
}

function check(feedback: Feedback): void {
  if (typeof feedback.feedbackId !== 'string' || feedback.feedbackId === '' || feedback.feedbackId.length > MAX_ID)
    throw invalid('/feedbackId', `feedbackId must be a text of 1 to ${MAX_ID} characters`);
  if (!FEEDBACK_TYPES.includes(feedback.type))
    throw invalid('/type', `type must be one of ${FEEDBACK_TYPES.join(', ')}`);
  if (!Number.isFinite(feedback.at)) throw invalid('/at', 'at must be the time at which it happened');
  if (feedback.type === 'DUPLICATE_OF' && !feedback.duplicateOf)
    throw invalid('/duplicateOf', 'DUPLICATE_OF needs duplicateOf, the number of the other case');
}

/** For people: `disposed by dept-7: pump started`. */
function reasonOf({ type, dept, reason, note, duplicateOf }: Feedback): string {
  const verb = type === 'DUPLICATE_OF' ? `duplicate of ${duplicateOf}` : type.toLowerCase().replaceAll('_', ' ');
  const why = reason ?? note;
  return `${verb}${dept ? ` by ${dept}` : ''}${why ? `: ${why}` : ''}`;
}

/**
 * Messages overtake each other: a step that would be legal only earlier, and that happened before one already known, is
 * kept in the history and changes nothing. A late word that would close the case is not believed.
 */
function isLate(tx: RecordsTransaction, subject: Case, feedback: Feedback): boolean {
  if (ALLOWED[subject.subState].includes(feedback.type) || TRANSITIONS[feedback.type].closes) return false;
  const newest = tx.get<{ at: number | null }>('SELECT max(at) AS at FROM feedback WHERE case_no = ?', feedback.caseNo);
  return typeof newest?.at === 'number' && feedback.at < newest.at;
}

function known(rows: CaseRows, tx: RecordsTransaction, caseNo: string, orgCode?: string): Case {
  const subject = rows.byNo(tx, caseNo);
  // Another organisation's case does not exist for this one.
  if (!subject || (orgCode !== undefined && subject.orgCode !== orgCode))
    throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}`);
  return subject;
}

function changed(rows: CaseRows, tx: RecordsTransaction, subject: Case, feedback: Feedback, now: number): Case {
  const { to, event, closes } = transitionOf(subject, feedback.type);
  if (feedback.type === 'DUPLICATE_OF') {
    if (feedback.duplicateOf === subject.caseNo)
      throw invalid('/duplicateOf', 'a case cannot be a duplicate of itself');
    known(rows, tx, feedback.duplicateOf ?? '');
  }
  const next: Case = { ...subject, ...to, ...(closes ? { closedAt: now } : {}) };
  rows.update(tx, next, now);
  rows.append(tx, { type: event, case: next, at: now, reason: reasonOf(feedback) });
  if (closes) rows.removeDeadlines(tx, next.caseNo);
  // Work goes on after a failed check or a suspension: its deadline counts again, and fires at once if it has passed.
  else if (feedback.type === 'RETURNED' || (subject.subState === 'SUSPENDED' && to?.subState !== 'SUSPENDED'))
    rows.setDisposalDeadline(tx, next);
  return next;
}

/**
 * Takes what a dispatch platform says about a case: idempotent by `feedbackId`, in one transaction with the case, its event
 * and its timers.
 *
 * @returns `applyFeedback`, which takes the organisation that speaks, where it may speak for its own cases only, and throws GatewayError REQUEST_INVALID, CASE_NOT_FOUND or STEP_ILLEGAL.
 */
export function createFeedback(parts: {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly clock: Pick<Clock, 'now'>;
}): (feedback: Feedback, orgCode?: string) => Promise<FeedbackResult> {
  const { records, rows, clock } = parts;
  return async (feedback, orgCode) => {
    check(feedback);
    return records.write((tx) => {
      const now = clock.now();
      const subject = known(rows, tx, feedback.caseNo, orgCode);
      const seen = tx.get<{ caseNo: string }>(
        'SELECT case_no AS caseNo FROM feedback WHERE feedback_id = ?',
        feedback.feedbackId,
      );
      if (seen && seen.caseNo !== feedback.caseNo)
        throw invalid('/feedbackId', `feedbackId ${feedback.feedbackId} was used for case ${seen.caseNo}`);
      if (seen) return { applied: false, case: subject };
      const next = isLate(tx, subject, feedback) ? subject : changed(rows, tx, subject, feedback, now);
      tx.run(
        'INSERT INTO feedback (feedback_id, case_no, type, at, received_at, body) VALUES (?, ?, ?, ?, ?, ?)',
        feedback.feedbackId,
        feedback.caseNo,
        feedback.type,
        feedback.at,
        now,
        JSON.stringify(feedback),
      );
      return { applied: true, case: next };
    });
  };
}
