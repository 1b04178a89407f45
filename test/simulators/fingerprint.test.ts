import { expect, test } from 'vitest';
import { fingerprintOf } from '../../simulators/fingerprint.ts';
import type { Outcome } from '../../simulators/pairing.ts';
import type { Judged, Scorecard } from '../../simulators/scorecard.ts';

const card: Scorecard = {
  ...{ expected: 2, raised: 2, missed: 0, false: 0, duplicated: 0, wrongGrid: 0, wrongCategory: 0, wrongSeverity: 0 },
  ...{ wrongDeadline: 0, outOfOrder: 0, recall: 1, precision: 1, latencyMs: { p50: 30, p95: 30, p99: 30 } },
  ...{ lifeSafety: { expected: 1, recall: 1 }, grids: 1, falseShare: 0, classes: [], findings: [], passed: true },
  accounts: { balanced: true, differences: [], books: { received: 10 } },
  dispatch: { events: 2, redelivered: 0, closed: 2 },
};
const hit = (over: Partial<Outcome> = {}): Outcome => ({
  ...{ verdict: 'hit', what: 'fire', category: 'E0498', deviceId: 'lab/smoke-001', raisedAt: 5, latencyMs: 12 },
  ...over,
});
const judged = (outcomes: Outcome[], over: Partial<Scorecard> = {}): Judged => ({
  scorecard: { ...card, ...over },
  outcomes,
});

test('a slower machine, other case numbers and another order leave the same fingerprint', () => {
  const once = fingerprintOf(judged([hit({ caseNo: '1' }), hit({ what: 'gas', caseNo: '2' })]), 10);
  const slower = { latencyMs: { p50: 99, p95: 99, p99: 99 }, dispatch: { events: 2, redelivered: 3, closed: 2 } };
  const again = judged([hit({ what: 'gas', caseNo: '1', latencyMs: 80 }), hit({ caseNo: '2' })], slower);
  expect(fingerprintOf(again, 10)).toBe(once);
  expect(once).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  ['another verdict', judged([hit({ verdict: 'missed' })]), 10],
  ['another instant', judged([hit({ raisedAt: 6 })]), 10],
  ['another count', judged([hit()], { wrongGrid: 1 }), 10],
  ['books that do not balance', judged([hit()], { accounts: { ...card.accounts, balanced: false } }), 10],
  ['other traffic', judged([hit()]), 11],
])('%s gives another fingerprint', (_what, run, messages) => {
  expect(fingerprintOf(run, messages)).not.toBe(fingerprintOf(judged([hit()]), 10));
});
