import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseRows } from '../../gateway/cases/case-rows.ts';
import { createOutbox } from '../../gateway/cases/outbox.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

test('events in commit order without gaps, though transactions fail between them', async () => {
  const { events } = stand.cases;
  expect([events.head(), events.read(0, 10)]).toEqual([0, []]);
  const writes = Array.from({ length: 20 }, (_, i) =>
    stand.records.write((tx) => {
      const subject = sampleCase({ caseNo: `case-${i}`, attachKey: `k${i}` });
      caseRows.insert(tx, subject, 0);
      caseRows.append(tx, { type: 'raised', case: subject, at: i, reason: `no ${i}` });
      if (i % 3 === 0) throw new Error('rolled back');
    }),
  );
  await Promise.allSettled(writes);
  const all = events.read(0, 100);
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
  expect(all).toHaveLength(13);
  expect(all[0]).toEqual({
    sequence: 1,
    type: 'raised',
    caseNo: 'case-1',
    at: 1,
    case: sampleCase({ caseNo: 'case-1', attachKey: 'k1' }),
    reason: 'no 1',
  });
  expect(events.read(11, 100).map(({ sequence }) => sequence)).toEqual([12, 13]);
  expect(events.read(0, 2)).toHaveLength(2);
  expect(events.head()).toBe(13);
});

test('listeners are told after new events are on disk, and of nothing else', async () => {
  const heads: number[] = [];
  const outbox = createOutbox(stand.records);
  const unsubscribe = outbox.onAppend(() => heads.push(outbox.head()));
  await stand.put(sampleCase());
  await stand.records.write((tx) => tx.run(`INSERT INTO meta (key, value) VALUES ('x', 'y')`));
  await stand.feedback('ACCEPTED');
  unsubscribe();
  await stand.feedback('DISPOSED');
  expect(heads).toEqual([1, 2]);
});

test('an event is none before it is on disk', async () => {
  const outbox = createOutbox(stand.records);
  const seen: number[][] = [];
  const written = stand.records.write((tx) => {
    caseRows.insert(tx, sampleCase(), 0);
    caseRows.append(tx, { type: 'raised', case: sampleCase(), at: 1 });
    queueMicrotask(() => seen.push([outbox.head(), outbox.read(0, 10).length]));
  });
  await written;
  expect(seen).toEqual([[0, 0]]);
  expect([outbox.head(), outbox.read(0, 10).length]).toEqual([1, 1]);
});

test('an event keeps the case as it was then', async () => {
  await stand.put(sampleCase());
  await stand.feedback('ACCEPTED');
  expect(stand.cases.events.read(0, 10).map((event) => event.case.subState)).toEqual(['RAISED', 'ACCEPTED']);
});
