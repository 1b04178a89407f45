import type { Clock } from '../clock.ts';
import type { CaseEventLog } from '../model/case.ts';
import type { Feedback } from '../model/feedback.ts';
import type { Records } from '../records/records.ts';
import { type CandidateAccounts, candidateAccounts } from './accounts.ts';
import { type CaseHistory, caseHistory } from './case-history.ts';
import { type CaseRows, caseRows } from './case-rows.ts';
import { type CaseStore, createCaseStore } from './case-store.ts';
import { createDeadlines } from './deadlines.ts';
import { createFeedback, type FeedbackResult } from './feedback.ts';
import { createOutbox } from './outbox.ts';

/** Everything the rest of the gateway does with cases. */
export interface Cases extends CaseStore {
  /** Rows for the pipeline, inside its transactions. */
  readonly rows: CaseRows;
  readonly events: CaseEventLog;
  /** What the pipeline's timers do when a deadline passes, by kind. */
  readonly deadlines: ReturnType<typeof createDeadlines>;
  /** `orgCode`: only if the case is this organisation's; absent: whosever it is. */
  applyFeedback(feedback: Feedback, orgCode?: string): Promise<FeedbackResult>;
  caseHistory(caseNo: string): CaseHistory | undefined;
  candidateAccounts(): CandidateAccounts;
}

export function createCases(parts: { readonly records: Records; readonly clock: Pick<Clock, 'now'> }): Cases {
  const { records, clock } = parts;
  return {
    ...createCaseStore(records),
    rows: caseRows,
    events: createOutbox(records),
    deadlines: createDeadlines(caseRows),
    applyFeedback: createFeedback({ records, rows: caseRows, clock }),
    caseHistory: (caseNo) => caseHistory(records, caseNo),
    candidateAccounts: () => candidateAccounts(records),
  };
}
