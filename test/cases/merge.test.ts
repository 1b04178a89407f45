import { afterEach, beforeEach, expect, test } from 'vitest';
import { joined, withEvidence } from '../../gateway/cases/merge.ts';
import type { Evidence } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const { caseNo } = sampleCase();
const OTHER = '2512S0000002';
let stand: CaseStand;

beforeEach(async () => {
  stand = openCaseStand();
  await stand.put(
    sampleCase({
      ...{ severity: 1, occurrences: 3, firstAt: 50, lastAt: 900, devices: ['acme/s1', 'acme/s2'] },
      ...{ attachKey: 'mine', activeEpisodes: ['mine-1'], evidence: [photo('/mine', 900)] },
    }),
  );
  await stand.put(
    sampleCase({
      ...{ caseNo: OTHER, attachKey: 'other', severity: 2, occurrences: 2, firstAt: 100, lastAt: 500 },
      ...{ devices: ['acme/s2', 'acme/s3'], activeEpisodes: [], clearedAt: 600, evidence: [photo('/other', 100)] },
    }),
  );
});
afterEach(() => stand.close());

const photo = (uri: string, capturedAt: number): Evidence => ({ kind: 'SNAPSHOT', uri, capturedAt });
const merge = (duplicateOf = OTHER, change = {}) => stand.feedback('DUPLICATE_OF', { duplicateOf, ...change });
const byKey = (key: string) => stand.cases.rows.openByKey(stand.records.read, key)?.caseNo;

test('occurrences, devices, evidence and open episodes move to the other case', async () => {
  await merge();
  expect(stand.now(OTHER)).toMatchObject({
    ...{ occurrences: 5, severity: 1, firstAt: 50, lastAt: 900, devices: ['acme/s2', 'acme/s3', 'acme/s1'] },
    ...{ activeEpisodes: ['mine-1'], evidence: [photo('/other', 100), photo('/mine', 900)], step: 1 },
  });
  expect(stand.now(OTHER), 'what is in alarm again is not cleared').not.toHaveProperty('clearedAt');
  expect(stand.now()).toMatchObject({ step: 6, subState: 'MERGED', mergedInto: OTHER, activeEpisodes: [] });
  expect(stand.types().slice(2)).toEqual(['updated', 'closed']);
  expect(stand.timers()).toEqual([`disposal-deadline:${OTHER}`, `response-deadline:${OTHER}`]);
});

test('later alarms of its key join the other case; its clear finds its episode there', async () => {
  await merge();
  expect([byKey('mine'), byKey('other')]).toEqual([OTHER, OTHER]);
});

test('a chain of merges ends in one case', async () => {
  await merge();
  await stand.put(sampleCase({ caseNo: '2512S0000003', attachKey: 'third' }));
  await merge('2512S0000003', { caseNo: OTHER });
  expect([byKey('mine'), byKey('other'), byKey('third')]).toEqual(Array(3).fill('2512S0000003'));
  await stand.put(sampleCase({ caseNo: '2512S0000004', attachKey: 'fourth' }));
  await merge(caseNo, { caseNo: '2512S0000004' });
  expect(stand.now('2512S0000004').mergedInto, 'the one it goes on in').toBe('2512S0000003');
});

test('it cannot be merged into itself on a detour, into an archived case, nor across the line of restricted cases', async () => {
  await merge();
  await expect(merge(caseNo, { caseNo: OTHER })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
    path: 'duplicateOf',
  });
  await stand.put(sampleCase({ caseNo: '2512S0000003', attachKey: 'k3', restricted: true }));
  await expect(merge('2512S0000003', { caseNo: OTHER })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  await stand.put(sampleCase({ caseNo: '2512S0000004', attachKey: 'k4', closedAt: 5, subState: 'ARCHIVED' }));
  await expect(merge('2512S0000004', { caseNo: OTHER })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  expect(stand.now(OTHER).subState).toBe('RAISED');
});

test('when the other case is closed, the newest closed one of the key is that one', async () => {
  await merge();
  await stand.feedback('FALSE_ALARM', { caseNo: OTHER });
  const { read } = stand.records;
  expect(byKey('mine')).toBeUndefined();
  expect(stand.cases.rows.lastClosedByKey(read, 'mine')?.caseNo).toBe(OTHER);
  expect(stand.cases.rows.lastClosedByKey(read, 'other')?.caseNo).toBe(OTHER);
});

test('an organisation merges into cases that are its business only', async () => {
  await stand.put(sampleCase({ caseNo: '2512S0000003', attachKey: 'k3', orgCode: 'elsewhere' }));
  const feedback = { feedbackId: 'x', caseNo, type: 'DUPLICATE_OF', at: stand.clock.now() } as const;
  await expect(
    stand.cases.applyFeedback({ ...feedback, duplicateOf: '2512S0000003' }, { orgCode: 'lianhu' }),
  ).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' });
});

test('what a case names stays bounded: first devices, first and newest evidence, newest episodes', () => {
  const many = (count: number, of: string) => Array.from({ length: count }, (_, i) => `${of}-${i}`);
  const all = joined(
    sampleCase({ devices: many(40, 'a'), activeEpisodes: many(150, 'a') }),
    sampleCase({ devices: many(40, 'b'), activeEpisodes: many(150, 'b') }),
  );
  expect([all.devices.length, all.devices.at(-1)]).toEqual([50, 'b-9']);
  expect([all.activeEpisodes.length, all.activeEpisodes.at(-1)]).toEqual([200, 'b-149']);
  const photos = Array.from({ length: 30 }, (_, i) => photo(`/${i}`, i));
  const kept = withEvidence(photos.slice(0, 15), photos.slice(10));
  expect([kept.length, kept[0]?.uri, kept[1]?.uri, kept.at(-1)?.uri]).toEqual([20, '/0', '/11', '/29']);
});
