import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;
beforeEach(async () => {
  stand = openCaseStand();
  await stand.put(sampleCase({ devices: ['a/1', 'a/2'] }));
});
afterEach(() => stand.close());

test('a false alarm lowers every device of the case', async () => {
  await stand.feedback('FALSE_ALARM', { feedbackId: 'once' });
  await stand.feedback('FALSE_ALARM', { feedbackId: 'once' });
  for (const device of ['a/1', 'a/2'])
    expect(stand.cases.reliability(device)).toEqual({ confirmed: 0, falseAlarms: 1 });
  expect(stand.cases.reliability('a/3')).toBeUndefined();
});

test('a verification raises it, once per case, however often it is verified and in whatever order that is heard', async () => {
  const at = stand.clock.now();
  stand.clock.advance(at + 100_000);
  await stand.feedback('ACCEPTED', { at });
  await stand.feedback('DISPOSED', { at: at + 1 });
  await stand.feedback('VERIFIED', { at: at + 2 });
  await stand.feedback('RETURNED', { at: at + 3 });
  await stand.feedback('DISPOSED', { at: at + 4 });
  await stand.feedback('VERIFIED', { at: at + 5 });
  expect(stand.cases.reliability('a/1')).toEqual({ confirmed: 1, falseAlarms: 0 });
  await stand.put(sampleCase({ caseNo: '2512S0000002', attachKey: 'k', devices: ['a/1'] }));
  const other = (type: 'ACCEPTED' | 'DISPOSED' | 'CLOSED' | 'VERIFIED', later: number) =>
    stand.feedback(type, { caseNo: '2512S0000002', at: at + later });
  await other('ACCEPTED', 0);
  await other('DISPOSED', 1);
  await other('CLOSED', 3);
  await other('VERIFIED', 2);
  expect(stand.cases.reliability('a/1')).toEqual({ confirmed: 2, falseAlarms: 0 });
});

test('a duplicate or a rejected case says nothing of its device', async () => {
  await stand.feedback('REJECTED');
  expect(stand.cases.reliability('a/1')).toBeUndefined();
});
