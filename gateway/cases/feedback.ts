import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { FEEDBACK_TYPES, type Feedback } from '../model/feedback.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import type { CaseTimerHandler } from './case-timers.ts';
import type { Deadlines } from './deadlines.ts';
import { earlyWords, isWaiting, keepEarly, takeEarly, wordOfTimer } from './early-feedback.ts';
import type { Effects } from './effects.ts';
import { invalid, knownCase } from './known-case.ts';
import { appendLedger } from './ledger.ts';
import { ALLOWED, isEarly, TRANSITIONS, transitionOf } from './lifecycle.ts';
import { confirmOnce, countFalseAlarm } from './reliability.ts';

const MAX_ID = 128;
/** A platform's clock may run ahead by so much; a word from further on is of a wrong clock. The limit devices have. */
const AHEAD_MS = 5 * 60_000;
/** People may have been there before the sensor; a word from longer before the case is of a wrong clock, or counts seconds. */
const BEFORE_MS = 24 * 3_600_000;

export interface FeedbackResult {
  /** False: this feedbackId was seen before, or waits; nothing changed. */
  readonly applied: boolean;
  /** The word came before those it builds on and waits for them. */
  readonly waiting?: true;
  readonly case: Case;
}

/** Who speaks, and how. */
export interface Speaker {
  /** Only of cases that are this organisation's business; absent: of any. */
  readonly orgCode?: string;
  /** False: restricted cases do not exist for it. */
  readonly restricted?: boolean;
  /**
   * A word that is not allowed yet waits two minutes for the ones before it, for a speaker who hears no answer. Without it such
   * a word is refused at once, and the speaker comes again.
   */
  readonly mayWait?: boolean;
}

/** Told when a word waited in vain. */
export type Refused = (feedback: Feedback, orgCode: string, error: GatewayError) => void;

export interface FeedbackDesk {
  /** Throws REQUEST_INVALID, TIME_AHEAD, TIME_INVALID, CASE_NOT_FOUND or STEP_ILLEGAL. */
  apply(feedback: Feedback, speaker?: Speaker): Promise<FeedbackResult>;
  /** What the `early-feedback` timer does: the word waited in vain and is refused. */
  readonly expire: CaseTimerHandler;
}

function check({ feedbackId, type, at, duplicateOf, until }: Feedback, now: number): void {
  if (typeof feedbackId !== 'string' || feedbackId === '' || feedbackId.length > MAX_ID)
    throw invalid('feedbackId', `feedbackId must be a text of 1 to ${MAX_ID} characters`);
  if (!FEEDBACK_TYPES.includes(type)) throw invalid('type', `type must be one of ${FEEDBACK_TYPES.join(', ')}`);
  if (!Number.isFinite(at)) throw invalid('at', 'at must be the time at which it happened');
  if (at > now + AHEAD_MS)
    throw new GatewayError(
      'TIME_AHEAD',
      `at is ${Math.round((at - now) / 1_000)} s ahead of the gateway's ${new Date(now).toISOString()}, 300 s are allowed; check the clock`,
      { path: 'at' },
    );
  if (type === 'DUPLICATE_OF' && !duplicateOf)
    throw invalid('duplicateOf', 'DUPLICATE_OF needs duplicateOf, the number of the other case');
  if (until !== undefined && type !== 'EXTENDED') throw invalid('until', `until goes with EXTENDED, not with ${type}`);
  if (until !== undefined && !(until > at)) throw invalid('until', 'until must be later than at');
}

/** Throws TIME_INVALID for a word from so long before the case that it cannot be about it. */
function checkBegin({ at }: Feedback, { caseNo, firstAt }: Case): void {
  if (at >= firstAt - BEFORE_MS) return;
  const [said, began] = [at, firstAt].map((time) => new Date(time).toISOString());
  throw new GatewayError(
    'TIME_INVALID',
    `at is ${said}, case ${caseNo} began ${began}; a number is epoch milliseconds, a word counts from 24 h before`,
    { path: 'at' },
  );
}

/** When the newest word that moved the case was spoken: a platform whose clock runs ahead is not believed beyond now. */
function newestMove(tx: RecordsTransaction, caseNo: string): number | undefined {
  const row = tx.get<{ at: number | null }>(
    `SELECT max(min(at, received_at)) AS at FROM feedback WHERE case_no = ? AND effect = 'moved'`,
    caseNo,
  );
  return row?.at ?? undefined;
}

/**
 * Takes what a dispatch platform says about a case: idempotent by `feedbackId`, in one transaction with the case, its event,
 * its ledger and its timers.
 *
 * Words overtake each other. The newest word by its own time says where a case stands: one that happened before it is kept in
 * the history and changes no state, unless it would close the case, which is not believed. One that builds on words not yet
 * heard may wait for them. So every history in which each word was allowed when it was spoken leads to the same case, in
 * whatever order it comes in.
 */
export function createFeedback(parts: {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly clock: Pick<Clock, 'now'>;
  readonly effects: Effects;
  readonly deadlines: Pick<Deadlines, 'settle'>;
  readonly refused: Refused;
}): FeedbackDesk {
  const { records, rows, clock, effects, deadlines, refused } = parts;

  const keep = (tx: RecordsTransaction, feedback: Feedback, effect: 'moved' | 'kept', now: number) => {
    const { feedbackId, caseNo, type, at } = feedback;
    tx.run(
      'INSERT INTO feedback (feedback_id, case_no, type, at, received_at, body, effect) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[feedbackId, caseNo, type, at, now, JSON.stringify(feedback), effect],
    );
    appendLedger(tx, caseNo, { kind: 'feedback', effect, feedback, at: now });
  };

  /** What holds of a word whenever it is heard. */
  const count = (tx: RecordsTransaction, subject: Case, { type }: Feedback) => {
    if (type === 'VERIFIED') confirmOnce(tx, subject);
    if (type === 'FALSE_ALARM') countFalseAlarm(tx, subject.devices);
  };

  /** Applies a word to the case as it is; throws STEP_ILLEGAL when it is not its time. */
  const take = (tx: RecordsTransaction, subject: Case, feedback: Feedback, now: number, orgCode?: string): Case => {
    const spoken = Math.min(feedback.at, now);
    const newest = newestMove(tx, subject.caseNo);
    const isLate = newest !== undefined && spoken < newest;
    if (isLate && TRANSITIONS[feedback.type].closes)
      throw new GatewayError(
        'STEP_ILLEGAL',
        `${feedback.type} of ${new Date(spoken).toISOString()} would close case ${subject.caseNo}, which later words say goes on`,
      );
    const transition = isLate ? undefined : transitionOf(subject, feedback.type);
    count(tx, subject, feedback);
    const moves = transition?.to !== undefined && (feedback.type !== 'EXTENDED' || feedback.until !== undefined);
    keep(tx, feedback, moves ? 'moved' : 'kept', now);
    const said = { feedback, spoken, now, ...(orgCode === undefined ? {} : { orgCode }) };
    return transition ? effects.move(tx, subject, said, transition) : effects.remember(tx, subject, said);
  };

  /** Takes every waiting word whose time has come. */
  const catchUp = (tx: RecordsTransaction, caseNo: string, subject: Case, now: number): Case => {
    for (const { feedback, orgCode } of earlyWords(tx, caseNo)) {
      const late = Math.min(feedback.at, now) < (newestMove(tx, caseNo) ?? 0);
      if (late ? TRANSITIONS[feedback.type].closes : !ALLOWED[subject.subState].includes(feedback.type)) continue;
      takeEarly(tx, feedback.feedbackId);
      return catchUp(tx, caseNo, take(tx, subject, feedback, now, orgCode), now);
    }
    return subject;
  };

  const hear = (
    tx: RecordsTransaction,
    feedback: Feedback,
    { orgCode, restricted = true, mayWait }: Speaker,
  ): FeedbackResult => {
    const now = clock.now();
    const { feedbackId, caseNo } = feedback;
    const known = knownCase(rows, tx, caseNo, orgCode);
    if (known.restricted && !restricted) throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}`);
    const seen = tx.get<{ caseNo: string }>('SELECT case_no AS caseNo FROM feedback WHERE feedback_id = ?', feedbackId);
    if (seen && seen.caseNo !== caseNo)
      throw invalid('feedbackId', `feedbackId ${feedbackId} was used for case ${seen.caseNo}`);
    if (seen) return { applied: false, case: known };
    if (isWaiting(tx, feedbackId)) return { applied: false, waiting: true, case: known };
    checkBegin(feedback, known);
    deadlines.settle(tx, caseNo, Math.min(feedback.at, now), now);
    const subject = knownCase(rows, tx, caseNo);
    const isNow = ALLOWED[subject.subState].includes(feedback.type);
    const late = Math.min(feedback.at, now) < (newestMove(tx, caseNo) ?? 0);
    if (mayWait && orgCode !== undefined && !isNow && !late && isEarly(subject.subState, feedback.type))
      if (keepEarly(tx, { feedback, orgCode }, now)) return { applied: false, waiting: true, case: subject };
    const next = take(tx, subject, feedback, now, orgCode);
    return { applied: true, case: catchUp(tx, caseNo, next, now) };
  };

  return {
    async apply(feedback, speaker = {}) {
      check(feedback, clock.now());
      return records.write((tx) => hear(tx, feedback, speaker));
    },
    expire(tx, { timerId }) {
      const word = takeEarly(tx, wordOfTimer(timerId));
      const subject = word && rows.byNo(tx, word.feedback.caseNo);
      if (!word || !subject) return;
      const { subState, caseNo } = subject;
      const { type } = word.feedback;
      const now = `allowed now: ${ALLOWED[subState].join(', ') || 'nothing'}`;
      const detail = `case ${caseNo} is ${subState}, ${type} waited in vain for the words before it; ${now}`;
      refused(word.feedback, word.orgCode, new GatewayError('STEP_ILLEGAL', detail));
    },
  };
}
