import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseRows, shanghaiMonth } from '../../gateway/cases/case-rows.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

test('the month of a case number is that of Shanghai', () => {
  expect(shanghaiMonth(Date.parse('2025-12-31T15:59:59.999Z'))).toBe('2512');
  expect(shanghaiMonth(Date.parse('2025-12-31T16:00:00.000Z'))).toBe('2601');
});

test('numbers count from 1 each month, and one whose transaction failed is given again', async () => {
  const at = Date.parse('2026-02-03T00:00:00Z');
  const next = () => stand.records.write((tx) => caseRows.nextNo(tx, at));
  expect(await next()).toBe('2602S0000001');
  await expect(
    stand.records.write((tx) => {
      caseRows.nextNo(tx, at);
      throw new Error('stage failed');
    }),
  ).rejects.toThrow('stage failed');
  expect(await next()).toBe('2602S0000002');
  await stand.records.write((tx) => tx.run(`UPDATE meta SET value = '9999999' WHERE key = 'case-number.2602'`));
  await expect(next()).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('an attach key has one open case at most', async () => {
  await stand.put(sampleCase({ caseNo: 'A', attachKey: 'k' }));
  await expect(stand.put(sampleCase({ caseNo: 'B', attachKey: 'k' }))).rejects.toThrow(/UNIQUE/);
  await stand.put(sampleCase({ caseNo: 'C', attachKey: 'k', closedAt: 5, raisedAt: 2 }));
  await stand.put(sampleCase({ caseNo: 'D', attachKey: 'k', closedAt: 5, raisedAt: 3 }));
  const { read } = stand.records;
  expect(caseRows.openByKey(read, 'k')?.caseNo).toBe('A');
  expect(caseRows.lastClosedByKey(read, 'k')?.caseNo).toBe('D');
  expect(caseRows.lastClosedByKey(read, 'other')).toBeUndefined();
});
