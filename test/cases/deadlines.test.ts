import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand } from './stand.ts';

const { raisedAt } = sampleCase();
let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

/** A case with three minutes to answer and an hour to dispose. */
const timed = (change: Partial<Case> = {}) =>
  sampleCase({ responseDeadline: raisedAt + 3 * MINUTE, disposalDeadline: raisedAt + 60 * MINUTE, ...change });

const pass = async (kind: 'response-deadline' | 'disposal-deadline', change: Partial<Case>) => {
  await stand.put(sampleCase(change));
  const timer = { timerId: `${kind}:${sampleCase().caseNo}`, key: sampleCase().caseNo, dueAt: 0 };
  await stand.records.write((tx) => stand.cases.timers[kind](tx, timer, stand.clock.now()));
  return stand.types().includes('escalated');
};

test.each(['ACCEPTED', 'DISPATCHED', 'URGED'] as const)('%s: somebody has answered', async (subState) => {
  expect(await pass('response-deadline', { subState })).toBe(false);
});

test.each(['RAISED', 'PENDING_REVIEW'] as const)('%s: nobody has answered', async (subState) => {
  expect(await pass('response-deadline', { subState })).toBe(true);
  expect(stand.now()).toMatchObject({ step: 5, subState: 'OVERDUE', escalation: 1 });
  expect(stand.reasons()[1]).toMatch(/^response deadline passed; told: grid 61010400100101$/);
});

test.each(['DISPOSED', 'CHECKING', 'PASSED', 'SUSPENDED'] as const)('%s: no disposal is missed', async (subState) => {
  expect(await pass('disposal-deadline', { subState })).toBe(false);
});

test.each(['RAISED', 'ARRIVED', 'FAILED', 'OVERDUE', 'URGED'] as const)(
  '%s: the disposal is missed',
  async (subState) => {
    expect(await pass('disposal-deadline', { subState })).toBe(true);
  },
);

test('a closed or unknown case is left alone', async () => {
  expect(await pass('response-deadline', { closedAt: 5 })).toBe(false);
  const timer = { timerId: 'x', key: 'none', dueAt: 0 };
  await stand.records.write((tx) => stand.cases.timers['response-deadline'](tx, timer, 0));
  expect(stand.types()).toEqual(['raised']);
});

test('an answer at 2:59.999 is in time, one at 3:00 is late, whenever the timer fires', async () => {
  await stand.put(timed());
  await stand.put(timed({ caseNo: '2512S0000002', attachKey: 'other' }));
  // The timers are not running: as if the gateway were busy, or had just come back.
  stand.clock.advance(raisedAt + 5 * MINUTE);
  await stand.feedback('ACCEPTED', { at: raisedAt + 3 * MINUTE - 1 });
  expect(stand.types()).toEqual(['raised', 'raised', 'updated']);
  await stand.feedback('ACCEPTED', { at: raisedAt + 3 * MINUTE, caseNo: '2512S0000002' });
  expect(stand.types()).toEqual(['raised', 'raised', 'updated', 'escalated', 'updated']);
  expect(stand.now('2512S0000002')).toMatchObject({ step: 1, subState: 'ACCEPTED', escalation: 1 });
  await stand.start();
  await stand.advance(0);
  expect(stand.types(), 'the timers find nothing left to do').toHaveLength(5);
});

test('deadlines fire at their time, once, also after a restart in between', async () => {
  await stand.start();
  await stand.put(timed());
  await stand.advance(3 * MINUTE - 1);
  expect(stand.types()).toEqual(['raised']);
  const { folder } = stand;
  const second = openCaseStand({ folder, at: stand.clock.now() });
  await second.start();
  await second.advance(0);
  expect(second.types()).toEqual(['raised']);
  await second.advance(1);
  expect(second.types()).toEqual(['raised', 'escalated']);
  await second.close();
  const third = openCaseStand({ folder, at: raisedAt + 3 * MINUTE + 1 });
  await third.start();
  await third.advance(0);
  expect(third.types()).toEqual(['raised', 'escalated']);
  await third.close();
});

test('what passed while the gateway was down, or while its clock jumped, is one step, not a storm', async () => {
  await stand.put(timed());
  stand.clock.advance(raisedAt + 40 * MINUTE);
  await stand.start();
  await stand.advance(0);
  expect(stand.types()).toEqual(['raised', 'escalated']);
  expect(stand.dueAt('escalation'), 'the next level has its patience from now on').toBe(
    stand.clock.now() + 10 * MINUTE,
  );
});
