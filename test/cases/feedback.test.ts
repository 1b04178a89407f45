import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;
const { caseNo } = sampleCase();

beforeEach(async () => {
  stand = openCaseStand();
  await stand.put(sampleCase());
});
afterEach(() => stand.close());

test('the six steps, each with its event', async () => {
  const path = ['ACCEPTED', 'DISPATCHED', 'ARRIVED', 'DISPOSED', 'VERIFIED', 'CLOSED', 'ARCHIVED'] as const;
  const steps: string[] = [];
  for (const type of path) {
    const { applied, case: now } = await stand.feedback(type);
    expect(applied).toBe(true);
    steps.push(`${now.step} ${now.subState}`);
  }
  expect(steps).toEqual([
    '1 ACCEPTED',
    '2 DISPATCHED',
    '2 ARRIVED',
    '3 DISPOSED',
    '4 PASSED',
    '6 CLOSED',
    '6 ARCHIVED',
  ]);
  expect(stand.types()).toEqual([
    'raised',
    'updated',
    'updated',
    'updated',
    'updated',
    'verified',
    'closed',
    'updated',
  ]);
  expect(stand.cases.get(caseNo)?.closedAt).toBe(stand.clock.now());
  expect(stand.timers()).toEqual([]);
});

test('the same feedbackId a second time changes nothing, also at the same moment', async () => {
  const results = await Promise.all([1, 2, 3].map(() => stand.feedback('ACCEPTED', { feedbackId: 'once' })));
  expect(results.map(({ applied }) => applied)).toEqual([true, false, false]);
  await stand.feedback('DISPATCHED');
  const again = await stand.feedback('ACCEPTED', { feedbackId: 'once' });
  expect(again).toMatchObject({ applied: false, case: { subState: 'DISPATCHED' } });
  expect(stand.types()).toEqual(['raised', 'updated', 'updated']);
});

test('an organisation speaks for its own cases only', async () => {
  const feedback = { feedbackId: 'f', caseNo, type: 'ACCEPTED', at: stand.clock.now() } as const;
  await expect(stand.cases.applyFeedback(feedback, { orgCode: 'somebody-else' })).rejects.toMatchObject({
    code: 'CASE_NOT_FOUND',
  });
  expect(stand.types()).toEqual(['raised']);
  await expect(stand.cases.applyFeedback(feedback, { orgCode: sampleCase().orgCode })).resolves.toMatchObject({
    applied: true,
  });
});

test('a restricted case does not exist for those who may not see it', async () => {
  await stand.put(sampleCase({ caseNo: '2512S0000002', attachKey: 'k2', restricted: true }));
  const feedback = { feedbackId: 'f', caseNo: '2512S0000002', type: 'ACCEPTED', at: stand.clock.now() } as const;
  const { orgCode } = sampleCase();
  await expect(stand.cases.applyFeedback(feedback, { orgCode, restricted: false })).rejects.toMatchObject({
    code: 'CASE_NOT_FOUND',
  });
  expect((await stand.cases.applyFeedback(feedback, { orgCode })).applied).toBe(true);
});

test('evidence is kept with the word and with the case, a new deadline with its timer', async () => {
  const photo = { kind: 'SNAPSHOT', uri: 'https://dispatch.example/1.jpg', capturedAt: 7, note: 'gate' } as const;
  await stand.feedback('ACCEPTED', { evidence: [photo] });
  expect(stand.now().evidence.at(-1)).toEqual(photo);
  expect(stand.cases.caseHistory(caseNo)?.feedback[0]?.evidence).toEqual([photo]);
  const until = sampleCase().disposalDeadline + 3_600_000;
  await stand.feedback('EXTENDED', { until });
  expect(stand.now()).toMatchObject({ step: 3, subState: 'IN_PROGRESS', disposalDeadline: until });
  expect(stand.dueAt('disposal-deadline')).toBe(until);
  expect(stand.reasons().at(-1)).toBe(`extended until ${new Date(until).toISOString()}`);
  await expect(stand.feedback('EXTENDED', { until })).rejects.toMatchObject({ path: 'until' });
  await expect(stand.feedback('ARRIVED', { until: until + 1 })).rejects.toMatchObject({ path: 'until' });
  await expect(stand.feedback('EXTENDED', { until: 1 })).rejects.toMatchObject({ path: 'until' });
});

test('an illegal step changes nothing', async () => {
  await expect(stand.feedback('DISPOSED', { feedbackId: 'early' })).rejects.toMatchObject({
    code: 'STEP_ILLEGAL',
    status: 409,
    detail: expect.stringContaining('allowed now: ACCEPTED'),
  });
  expect(stand.types()).toEqual(['raised']);
  await stand.feedback('ACCEPTED');
  expect((await stand.feedback('DISPOSED', { feedbackId: 'early' })).applied, 'a refused id may come again').toBe(true);
});

test('a message that was overtaken is kept and changes nothing, unless it would close the case', async () => {
  const at = stand.clock.now();
  stand.clock.advance(at + 120_000);
  await stand.feedback('ACCEPTED', { at });
  await stand.feedback('DISPOSED', { at: at + 60_000 });
  const late = await stand.feedback('ARRIVED', { at: at + 30_000 });
  expect(late).toMatchObject({ applied: true, case: { subState: 'DISPOSED' } });
  await expect(stand.feedback('FALSE_ALARM', { at: at + 30_000 })).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  await expect(stand.feedback('ARRIVED', { at: at + 90_000 })).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  expect(stand.types()).toEqual(['raised', 'updated', 'updated']);
  expect(stand.cases.caseHistory(caseNo)?.feedback).toHaveLength(3);
});

test('a word from more than five minutes ahead is of a wrong clock, and changes nothing', async () => {
  const now = stand.clock.now();
  await expect(stand.feedback('ACCEPTED', { feedbackId: 'ahead', at: now + 300_001 })).rejects.toMatchObject({
    ...{ code: 'TIME_AHEAD', path: 'at', status: 400 },
    detail: expect.stringContaining('300 s ahead of the gateway'),
  });
  expect([stand.types(), stand.now().subState]).toEqual([['raised'], 'RAISED']);
  expect((await stand.feedback('ACCEPTED', { feedbackId: 'ahead', at: now + 300_000 })).applied).toBe(true);
});

test('a word from more than a day before the case is of a wrong clock, or in seconds', async () => {
  const { firstAt } = stand.now();
  for (const at of [firstAt - 86_400_001, Math.floor(firstAt / 1_000)])
    await expect(stand.feedback('ACCEPTED', { feedbackId: 'long-ago', at })).rejects.toMatchObject({
      ...{ code: 'TIME_INVALID', path: 'at', status: 400 },
      detail: expect.stringContaining('a number is epoch milliseconds'),
    });
  expect([stand.types(), stand.now().subState]).toEqual([['raised'], 'RAISED']);
  // Who was there before the sensor may say so.
  expect((await stand.feedback('ACCEPTED', { feedbackId: 'long-ago', at: firstAt - 86_400_000 })).applied).toBe(true);
});

test('a case that is none closes with its reason', async () => {
  const { case: closed } = await stand.feedback('FALSE_ALARM', { dept: 'fire', reason: 'steam from a kitchen' });
  expect(closed).toMatchObject({ step: 6, subState: 'FALSE_ALARM', closedAt: stand.clock.now() });
  expect(stand.cases.events.read(1, 1)[0]).toMatchObject({
    type: 'closed',
    reason: 'false alarm by fire: steam from a kitchen',
    case: { subState: 'FALSE_ALARM' },
  });
  expect(stand.timers()).toEqual([]);
});

test('a duplicate names another case that exists', async () => {
  await expect(stand.feedback('DUPLICATE_OF')).rejects.toMatchObject({ code: 'REQUEST_INVALID', path: 'duplicateOf' });
  await expect(stand.feedback('DUPLICATE_OF', { duplicateOf: caseNo })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  await expect(stand.feedback('DUPLICATE_OF', { duplicateOf: 'X' })).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' });
  await stand.put(sampleCase({ caseNo: '2512S0000002', attachKey: 'other' }));
  const { case: closed } = await stand.feedback('DUPLICATE_OF', { duplicateOf: '2512S0000002' });
  expect(closed).toMatchObject({ step: 6, subState: 'MERGED', mergedInto: '2512S0000002' });
  expect(stand.reasons().slice(2)).toEqual([`${caseNo} was merged into it`, 'duplicate of 2512S0000002']);
});

test('work that goes on has its deadline again', async () => {
  await stand.feedback('ACCEPTED');
  await stand.records.write((tx) => tx.run('DELETE FROM timer'));
  await stand.feedback('DISPOSED');
  expect(stand.timers()).toEqual([]);
  await stand.feedback('RETURNED');
  expect(stand.now()).toMatchObject({ step: 5, subState: 'URGED' });
  expect(stand.timers()).toEqual([`disposal-deadline:${caseNo}`, `escalation:${caseNo}`]);
  await stand.feedback('SUSPENDED');
  expect(stand.timers()).toEqual([`disposal-deadline:${caseNo}`]);
  await stand.records.write((tx) => tx.run('DELETE FROM timer'));
  await stand.feedback('EXTENDED');
  expect(stand.cases.get(caseNo)?.subState).toBe('SUSPENDED');
});

test('what does not fit is refused with its path', async () => {
  const refused = [
    [{ feedbackId: '' }, 'feedbackId'],
    [{ feedbackId: 'x'.repeat(129) }, 'feedbackId'],
    [{ type: 'DONE' }, 'type'],
    [{ at: Number.NaN }, 'at'],
  ] as const;
  for (const [change, path] of refused)
    await expect(stand.feedback('ACCEPTED', change)).rejects.toMatchObject({ code: 'REQUEST_INVALID', path });
  await expect(stand.feedback('ACCEPTED', { caseNo: 'X' })).rejects.toMatchObject({
    code: 'CASE_NOT_FOUND',
    status: 404,
  });
  await stand.put(sampleCase({ caseNo: '2512S0000002', attachKey: 'other' }));
  await stand.feedback('ACCEPTED', { feedbackId: 'mine' });
  await expect(stand.feedback('ACCEPTED', { feedbackId: 'mine', caseNo: '2512S0000002' })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
    path: 'feedbackId',
  });
});
