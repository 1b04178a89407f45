import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const { caseNo } = sampleCase();
let stand: CaseStand;

beforeEach(async () => {
  stand = openCaseStand();
  await stand.put(sampleCase({ severity: 2 }));
});
afterEach(() => stand.close());

test('severity rises and falls, each time with its event; deadlines stay', async () => {
  const { responseDeadline, disposalDeadline } = stand.now();
  await stand.cases.regrade(caseNo, 1, { reason: 'people inside', by: 'ops' });
  await stand.cases.regrade(caseNo, 4, { reason: 'a kettle', by: 'ops' });
  await stand.cases.regrade(caseNo, 4, { reason: 'again', by: 'ops' });
  expect(stand.now()).toMatchObject({ severity: 4, responseDeadline, disposalDeadline });
  expect(stand.reasons().slice(1)).toEqual([
    'severity raised from 2 to 1 by ops: people inside',
    'severity lowered from 1 to 4 by ops: a kettle',
  ]);
});

test('a case that should never have been is withdrawn, with an event of that name', async () => {
  const withdrawn = await stand.cases.withdraw(caseNo, { reason: 'a drill', by: 'ops' });
  expect(withdrawn).toMatchObject({ step: 6, subState: 'WITHDRAWN', closedAt: stand.clock.now() });
  expect(stand.cases.events.read(1, 1)[0]).toMatchObject({ type: 'withdrawn', reason: 'withdrawn by ops: a drill' });
  expect(stand.timers()).toEqual([]);
  await expect(stand.cases.withdraw(caseNo, { reason: 'x', by: 'y' })).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  await expect(stand.cases.regrade(caseNo, 1, { reason: 'x', by: 'y' })).rejects.toMatchObject({
    code: 'STEP_ILLEGAL',
  });
  await stand.feedback('ARCHIVED');
  expect(stand.now().subState).toBe('ARCHIVED');
});
