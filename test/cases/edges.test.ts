import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALLOWED, TRANSITIONS } from '../../gateway/cases/lifecycle.ts';
import type { Case, CaseStep, CaseSubState } from '../../gateway/model/case.ts';
import { FEEDBACK_TYPES, type FeedbackType } from '../../gateway/model/feedback.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand } from './stand.ts';

const OTHER = '2512S9999999';
/** The step of each state: a new state without one does not compile. */
const STEP_OF: Readonly<Record<CaseSubState, CaseStep>> = {
  ...{
    RAISED: 1,
    PENDING_REVIEW: 1,
    ACCEPTED: 1,
    DISPATCHED: 2,
    ARRIVED: 2,
    IN_PROGRESS: 3,
    SUSPENDED: 3,
    DISPOSED: 3,
  },
  ...{ CHECKING: 4, PASSED: 4, FAILED: 4, URGED: 5, OVERDUE: 5, ESCALATED: 5 },
  ...{ CLOSED: 6, REJECTED: 6, WITHDRAWN: 6, FALSE_ALARM: 6, MERGED: 6, ARCHIVED: 6 },
};
const CLOSED: readonly CaseSubState[] = ['CLOSED', 'REJECTED', 'WITHDRAWN', 'FALSE_ALARM', 'MERGED', 'ARCHIVED'];
const STATES = Object.keys(STEP_OF) as CaseSubState[];

let stand: CaseStand;
let made = 0;
beforeAll(async () => {
  stand = openCaseStand();
  await stand.put(sampleCase({ caseNo: OTHER, attachKey: 'other' }));
});
afterAll(() => stand.close());

/** A case in that state, as the records hold it. */
async function caseIn(subState: CaseSubState): Promise<Case> {
  const caseNo = `2512S${String(++made).padStart(7, '0')}`;
  const closed = CLOSED.includes(subState) ? { closedAt: stand.clock.now() } : {};
  const subject = sampleCase({ caseNo, attachKey: caseNo, step: STEP_OF[subState], subState, ...closed });
  await stand.put(subject);
  return subject;
}

const more = (type: FeedbackType) => ({
  ...(type === 'DUPLICATE_OF' ? { duplicateOf: OTHER } : {}),
  ...(type === 'EXTENDED' ? { until: stand.clock.now() + 90 * MINUTE } : {}),
});

const edges = STATES.flatMap((state) => FEEDBACK_TYPES.map((type) => [state, type] as const));
const legal = edges.filter(([state, type]) => ALLOWED[state].includes(type));
const illegal = edges.filter(([state, type]) => !ALLOWED[state].includes(type));

test('the table has every state and every word', () => {
  expect(STATES.sort()).toEqual(Object.keys(ALLOWED).sort());
  expect([legal.length + illegal.length, edges.length]).toEqual([edges.length, STATES.length * FEEDBACK_TYPES.length]);
  expect(legal.length).toBeGreaterThan(60);
});

test.each(legal)('%s takes %s', async (state, type) => {
  const { caseNo } = await caseIn(state);
  const before = stand.cases.events.head();
  const { applied, case: after } = await stand.feedback(type, { caseNo, ...more(type) });
  const { to, event, closes } = TRANSITIONS[type];
  expect(applied).toBe(true);
  expect([after.step, after.subState]).toEqual([to?.step ?? STEP_OF[state], to?.subState ?? state]);
  expect(after.closedAt !== undefined).toBe(closes || CLOSED.includes(state));
  const told = stand.cases.events.read(before, 10).filter((one) => one.caseNo === caseNo);
  expect(told.map((one) => [one.type, one.case.subState])).toEqual([[event, after.subState]]);
  expect(stand.ledger(caseNo).filter(({ kind }) => kind === 'feedback')).toHaveLength(1);
});

test.each(illegal)('%s refuses %s, names what it takes and stays as it was', async (state, type) => {
  const { caseNo } = await caseIn(state);
  const [before, head] = [stand.now(caseNo), stand.cases.events.head()];
  await expect(stand.feedback(type, { caseNo, ...more(type) })).rejects.toMatchObject({
    code: 'STEP_ILLEGAL',
    detail: expect.stringContaining(ALLOWED[state].join(', ')),
  });
  expect([stand.now(caseNo), stand.cases.events.head()]).toEqual([before, head]);
});
