import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { yearBefore } from '../../gateway/cases/kpi-report.ts';
import {
  changeOf,
  KPI_RATES,
  type KpiCounts,
  NO_CASES,
  percent,
  printedChange,
  printedRates,
} from '../../gateway/cases/kpis.ts';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const counts = (change: Partial<KpiCounts>): KpiCounts => ({ ...NO_CASES, ...change });

describe('the published numbers of the districts', () => {
  test('287,241 disposals of 287,894 filed components and events are 99.77 %', () => {
    expect(printedRates(counts({ filed: 287_894, disposed: 287_241 })).disposalRate).toBe('99.77 %');
  });

  test('10,301 closed of 10,800 filed calls are 95.38 %', () => {
    expect(printedRates(counts({ filed: 10_800, closed: 10_301 })).closureRate).toBe('95.38 %');
  });

  test('94.52 % on time fits both denominators, under two names', () => {
    expect(printedRates(counts({ filed: 10_800, closed: 10_301, closedOnTime: 10_208 })).onTimeRateOfFiled).toBe(
      '94.52 %',
    );
    expect(printedRates(counts({ filed: 10_800, closed: 10_301, closedOnTime: 9_736 })).onTimeRateOfClosed).toBe(
      '94.52 %',
    );
    // The other definition on the same counts says something else: that is why there is no default.
    expect(printedRates(counts({ filed: 10_800, closed: 10_301, closedOnTime: 10_208 })).onTimeRateOfClosed).toBe(
      '99.10 %',
    );
    expect(printedRates(counts({ filed: 10_800, closed: 10_301, closedOnTime: 9_736 })).onTimeRateOfFiled).toBe(
      '90.15 %',
    );
    expect([KPI_RATES.onTimeRateOfFiled.denominator, KPI_RATES.onTimeRateOfClosed.denominator]).toEqual([
      'filed',
      'closed',
    ]);
  });

  test('three years of closure: 99.74, 99.76 and 100 %', () => {
    for (const [closed, printed] of [
      [9_974, '99.74 %'],
      [9_976, '99.76 %'],
      [10_000, '100.00 %'],
    ] as const)
      expect(printedRates(counts({ filed: 10_000, closed })).closureRate).toBe(printed);
  });

  test('two years of thefts: −33.4 % and −68.5 %', () => {
    expect(printedChange(changeOf(666, 1_000))).toBe('−33.4 %');
    expect(printedChange(changeOf(63, 200))).toBe('−68.5 %');
    expect(printedChange(changeOf(5, 0))).toBe('–');
  });
});

test('a part of nothing is no number', () => {
  expect(printedRates(NO_CASES).closureRate).toBe('–');
  expect([percent(0), percent(1), percent(undefined)]).toEqual(['0.00 %', '100.00 %', '–']);
});

test('a year before is the same local day', () => {
  const local = (text: string) => Date.parse(`${text}+08:00`);
  expect(yearBefore(local('2026-03-01T00:00:00'))).toBe(local('2025-03-01T00:00:00'));
  expect(yearBefore(local('2024-02-29T12:00:00'))).toBe(local('2023-02-28T12:00:00'));
  expect(yearBefore(local('2026-01-01T07:00:00'))).toBe(local('2025-01-01T07:00:00'));
});

describe('counted from the records', () => {
  const MARCH = Date.parse('2026-03-01T00:00:00+08:00');
  const APRIL = Date.parse('2026-04-01T00:00:00+08:00');
  let stand: CaseStand;
  let made = 0;
  beforeEach(() => {
    stand = openCaseStand({ at: APRIL });
    made = 0;
  });
  afterEach(() => stand.close());

  const put = async (change: Partial<Case> = {}): Promise<string> => {
    const caseNo = `c${++made}`;
    await stand.put(
      sampleCase({
        caseNo,
        attachKey: caseNo,
        raisedAt: MARCH,
        disposalDeadline: MARCH + 1_000,
        gridCode: 'G1',
        ...change,
      }),
    );
    return caseNo;
  };
  const done = (disposedAt: number): Partial<Case> => ({ subState: 'CLOSED', closedAt: MARCH + 9_000, disposedAt });
  const report = (query: Partial<Parameters<typeof stand.cases.kpis>[0]> = {}) =>
    stand.cases.kpis({ from: MARCH, to: APRIL, by: 'grid', ...query });

  test('each way a case can end, and the edges of the period', async () => {
    await put(done(MARCH + 1_000));
    await put(done(MARCH + 1_001));
    await put({ subState: 'DISPOSED', disposedAt: MARCH + 5 });
    await put({ subState: 'FALSE_ALARM', closedAt: MARCH + 500 });
    await put({ subState: 'OVERDUE' });
    for (const subState of ['REJECTED', 'WITHDRAWN', 'MERGED'] as const) await put({ subState, closedAt: MARCH + 5 });
    await put({ raisedAt: MARCH - 1 });
    await put({ raisedAt: APRIL });
    await put({ restricted: true });
    const { total, lines } = await report();
    expect(total.counts).toEqual({ filed: 5, disposed: 4, closed: 3, closedOnTime: 2, proactive: 5, falseAlarms: 1 });
    expect(total.printed).toMatchObject({
      ...{ disposalRate: '80.00 %', closureRate: '60.00 %', onTimeRateOfFiled: '40.00 %' },
      ...{ onTimeRateOfClosed: '66.67 %', proactiveRate: '100.00 %', falseAlarmRate: '20.00 %' },
    });
    expect(lines).toHaveLength(1);
    expect((await report({ restricted: true })).total.counts.filed).toBe(6);
  });

  test('an archived case counts as what it was when it was closed', async () => {
    for (const type of ['FALSE_ALARM', 'REJECTED'] as const) {
      const caseNo = await put();
      await stand.feedback(type, { caseNo });
      await stand.feedback('ARCHIVED', { caseNo });
    }
    expect((await report()).total.counts).toMatchObject({ filed: 1, falseAlarms: 1 });
  });

  test('what people reported first was not found by the sensors', async () => {
    const caseNo = await put();
    await put();
    await stand.records.write((tx) =>
      tx.run(
        `INSERT INTO clue (clue_id, outcome, case_no, category, certainty, cell, lon, lat, at, received_at, body)
         VALUES ('x', 'opened', ?, 'E0498', 1, 0, 0, 0, 0, 0, '{}')`,
        caseNo,
      ),
    );
    expect((await report()).total.printed['proactiveRate']).toBe('50.00 %');
  });

  test('by grid, department and category, in their order, with a line for those where nothing happened', async () => {
    await put({ gridCode: 'G2', responsibleDept: 'water', categoryCode: 'E0406' });
    await put();
    await put();
    const keys = async (by: 'grid' | 'dept' | 'category', groups: string[] = []) =>
      (await report({ by, groups })).lines.map(({ key, counts: { filed } }) => [key, filed]);
    expect(await keys('grid', ['G3', 'G2', 'G1'])).toEqual([
      ['G1', 2],
      ['G2', 1],
      ['G3', 0],
    ]);
    expect(await keys('dept')).toEqual([
      ['FIRE', 2],
      ['water', 1],
    ]);
    expect(await keys('category')).toEqual([
      ['E0406', 1],
      ['E0498', 2],
    ]);
  });

  test('a month of a district has a line for each of its 364 grids', async () => {
    const groups = Array.from({ length: 364 }, (_, i) => `G${String(i).padStart(3, '0')}`);
    await stand.records.write((tx) => {
      for (let i = 0; i < 5_000; i++) {
        const subject = sampleCase({
          caseNo: `m${i}`,
          attachKey: `m${i}`,
          raisedAt: MARCH + i,
          gridCode: groups[i % 364] ?? '',
        });
        stand.cases.rows.insert(tx, subject, MARCH);
      }
    });
    const { lines, total } = await report({ groups });
    expect([lines.length, total.counts.filed]).toEqual([364, 5_000]);
    expect(lines.reduce((sum, { counts: { filed } }) => sum + filed, 0)).toBe(5_000);
  });

  test('against the same month of the year before', async () => {
    const before = yearBefore(MARCH);
    for (let i = 0; i < 3; i++) await put({ raisedAt: before, gridCode: 'G2' });
    await put();
    await put();
    const { total, lines } = await report({ yearBefore: true });
    expect(total.yearBefore).toEqual({ filed: 3, change: -1 / 3, printed: '−33.3 %' });
    expect(lines.map(({ key, yearBefore: year }) => [key, year?.filed, year?.printed])).toEqual([
      ['G1', 0, '–'],
      ['G2', 3, '−100.0 %'],
    ]);
  });

  test('of one organisation', async () => {
    await put({ orgCode: 'a' });
    await put({ orgCode: 'b' });
    expect((await report({ orgCode: 'a' })).total.counts.filed).toBe(1);
  });
});
