import type { CaseSubState } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';

type Handler = (tx: RecordsTransaction, timer: { readonly key: string }, now: number) => void;

/** Nobody has answered yet. */
const UNANSWERED: readonly CaseSubState[] = ['RAISED'];
/** The work is reported done, or is suspended by agreement. */
const NOT_DUE: readonly CaseSubState[] = ['DISPOSED', 'CHECKING', 'PASSED', 'SUSPENDED'];

/**
 * What the timers of a case do, by kind: a deadline that passed without its answer moves the case to step 5 (urge) and
 * tells dispatch with an `escalated` event. The key of both kinds is the case number.
 */
export function createDeadlines(rows: CaseRows): Readonly<Record<'response-deadline' | 'disposal-deadline', Handler>> {
  const deadline =
    (reason: string, missed: (state: CaseSubState) => boolean): Handler =>
    (tx, { key: caseNo }, now) => {
      const subject = rows.byNo(tx, caseNo);
      if (!subject || subject.closedAt !== undefined || !missed(subject.subState)) return;
      const overdue = { ...subject, step: 5, subState: 'OVERDUE' } as const;
      rows.update(tx, overdue, now);
      rows.append(tx, { type: 'escalated', case: overdue, at: now, reason });
    };
  return {
    'response-deadline': deadline('response deadline passed', (state) => UNANSWERED.includes(state)),
    'disposal-deadline': deadline('disposal deadline passed', (state) => !NOT_DUE.includes(state)),
  };
}
