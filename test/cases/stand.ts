import { caseRows } from '../../gateway/cases/case-rows.ts';
import { createCases } from '../../gateway/cases/cases.ts';
import { stepClock } from '../../gateway/clock.ts';
import type { Case, CaseEventType } from '../../gateway/model/case.ts';
import type { FeedbackType } from '../../gateway/model/feedback.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { sampleCase } from '../support/case-log.ts';
import { tempDir } from '../support/temp-dir.ts';

let made = 0;

/** Cases on a real records file. */
export function openCaseStand() {
  const dir = tempDir('cases');
  const clock = stepClock(sampleCase().raisedAt);
  const records = openRecords(openDatabase(`${dir.path}/records.sqlite`), clock);
  const cases = createCases({ records, clock });
  return {
    clock,
    records,
    cases,
    /** Stores a case with its deadlines and an event. */
    put: (subject: Case, type: CaseEventType = 'raised') =>
      records.write((tx) => {
        caseRows.insert(tx, subject, clock.now());
        caseRows.append(tx, { type, case: subject, at: clock.now() });
        if (subject.closedAt === undefined) caseRows.setDeadlines(tx, subject);
      }),
    /** Gives feedback on the sample case unless `change` names another. */
    feedback: (type: FeedbackType, change: object = {}) =>
      cases.applyFeedback({
        feedbackId: `f-${++made}`,
        caseNo: sampleCase().caseNo,
        type,
        at: clock.now(),
        ...change,
      }),
    timers: () =>
      records.read.all<{ id: string }>('SELECT timer_id AS id FROM timer ORDER BY timer_id').map(({ id }) => id),
    types: () => cases.events.read(0, 1_000).map(({ type }) => type),
    async close() {
      await records.close();
      dir.remove();
    },
  };
}

export type CaseStand = ReturnType<typeof openCaseStand>;
