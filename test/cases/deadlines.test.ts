import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

const pass = async (kind: 'response-deadline' | 'disposal-deadline', change: Partial<Case>) => {
  await stand.put(sampleCase(change));
  await stand.records.write((tx) => stand.cases.deadlines[kind](tx, { key: sampleCase().caseNo }, stand.clock.now()));
  return stand.types().includes('escalated');
};

test('a response is missed only while nobody has answered', async () => {
  expect(await pass('response-deadline', { subState: 'ACCEPTED' })).toBe(false);
  await stand.close();
  stand = openCaseStand();
  expect(await pass('response-deadline', {})).toBe(true);
  expect(stand.cases.get(sampleCase().caseNo)).toMatchObject({ step: 5, subState: 'OVERDUE' });
  expect(stand.cases.events.read(1, 1)[0]?.reason).toBe('response deadline passed');
});

test.each(['DISPOSED', 'CHECKING', 'PASSED', 'SUSPENDED'] as const)('%s: no disposal is missed', async (subState) => {
  expect(await pass('disposal-deadline', { subState })).toBe(false);
});

test.each(['RAISED', 'ARRIVED', 'FAILED', 'OVERDUE'] as const)('%s: the disposal is missed', async (subState) => {
  expect(await pass('disposal-deadline', { subState })).toBe(true);
});

test('a closed or unknown case is left alone', async () => {
  expect(await pass('response-deadline', { closedAt: 5 })).toBe(false);
  await stand.records.write((tx) => stand.cases.deadlines['response-deadline'](tx, { key: 'none' }, 0));
  expect(stand.types()).toEqual(['raised']);
});
