import { GatewayError } from '../errors.ts';
import type { Case, CaseEventType, CaseStep, CaseSubState } from '../model/case.ts';
import type { FeedbackType } from '../model/feedback.ts';

/** What a feedback does to a case it is allowed on. */
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
 * The six steps: 1 report, 2 dispatch, 3 disposal, 4 check, 5 urge, 6 close. VERIFIED is the platform's word; EXTENDED
 * carries no new date and so leaves the deadline where it is; DUPLICATE_OF closes the case and names the other one.
 */
export const TRANSITIONS: Readonly<Record<FeedbackType, Transition>> = {
  ACCEPTED: move(1, 'ACCEPTED'),
  REJECTED: close('REJECTED'),
  DUPLICATE_OF: close('CLOSED'),
  FALSE_ALARM: close('FALSE_ALARM'),
  DISPATCHED: move(2, 'DISPATCHED'),
  ARRIVED: move(2, 'ARRIVED'),
  DISPOSED: move(3, 'DISPOSED'),
  VERIFIED: move(4, 'PASSED', 'verified'),
  RETURNED: move(4, 'FAILED'),
  SUSPENDED: move(3, 'SUSPENDED'),
  EXTENDED: { event: 'updated', closes: false },
  CLOSED: close('CLOSED'),
  ARCHIVED: move(6, 'ARCHIVED'),
};

const WORK: readonly FeedbackType[] = ['DISPATCHED', 'ARRIVED', 'DISPOSED', 'SUSPENDED', 'EXTENDED'];
const NO_CASE: readonly FeedbackType[] = ['DUPLICATE_OF', 'FALSE_ALARM'];
const CHECK: readonly FeedbackType[] = ['VERIFIED', 'RETURNED', 'CLOSED'];

/**
 * Which feedback each state allows. Steps may be skipped forwards once somebody has accepted, since small matters are
 * settled on the spot; a case closes only after its disposal was reported, or as one that never was a case.
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
  FAILED: [...WORK, ...NO_CASE],
  URGED: ['ACCEPTED', ...WORK, 'REJECTED', ...NO_CASE],
  OVERDUE: ['ACCEPTED', ...WORK, 'REJECTED', ...NO_CASE],
  ESCALATED: ['ACCEPTED', ...WORK, 'REJECTED', ...NO_CASE],
  MERGED: ['ARCHIVED'],
  CLOSED: ['ARCHIVED'],
  REJECTED: ['ARCHIVED'],
  FALSE_ALARM: ['ARCHIVED'],
  WITHDRAWN: ['ARCHIVED'],
  ARCHIVED: [],
};

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
