import type { CaseSubState } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { type CaseTimerHandler, takeDue } from './case-timers.ts';
import { NOT_DUE } from './lifecycle.ts';
import type { Urging } from './urging.ts';

/** Nobody has answered yet. */
const UNANSWERED: readonly CaseSubState[] = ['RAISED', 'PENDING_REVIEW'];

const KINDS = ['response-deadline', 'disposal-deadline'] as const;
type Kind = (typeof KINDS)[number];

export interface Deadlines {
  /** What the timers of the two deadlines do, by kind. */
  readonly handlers: Readonly<Record<Kind, CaseTimerHandler>>;
  /**
   * Lets deadlines that passed at `at` or earlier take effect now, whenever their timers fire: an answer of 3:00 is late for a
   * deadline of 3:00, one of 2:59 is in time, also when both are only heard of at 3:05.
   */
  settle(tx: RecordsTransaction, caseNo: string, at: number, now: number): void;
}

/** A deadline that passed without its answer moves the case to step 5 (urge) and up the ladder. */
export function createDeadlines(rows: CaseRows, urging: Pick<Urging, 'overdue'>): Deadlines {
  const deadline =
    (reason: string, missed: (state: CaseSubState) => boolean): CaseTimerHandler =>
    (tx, { key: caseNo }, now) => {
      const subject = rows.byNo(tx, caseNo);
      if (!subject || subject.closedAt !== undefined || !missed(subject.subState)) return;
      urging.overdue(tx, subject, reason, now);
    };
  const handlers = {
    'response-deadline': deadline('response deadline passed', (state) => UNANSWERED.includes(state)),
    'disposal-deadline': deadline('disposal deadline passed', (state) => !NOT_DUE.includes(state)),
  };
  return {
    handlers,
    settle(tx, caseNo, at, now) {
      for (const kind of KINDS) {
        const due = takeDue(tx, kind, caseNo, at);
        if (due) handlers[kind](tx, due, now);
      }
    },
  };
}
