import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LEDGER_START } from '../../gateway/cases/ledger.ts';
import { checkLedger, checkLedgers } from '../../gateway/cases/ledger-check.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const { caseNo } = sampleCase();
let stand: CaseStand;

beforeEach(async () => {
  stand = openCaseStand();
  await stand.put(sampleCase());
  await stand.change({ occurrences: 2, lastAt: sampleCase().lastAt + 5 });
  await stand.feedback('ACCEPTED', { dept: 'FIRE' });
  await stand.change({ activeEpisodes: [] });
});
afterEach(() => stand.close());

const tamper = (sql: string, ...values: (string | number)[]) => stand.records.write((tx) => tx.run(sql, ...values));
const verdict = () => checkLedger(stand.records.read, caseNo);

test('everything that happened, in order, in the transaction in which it happened', async () => {
  expect(stand.ledger().map(({ kind }) => kind)).toEqual([
    'raised',
    'attached',
    'feedback',
    'updated',
    'episode-ended',
  ]);
  const { rows } = stand.cases.ledger(caseNo);
  expect(rows.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5]);
  expect(rows.map(({ prev }) => prev)).toEqual([LEDGER_START, ...rows.slice(0, -1).map(({ hash }) => hash)]);
  await expect(
    stand.records.write((tx) => {
      stand.cases.rows.append(tx, { type: 'updated', case: stand.now(), at: 0 });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(stand.cases.ledger(caseNo).rows).toHaveLength(5);
  expect(verdict()).toEqual({ caseNo, intact: true, rows: 5, head: rows.at(-1)?.hash });
});

describe('what was touched is found and named', () => {
  test.each([
    [
      'a changed entry',
      `UPDATE ledger SET entry = replace(entry, 'FIRE', 'DUST') WHERE no = 3`,
      3,
      'row 3 was changed',
    ],
    ['a removed row', 'DELETE FROM ledger WHERE no = 2', 2, 'row 2 was removed'],
    ['the first row removed', 'DELETE FROM ledger WHERE no = 1', 1, 'row 1 was removed'],
    ['the last row removed', 'DELETE FROM ledger WHERE no = 5', 5, 'row 5 was removed'],
    [
      'a row put at the end',
      `INSERT INTO ledger SELECT case_no, 6, entry, hash, prev FROM ledger WHERE no = 5`,
      6,
      'row 6 was changed',
    ],
    [
      'a row before the first',
      `INSERT INTO ledger SELECT case_no, 0, entry, prev, hash FROM ledger WHERE no = 1`,
      0,
      'row 0 was inserted',
    ],
    ['all rows removed', 'DELETE FROM ledger', 1, 'row 1 was removed'],
    [
      'a changed case event',
      `UPDATE case_event SET body = replace(body, '"severity":1', '"severity":4') WHERE sequence = 2`,
      4,
      'case event 2 was changed',
    ],
    ['a removed case event', 'DELETE FROM case_event WHERE sequence = 2', 4, 'case event 2 was removed'],
    [
      'an event that never was',
      `INSERT INTO case_event (type, case_no, at, body) SELECT 'closed', case_no, at, body FROM case_event LIMIT 1`,
      6,
      'case event 3 is in no ledger row',
    ],
  ])('%s', async (_, sql, no, reason) => {
    await tamper(sql);
    expect(verdict()).toMatchObject({ caseNo, intact: false, no, reason });
  });

  test('a row that was replaced together with its hash', async () => {
    const [, second] = stand.cases.ledger(caseNo).rows;
    const { ledgerHash } = await import('../../gateway/cases/ledger.ts');
    const forged = { caseNo, no: 2, entry: '{"at":0,"kind":"attached"}', prev: second?.prev ?? '' };
    await tamper('UPDATE ledger SET entry = ?, hash = ? WHERE no = 2', forged.entry, ledgerHash(forged));
    expect(verdict()).toMatchObject({ intact: false, no: 3 });
  });

  test('a whole chain made anew does not hold a hash noted elsewhere', async () => {
    const { rows } = stand.cases.ledger(caseNo);
    const noted = rows[3]?.hash ?? '';
    expect(checkLedger(stand.records.read, caseNo, noted).intact).toBe(true);
    expect(checkLedger(stand.records.read, caseNo, 'f'.repeat(64))).toMatchObject({
      intact: false,
      reason: 'the expected row is not there any more',
    });
  });
});

test('all ledgers are followed, also those whose case or whose chain is gone', async () => {
  await stand.put(sampleCase({ caseNo: '2512S0000002', attachKey: 'k2' }));
  await stand.put(sampleCase({ caseNo: '2512S0000003', attachKey: 'k3' }));
  const { read } = stand.records;
  expect(checkLedgers(read)).toEqual({ intact: true, cases: 3, rows: 7, broken: [] });
  await tamper(`DELETE FROM ledger WHERE case_no = '2512S0000002'`);
  await tamper(`DELETE FROM ledger_head WHERE case_no = '2512S0000002'`);
  await tamper(`DELETE FROM case_event WHERE case_no = '2512S0000003'`);
  await tamper(`DELETE FROM case_record WHERE case_no = '2512S0000003'`);
  expect(checkLedgers(read)).toMatchObject({
    ...{ intact: false, cases: 3 },
    broken: [
      { caseNo: '2512S0000002', no: 1, reason: 'case event 3 is in no ledger row' },
      { caseNo: '2512S0000003', no: 1, reason: 'case event 4 was removed' },
    ],
  });
});

test('cases from before there were ledgers are not held against it', async () => {
  await tamper(`UPDATE meta SET value = '2' WHERE key = 'ledger.after'`);
  await tamper('DELETE FROM ledger');
  await tamper('DELETE FROM ledger_head');
  expect(verdict()).toMatchObject({ intact: true, rows: 0 });
  await stand.feedback('DISPATCHED');
  expect(verdict()).toMatchObject({ intact: true, rows: 2 });
});
