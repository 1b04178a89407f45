import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { stepClock } from '../gateway/clock.ts';
import { type Chore, startHousekeeping } from '../gateway/housekeeping.ts';
import { openSeal } from '../gateway/inbox/seal.ts';
import { openDeadLetters } from '../gateway/ingest/dead-letters.ts';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { pruneCandidates } from '../gateway/pipeline/candidate-row.ts';
import { openDatabase } from '../gateway/records/connection.ts';
import { openRecords } from '../gateway/records/records.ts';
import { identity } from './support/identity.ts';
import { testDir } from './support/test-dir.ts';

const NOW = 1_764_720_000_000;
const DAY = 86_400_000;

/** Housekeeping whose waits end at once, until `rounds` hours were waited for. */
async function keepHouse(chores: readonly Chore[], rounds: number, paused = () => false) {
  const metrics = createMetrics();
  const waits: number[] = [];
  await new Promise<void>((resolve) => {
    let left = rounds;
    const clock = {
      now: () => NOW,
      async wait(ms: number, signal?: AbortSignal) {
        waits.push(ms);
        if (ms !== 3_600_000 || --left > 0) return;
        resolve();
        await new Promise((stopped) => signal?.addEventListener('abort', stopped));
      },
    };
    const housekeeping = startHousekeeping({ chores, paused, clock, log: silentLog(), metrics });
    onTestFinished(() => housekeeping.stop());
  });
  return {
    waits,
    pruned: async () => (await metrics.registry.getSingleMetric('gridwarden_pruned_total')?.get())?.values,
  };
}

it('works in batches with pauses, keeps each retention, and tries again what failed', async () => {
  const asked: number[] = [];
  let left = 1_200;
  const { waits, pruned } = await keepHouse(
    [
      { name: 'broken', retention: DAY, prune: () => Promise.reject(new Error('the disk is full')) },
      {
        name: 'rows',
        retention: 30 * DAY,
        async prune(before, limit) {
          asked.push((NOW - before) / DAY);
          const removed = Math.min(limit, left);
          left -= removed;
          return removed;
        },
      },
    ],
    2,
  );
  expect(asked).toEqual([30, 30, 30, 30]);
  expect(waits).toEqual([60_000, 50, 50, 50, 3_600_000, 50, 3_600_000]);
  expect(await pruned()).toEqual([{ labels: { what: 'rows' }, value: 1_200 }]);
});

it('removes nothing while paused', async () => {
  let calls = 0;
  await keepHouse([{ name: 'rows', retention: DAY, prune: async () => ++calls }], 1, () => true);
  expect(calls).toBe(0);
});

it('forgets candidates of cases that were closed long ago, and of none; never of open ones', async () => {
  const records = openRecords(openDatabase(join(testDir(), 'records.sqlite')), stepClock(NOW));
  onTestFinished(() => records.close());
  const old = NOW - 500 * DAY;
  await records.write((tx) => {
    const record = (no: string, open: number, updated: number) =>
      tx.run(
        `INSERT INTO case_record (case_no, attach_key, open, category, grid_code, org_code, step, sub_state, severity, raised_at,
           updated_at, body) VALUES (?, ?, ?, 'E0498', 'g', 'o', 1, 'RAISED', 1, ?, ?, '{}')`,
        no,
        no,
        open,
        old,
        updated,
      );
    record('open', 1, old);
    record('closed', 0, old);
    record('closed-late', 0, NOW - DAY);
    for (const [id, caseNo, at] of [
      ['open', 'open', old],
      ['closed', 'closed', old],
      ['closed-late', 'closed-late', old],
      ['suppressed', null, old],
      ['young', null, NOW - DAY],
    ] as const)
      tx.run(
        `INSERT INTO candidate (candidate_id, type, outcome, reason, case_no, at, decided_at, body)
         VALUES (?, 'raise', 'opened', NULL, ?, ?, ?, x'00')`,
        id,
        caseNo,
        at,
        at,
      );
  });
  const before = NOW - 400 * DAY;
  expect([await pruneCandidates(records, before, 1), await pruneCandidates(records, before, 10)]).toEqual([1, 1]);
  const left = records.read.all<{ id: string }>('SELECT candidate_id AS id FROM candidate ORDER BY id');
  expect(left.map(({ id }) => id)).toEqual(['closed-late', 'open', 'young']);
});

it('forgets old dead letters and then their keys', async () => {
  const folder = testDir();
  const records = openRecords(openDatabase(join(folder, 'records.sqlite')), stepClock(NOW));
  onTestFinished(() => records.close());
  const letters = openDeadLetters({ records, seal: openSeal(join(folder, 'keys')) });
  const rejected = [40, 39, 2].map((days, frame) => ({
    message: {
      ...{ position: { commit: 1, frame }, receivedAt: NOW - days * DAY, transport: 'mqtt' as const, vendor: 'a' },
      ...{ device: 'b', topic: 't', payload: Buffer.from('{oops'), qos: 1 as const, retain: false, dup: false },
    },
    device: {
      ...{ deviceId: 'a/b', vendor: 'a', device: 'b', typeId: 'smoke', mobility: 'FIXED' as const },
      ...{ siteClass: 'ORDINARY' as const, simulated: false },
    },
    ...{ observations: [], identity: identity(), identityNeedsDup: true },
    rejection: { code: 'PAYLOAD_NOT_JSON' as const, detail: 'not JSON' },
  }));
  await letters.keep(rejected);
  expect([await letters.prune(NOW - 30 * DAY, 1), await letters.prune(NOW - 30 * DAY, 5), letters.count()]).toEqual([
    1, 1, 1,
  ]);
  const kept = letters.list({ limit: 10 }).map(({ deadLetterId }) => deadLetterId);
  expect(kept.map((id) => Buffer.from(letters.arrival(id)?.payload ?? '').toString())).toEqual(['{oops']);
});
