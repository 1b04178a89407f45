import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseSearch } from '../../gateway/cases/case-search.ts';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;
const AT = sampleCase().raisedAt;
const HERE = { lon: 121.2, lat: 31 };

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

/** A case so many metres north, that began `at` ms after the first. */
async function put(caseNo: string, north: number, at = 0, change: Partial<Case> = {}): Promise<void> {
  const location = { lon: 121.2, lat: 31 + north / 111_195, crs: 'wgs84' };
  const subject = sampleCase({ caseNo, attachKey: caseNo, location, gridCode: 'G001', ...change });
  await stand.put(subject);
  await stand.records.write((tx) => caseSearch.addSpot(tx, subject, AT + at, AT));
}

const near = (radiusM: number, from: number, to: number) =>
  [
    ...caseSearch.openNear(stand.records.read, { point: HERE, radiusM, from: AT + from, to: AT + to }, (code) =>
      code.startsWith('E'),
    ),
  ].map(({ caseNo }) => caseNo);

test('open cases within a circle and a stretch of time, the oldest first', async () => {
  await put('b', 100, 1_000);
  await put('a', 190, 0);
  await put('far', 210);
  await put('late', 0, 60_000);
  await put('closed', 0, 0, { closedAt: AT });
  await put('component', 0, 0, { categoryCode: 'C0101' });
  expect(near(200, 0, 59_999)).toEqual(['a', 'b']);
  expect(near(300, 1, 60_000)).toEqual(['b', 'late']);
});

test('cases without a location lie in their grid, and near nothing', async () => {
  const { location: _location, ...nowhere } = sampleCase({ caseNo: 'x', attachKey: 'x', gridCode: 'UNGRIDDED' });
  await stand.put(nowhere);
  await stand.records.write((tx) => caseSearch.addSpot(tx, nowhere, AT, AT));
  expect(near(600, -1, 1)).toEqual([]);
  const of = { category: nowhere.categoryCode, gridCode: 'UNGRIDDED', after: AT - 1, until: AT, limit: 5 };
  expect(caseSearch.begun(stand.records.read, of)).toEqual(['x']);
  expect(caseSearch.begun(stand.records.read, { ...of, after: AT })).toEqual([]);
});

test('a storm goes into the case that is marked, while it is open and alarms do not pause', async () => {
  await put('a', 0);
  const of = { category: sampleCase().categoryCode, gridCode: 'G001' };
  const storm = (since: number) => caseSearch.storm(stand.records.read, { ...of, since })?.caseNo;
  expect(storm(0)).toBeUndefined();
  await stand.records.write((tx) => {
    caseSearch.markStorm(tx, 'a', AT + 5);
    caseSearch.markStorm(tx, 'a', AT + 3);
  });
  expect([storm(AT + 5), storm(AT + 6)]).toEqual(['a', undefined]);
});

test('members lead to their open case until it is closed; each ends once', async () => {
  await put('a', 0);
  const member = { attachKey: 'k', episode: 'e', caseNo: 'a' };
  await stand.records.write((tx) => caseSearch.addMember(tx, member, AT));
  const { read } = stand.records;
  expect(caseSearch.openByMember(read, 'k')?.caseNo).toBe('a');
  expect(caseSearch.hasActiveMember(read, 'a')).toBe(true);
  const end = () => stand.records.write((tx) => caseSearch.endMember(tx, 'k', 'e'));
  expect([await end(), await end()]).toEqual([true, false]);
  expect(caseSearch.hasActiveMember(read, 'a')).toBe(false);
  await stand.records.write((tx) => tx.run('UPDATE case_record SET open = 0'));
  expect(caseSearch.openByMember(read, 'k')).toBeUndefined();
  expect(await stand.records.write((tx) => caseSearch.sweep(tx, AT + 1, 100))).toBe(2);
});

test('a grid counts its open cases', async () => {
  await put('a', 0);
  await put('b', 0);
  await put('c', 0, 0, { closedAt: AT });
  expect([caseSearch.openIn(stand.records.read, 'G001'), caseSearch.openIn(stand.records.read, 'G002')]).toEqual([
    2, 0,
  ]);
});
