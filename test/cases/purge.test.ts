import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RESTRICTED_TTL } from '../../gateway/cases/purge.ts';
import { startHousekeeping } from '../../gateway/housekeeping.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Case } from '../../gateway/model/case.ts';
import { insertDecision } from '../../gateway/pipeline/candidate-row.ts';
import { candidate } from '../pipeline/city.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const DAY = 86_400_000;
const CANARY = 'canary-4711';
let stand: CaseStand;

beforeEach(() => {
  stand = openCaseStand();
});
afterEach(() => stand.close());

/** A case with everything that can hang on one, each with the canary in it. */
async function put(caseNo: string, change: Partial<Case> = {}): Promise<void> {
  await stand.put(
    sampleCase({
      caseNo,
      attachKey: `${CANARY}-${caseNo}`,
      evidence: [{ kind: 'CLIP', uri: `/${CANARY}`, capturedAt: 0 }],
      restricted: true,
      ...change,
    }),
  );
  await stand.feedback('ACCEPTED', { caseNo, note: CANARY });
  await stand.records.write((tx) => {
    insertDecision(
      tx,
      candidate({ candidateId: caseNo, source: CANARY }),
      { outcome: 'opened', caseNo },
      { now: stand.clock.now(), restricted: change.restricted ?? true },
    );
    tx.run(`INSERT INTO case_member VALUES (?, 'e', ?, 0, 0)`, `${CANARY}-${caseNo}`, caseNo);
    tx.run(`INSERT INTO merged_key VALUES (?, ?)`, `${CANARY}-merged-${caseNo}`, caseNo);
  });
}

const close = (caseNo: string) => stand.feedback('FALSE_ALARM', { caseNo, reason: CANARY });

/** Every row of every table that names the case or the canary. */
function traces(word: string): string[] {
  const tables = stand.records.read.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  return tables.flatMap(({ name }) =>
    stand.records.read
      .all<Record<string, unknown>>(`SELECT * FROM ${name}`)
      .filter((row) =>
        Object.values(row).some((value) =>
          (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)).includes(word),
        ),
      )
      .map(() => name),
  );
}

const purge = (days: number) => stand.cases.purge.cases(stand.clock.now() - days * DAY, 500);

describe('a restricted case', () => {
  test('is forgotten whole, thirty days after it was closed', async () => {
    await put('R1');
    await close('R1');
    stand.clock.advance(stand.clock.now() + 30 * DAY);
    expect(await purge(30)).toBe(0);
    stand.clock.advance(stand.clock.now() + 1);
    expect(traces(CANARY).length).toBeGreaterThan(8);
    expect(await purge(30)).toBe(1);
    expect(traces(CANARY)).toEqual([]);
    expect(traces('R1')).toEqual([]);
    expect(stand.cases.get('R1')).toBeUndefined();
  });

  test('stays while it is open, and while a receiver waits for its events', async () => {
    await put('R1');
    await put('R2');
    await close('R2');
    await stand.records.write((tx) => {
      tx.run(`INSERT INTO receiver VALUES ('r', 0, 0, '{}')`);
      tx.run(
        `INSERT INTO delivery (receiver_id, sequence, case_no, state, due_at) VALUES ('r', 3, 'R2', 'pending', 0)`,
      );
    });
    stand.clock.advance(stand.clock.now() + 400 * DAY);
    expect(await purge(30)).toBe(0);
    await stand.records.write((tx) => tx.run(`UPDATE delivery SET state = 'failed', done_at = 1`));
    expect(await purge(30)).toBe(1);
    expect(stand.cases.list({ restricted: true }).items.map(({ caseNo }) => caseNo)).toEqual(['R1']);
  });

  test('goes alone: other cases stay, and the order of events with its gap', async () => {
    await put('R1');
    await put('N1', { restricted: false });
    await close('R1');
    await close('N1');
    stand.clock.advance(stand.clock.now() + 31 * DAY);
    expect(await purge(30)).toBe(1);
    expect(stand.cases.events.read(0, 10).map(({ sequence, caseNo }) => [sequence, caseNo])).toEqual([
      [3, 'N1'],
      [4, 'N1'],
      [6, 'N1'],
    ]);
    expect(stand.cases.ledger('N1').verdict.intact).toBe(true);
    await put('N2', { restricted: false });
    expect(stand.cases.events.read(6, 1)[0]?.sequence, 'no sequence is given twice').toBe(7);
  });
});

test('candidates of restricted cases go after a week, also while their case is open; others stay', async () => {
  await put('R1');
  await put('N1', { restricted: false });
  stand.clock.advance(stand.clock.now() + 7 * DAY + 1);
  expect(await stand.cases.purge.candidates(stand.clock.now() - 7 * DAY, 500)).toBe(1);
  expect(stand.cases.caseHistory('R1')?.candidates).toEqual([]);
  expect(stand.cases.caseHistory('N1')?.candidates).toHaveLength(1);
});

test('candidates of restricted categories that became no case go after a week, too; held ones stay', async () => {
  const now = stand.clock.now();
  await stand.records.write((tx) => {
    for (const [candidateId, decision, restricted] of [
      ['dropped', { outcome: 'suppressed', reason: 'MAINTENANCE' }, true],
      ['held', { outcome: 'held', reason: 'AWAIT_CONFIRM' }, true],
      ['open', { outcome: 'suppressed', reason: 'MAINTENANCE' }, false],
    ] as const)
      insertDecision(tx, candidate({ candidateId, source: candidateId }), decision, { now, restricted });
  });
  stand.clock.advance(now + 7 * DAY + 1);
  expect(await stand.cases.purge.candidates(stand.clock.now() - 7 * DAY, 500)).toBe(1);
  const left = stand.records.read.all<{ id: string }>('SELECT candidate_id AS id FROM candidate ORDER BY id');
  expect(left.map(({ id }) => id)).toEqual(['held', 'open']);
});

test('the chores of the house do it, in batches', async () => {
  for (const no of ['R1', 'R2', 'R3']) {
    await put(no);
    await close(no);
  }
  stand.clock.advance(stand.clock.now() + 31 * DAY);
  let rounds = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const housekeeping = startHousekeeping({
    chores: [
      {
        name: 'restricted cases',
        retention: RESTRICTED_TTL.cases,
        prune: (before) => stand.cases.purge.cases(before, 2),
      },
    ],
    paused: () => false,
    clock: {
      now: stand.clock.now,
      wait: async (ms, signal) => {
        if (ms >= 3_600_000 && ++rounds > 1) resolve();
        if (rounds > 1) await new Promise<void>((done) => signal?.addEventListener('abort', () => done()));
      },
    },
    ...{ log: silentLog(), metrics: createMetrics() },
  });
  await promise;
  await housekeeping.stop();
  expect(stand.cases.list({ restricted: true }).items).toEqual([]);
});
