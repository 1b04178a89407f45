import { GatewayError } from '../errors.ts';
import type { Case, CaseEventType, CaseStep, CaseSubState } from '../model/case.ts';
import type { FeedbackType } from '../model/feedback.ts';

/** What a feedback does to a case it is allowed on. Where it leads depends on the word alone, never on where it came from. */
export interface Transition {
  /** Absent: step and state stay. */
  readonly to?: { readonly step: CaseStep; readonly subState: CaseSubState };
  readonly event: CaseEventType;
  readonly closes: boolean;
}

const move = (step: CaseStep, subState: CaseSubState, event: CaseEventType = 'updated'): Transition => ({
  to: { step, subState },
  event,
  closes: false,
});
const close = (subState: CaseSubState): Transition => ({ to: { step: 6, subState }, event: 'closed', closes: true });

/**
 * The six steps: 1 report, 2 dispatch, 3 disposal, 4 check, 5 urge, 6 close. Step 5 is a branch: it is entered from 2, 3 or 4,
 * by RETURNED, by a deadline that passed, or by a sensor that is still in alarm. VERIFIED is the platform's word. EXTENDED says
 * that the work goes on until a new date; without one it changes nothing. DUPLICATE_OF merges the case into the other one.
 */
export const TRANSITIONS: Readonly<Record<FeedbackType, Transition>> = {
  ACCEPTED: move(1, 'ACCEPTED'),
  REJECTED: close('REJECTED'),
  DUPLICATE_OF: close('MERGED'),
  FALSE_ALARM: close('FALSE_ALARM'),
  DISPATCHED: move(2, 'DISPATCHED'),
  ARRIVED: move(2, 'ARRIVED'),
  DISPOSED: move(3, 'DISPOSED'),
  VERIFIED: move(4, 'PASSED', 'verified'),
  RETURNED: move(5, 'URGED'),
  SUSPENDED: move(3, 'SUSPENDED'),
  EXTENDED: move(3, 'IN_PROGRESS'),
  CLOSED: close('CLOSED'),
  ARCHIVED: move(6, 'ARCHIVED'),
};

const WORK: readonly FeedbackType[] = ['DISPATCHED', 'ARRIVED', 'DISPOSED', 'SUSPENDED', 'EXTENDED'];
const NO_CASE: readonly FeedbackType[] = ['DUPLICATE_OF', 'FALSE_ALARM'];
const CHECK: readonly FeedbackType[] = ['VERIFIED', 'RETURNED', 'CLOSED'];
/** Step 5: somebody is pressed to act, and whatever he does counts. */
const URGENT: readonly FeedbackType[] = ['ACCEPTED', ...WORK, 'REJECTED', ...NO_CASE];

/**
 * Which feedback each state allows. Steps may be skipped forwards once somebody has accepted, since small matters are
 * settled on the spot; a case closes only after its disposal was reported, or as one that never was a case. What waits for
 * review goes nowhere before a person has let it pass.
 */
export const ALLOWED: Readonly<Record<CaseSubState, readonly FeedbackType[]>> = {
  RAISED: ['ACCEPTED', 'REJECTED', 'DISPATCHED', ...NO_CASE],
  PENDING_REVIEW: ['ACCEPTED', 'REJECTED', ...NO_CASE],
  ACCEPTED: [...WORK, 'REJECTED', ...NO_CASE],
  DISPATCHED: [...WORK, 'RETURNED', ...NO_CASE],
  ARRIVED: [...WORK, 'RETURNED', ...NO_CASE],
  IN_PROGRESS: [...WORK, 'RETURNED', ...NO_CASE],
  SUSPENDED: [...WORK, ...NO_CASE],
  DISPOSED: CHECK,
  CHECKING: CHECK,
  PASSED: ['RETURNED', 'CLOSED'],
  FAILED: URGENT,
  URGED: URGENT,
  OVERDUE: URGENT,
  ESCALATED: URGENT,
  MERGED: ['ARCHIVED'],
  CLOSED: ['ARCHIVED'],
  REJECTED: ['ARCHIVED'],
  FALSE_ALARM: ['ARCHIVED'],
  WITHDRAWN: ['ARCHIVED'],
  ARCHIVED: [],
};

/** No disposal is owed: the work is reported done, or is suspended by agreement. */
export const NOT_DUE: readonly CaseSubState[] = ['DISPOSED', 'CHECKING', 'PASSED', 'SUSPENDED'];

/** Every state that feedback can lead to from each state, itself included. */
const AHEAD: ReadonlyMap<CaseSubState, ReadonlySet<CaseSubState>> = new Map(
  (Object.keys(ALLOWED) as CaseSubState[]).map((start) => {
    const reached = new Set([start]);
    // A set that grows while it is walked through is walked through to its end.
    for (const state of reached)
      for (const type of ALLOWED[state]) reached.add(TRANSITIONS[type].to?.subState ?? state);
    return [start, reached];
  }),
);

/** Whether a word that is not allowed in this state may be after others: then it came before them, and can wait. */
export function isEarly(state: CaseSubState, type: FeedbackType): boolean {
  return [...(AHEAD.get(state) ?? [])].some((later) => later !== state && ALLOWED[later].includes(type));
}

/** @throws GatewayError STEP_ILLEGAL that names what the case allows now. */
export function transitionOf(subject: Case, type: FeedbackType): Transition {
  const allowed = ALLOWED[subject.subState];
  if (allowed.includes(type)) return TRANSITIONS[type];
  const now = allowed.length > 0 ? `allowed now: ${allowed.join(', ')}` : 'no feedback is allowed any more';
  throw new GatewayError(
    'STEP_ILLEGAL',
    `case ${subject.caseNo} is ${subject.subState}, ${type} is not allowed; ${now}`,
  );
}
