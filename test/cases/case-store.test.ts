import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseFilter } from '../../gateway/cases/case-store.ts';
import type { Case } from '../../gateway/model/case.ts';
import { caseJson } from '../../gateway/model/case-json.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

const put = (no: number, change: Partial<Case> = {}) =>
  stand.put(sampleCase({ caseNo: `c${no}`, attachKey: `k${no}`, raisedAt: no, ...change }));
const list = (filter: CaseFilter) => stand.cases.list(filter).items.map(({ caseNo }) => caseNo);

test('filters by state, grid and the grids above it, category and time', async () => {
  await put(1, { closedAt: 9, subState: 'CLOSED' });
  await put(2, { subState: 'DISPATCHED' });
  await put(3, { gridCode: 'G9', grids: [{ system: 'duty', version: '1', code: 'G9', path: ['D1', 'S2', 'G9'] }] });
  await put(4, { categoryCode: 'C0102' });
  await put(5, { restricted: true });
  expect(list({})).toEqual(['c4', 'c3', 'c2', 'c1']);
  expect(list({ restricted: true })).toEqual(['c5', 'c4', 'c3', 'c2', 'c1']);
  expect(list({ state: 'open' })).toEqual(['c4', 'c3', 'c2']);
  expect(list({ state: 'CLOSED' })).toEqual(['c1']);
  expect(list({ state: 'dispatched' })).toEqual(['c2']);
  expect(list({ grid: 'G9' })).toEqual(['c3']);
  expect(list({ grid: 'S2' })).toEqual(['c3']);
  expect(list({ category: 'C0102', state: 'open', since: 4 })).toEqual(['c4']);
  expect(list({ since: 3 })).toEqual(['c4', 'c3']);
  expect(list({ grid: "' OR 1=1 --" })).toEqual([]);
});

test('pages join without gap or repeat, though cases are raised in between', async () => {
  for (let no = 1; no <= 7; no++) await put(no, { raisedAt: Math.ceil(no / 3) });
  const seen: string[] = [];
  for (let cursor: string | undefined, page = 0; page === 0 || cursor; page++) {
    const { items, next } = stand.cases.list({ limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...items.map(({ caseNo }) => caseNo));
    cursor = next;
    await put(100 + page, { raisedAt: 100 });
  }
  expect(seen).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'c2', 'c1']);
});

test('an unknown state or a foreign cursor is refused; limits are kept in bounds', async () => {
  expect(() => list({ state: 'done' })).toThrow('REQUEST_INVALID: state must be open, closed or one of RAISED');
  expect(() => list({ cursor: 'xyz' })).toThrow('REQUEST_INVALID: cursor');
  await put(1);
  await put(2);
  expect(list({ limit: 0 })).toEqual(['c2']);
});

test('get finds a case or nothing; its JSON keeps the inner keys inside', async () => {
  await put(1, { clearedAt: 1_000, previousCaseNo: 'c0' });
  const found = stand.cases.get('c1');
  expect(found?.raisedAt).toBe(1);
  expect(stand.cases.get('c2')).toBeUndefined();
  const json = found && caseJson(found);
  expect(json).toMatchObject({
    raisedAt: '1970-01-01T00:00:00.001Z',
    clearedAt: '1970-01-01T00:00:01.000Z',
    previousCaseNo: 'c0',
  });
  expect(json).not.toHaveProperty('attachKey');
  expect(json).not.toHaveProperty('activeEpisodes');
});
