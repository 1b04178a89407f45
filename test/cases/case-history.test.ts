import { afterEach, beforeEach, expect, test } from 'vitest';
import { candidate, MINUTE, openStand, START, type Stand } from '../pipeline/city.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';

let dir: TempDir;
let stand: Stand;

beforeEach(() => {
  dir = tempDir('history');
  stand = openStand({ file: `${dir.path}/records.sqlite` });
});
afterEach(async () => {
  await stand.close();
  dir.remove();
});

test('how a case was made: candidates with their inputs, events with their reasons, feedback', async () => {
  const verdict = { ruleId: 'r', ruleVersion: '7', episode: 3, inputs: { smoke: 0.12, on: true, why: 'dwell' } };
  await stand.decide(candidate({ candidateId: 'a', verdict, commit: 4711, frame: 5 }));
  await stand.decide(candidate({ candidateId: 'b', type: 'clear', verdict, at: START + MINUTE }));
  const { caseNo } = stand.one();
  await stand.feedback('ACCEPTED', caseNo, { feedbackId: 'f', dept: 'fire' });
  const history = stand.cases.caseHistory(caseNo);
  expect(history?.candidates).toEqual([
    {
      candidateId: 'a',
      type: 'raise',
      outcome: 'opened',
      at: START,
      decidedAt: START,
      deviceId: 'acme/s1',
      source: 'smoke',
      rule: { id: 'r', version: '7', episode: 3, inputs: { smoke: 0.12, on: true, why: 'dwell' } },
      position: { commit: 4711, frame: 5 },
    },
    expect.objectContaining({ candidateId: 'b', type: 'clear', outcome: 'cleared' }),
  ]);
  expect(history?.events.map(({ sequence, type, reason }) => [sequence, type, reason])).toEqual([
    [1, 'raised', 'r on acme/s1 (smoke 0.12, on true, why dwell)'],
    [2, 'cleared', 'no longer in alarm: r on acme/s1 (smoke 0.12, on true, why dwell)'],
    [3, 'updated', 'accepted by fire'],
  ]);
  expect(history?.feedback).toEqual([
    { feedbackId: 'f', caseNo, type: 'ACCEPTED', at: START, dept: 'fire', receivedAt: START },
  ]);
  expect(stand.cases.caseHistory('none')).toBeUndefined();
});

test('the accounts of candidates add up to the rows', async () => {
  const none = stand.cases.candidateAccounts();
  expect(none).toEqual({ opened: 0, attached: 0, reopened: 0, cleared: 0, suppressed: {}, held: {}, decided: 0 });
  await stand.decide(
    candidate(),
    candidate({ episode: 2 }),
    candidate({ type: 'clear', episode: 2 }),
    candidate({ type: 'clear', episode: 9 }),
    candidate({ category: 'E9999' }),
  );
  const { caseNo } = stand.one();
  await stand.feedback('REJECTED', caseNo);
  await stand.decide(candidate({ episode: 3 }));
  expect(stand.cases.candidateAccounts()).toEqual({
    opened: 1,
    attached: 1,
    reopened: 1,
    cleared: 1,
    suppressed: { CATEGORY_UNKNOWN: 1, EPISODE_NOT_ACTIVE: 1 },
    held: {},
    decided: 6,
  });
  expect(stand.records.read.get<{ n: number }>('SELECT count(*) AS n FROM candidate')?.n).toBe(6);
});
