import { expect, test } from 'vitest';
import type { ReceivedCase } from '../../simulators/desk.ts';
import { scorecard as judgeRun, percentile } from '../../simulators/scorecard.ts';
import type { Expected, Truth } from '../../simulators/truth.ts';

const scorecard = (run: Parameters<typeof judgeRun>[0]) => judgeRun(run).scorecard;

const expected = (over: Partial<Expected> = {}): Expected => ({
  incident: 'fire',
  deviceId: 'lab/smoke-001',
  deviceIds: [over.deviceId ?? 'lab/smoke-001'],
  category: 'E0498',
  grid: 'S1',
  severity: undefined,
  within: 10_000,
  complete: { at: 1000, machine: 100 },
  ...over,
});

const received = (over: Partial<ReceivedCase> = {}): ReceivedCase => ({
  caseNo: '2606S0000001',
  categoryCode: 'E0498',
  categoryName: { zh: '火灾', en: 'Fire' },
  severity: 1,
  worstSeverity: 1,
  subState: 'RAISED',
  kind: 'ALARM',
  orgCode: 'S',
  gridCode: 'S1',
  responsibleDept: 'fire',
  responseDeadline: new Date(182_000).toISOString(),
  disposalDeadline: new Date(7_202_000).toISOString(),
  raisedAt: 2000,
  receivedMachine: 130,
  devices: ['lab/smoke-001'],
  evidence: [],
  events: ['raised'],
  ...over,
});

const statistics = { events: 1, redelivered: 0, forged: 0, unreadable: 0, outOfOrder: [] };
const balanced = { balanced: true, differences: [], pending: 0, books: {} };
const judge = (wanted: readonly Expected[], cases: readonly ReceivedCase[], outOfOrder: string[] = []) => {
  const truth: Truth = { reach() {}, said() {}, called() {}, expected: () => wanted, harmless: [] };
  return scorecard({ truth, cases, statistics: { ...statistics, outOfOrder }, audit: balanced });
};

test('a case for each expectation and no other passes', () => {
  expect(judge([expected()], [received()])).toMatchObject({
    expected: 1,
    raised: 1,
    missed: 0,
    false: 0,
    duplicated: 0,
    wrongGrid: 0,
    wrongCategory: 0,
    latencyMs: { p50: 30, p95: 30, p99: 30 },
    passed: true,
  });
});

test.each<[string, Expected, ReceivedCase[], object]>([
  ['nothing came', expected(), [], { missed: 1 }],
  ['it came too late', expected(), [received({ raisedAt: 11_001 })], { missed: 1, false: 0 }],
  ['it came before its condition was complete', expected(), [received({ raisedAt: 999 })], { missed: 1, false: 1 }],
  ['the condition never was complete', expected({ complete: undefined }), [received()], { missed: 1, false: 1 }],
  ['it came twice', expected(), [received(), received({ caseNo: '2606S0000002' })], { duplicated: 1, missed: 0 }],
  ['another device', expected(), [received({ devices: ['lab/gas-001'] })], { missed: 1, false: 1 }],
  ['another grid', expected(), [received({ gridCode: 'S2' })], { wrongGrid: 1, missed: 0 }],
  ['another category', expected(), [received({ categoryCode: 'E0403' })], { wrongCategory: 1, missed: 0, false: 0 }],
  ['its deadline is another', expected({ responseIn: 300_000 }), [received()], { wrongDeadline: 1, missed: 0 }],
  ['it is of another kind', expected({ kind: 'WARNING' }), [received()], { missed: 0 }],
  ['it went elsewhere', expected({ orgCode: 'T' }), [received()], { missed: 0 }],
  ['not serious enough', expected({ severity: 1 }), [received({ worstSeverity: 3 })], { wrongSeverity: 1 }],
])('fails when %s', (_what, wanted, cases, counts) => {
  expect(judge([wanted], cases)).toMatchObject({ ...counts, passed: false });
});

test('a scenario may ask for less than everything', () => {
  const run = {
    truth: { reach() {}, said() {}, called() {}, expected: () => [expected()], harmless: [] },
    cases: [received(), received({ caseNo: '2606S0000002', categoryCode: 'E0490', devices: ['lab/bin-001'] })],
    statistics,
    audit: balanced,
  };
  const criteria = { recall: 1, falseShare: 0.5, duplicated: 0 };
  expect(judgeRun(run).scorecard.passed).toBe(false);
  expect(judgeRun({ ...run, criteria }).scorecard.passed).toBe(true);
  expect(judgeRun({ ...run, criteria: { ...criteria, latencyP95: 29 } }).scorecard).toMatchObject({
    findings: [{ kind: 'false' }, { kind: 'latency' }],
    passed: false,
  });
});

test('a case of something harmless is false, also on a device that had a case of its own hours before', () => {
  const harmless = [{ incident: 'headlights', deviceIds: ['lab/smoke-001'], from: 9_000 }];
  const again = (raisedAt: number) => received({ caseNo: '2606S0000002', raisedAt });
  const judged = (raisedAt: number) =>
    judgeRun({
      truth: { reach() {}, said() {}, called() {}, expected: () => [expected()], harmless },
      ...{ cases: [received(), again(raisedAt)], statistics, audit: balanced },
    }).scorecard;
  expect(judged(9_500)).toMatchObject({ false: 1, duplicated: 0, falseShare: 0.5 });
  expect(judged(8_500)).toMatchObject({ false: 0, duplicated: 1 });
});

test('tells what became of lives at stake and of grids, and measures both', () => {
  const other = { deviceId: 'lab/bin-001', deviceIds: ['lab/bin-001'], category: 'C0305', incident: 'bin' };
  const wanted = [expected({ severity: 1 }), expected(other), expected({ incident: 'second fire', severity: 1 })];
  const bin = received({ caseNo: '2606S0000002', categoryCode: 'C0305', devices: ['lab/bin-001'], gridCode: 'S2' });
  const run = {
    truth: { reach() {}, said() {}, called() {}, expected: () => wanted, harmless: [] },
    ...{ cases: [received(), bin], statistics, audit: balanced },
  };
  const criteria = { recall: 0.6, falseShare: 0, duplicated: 0, grids: 0.5 };
  expect(judgeRun({ ...run, criteria }).scorecard).toMatchObject({
    ...{ lifeSafety: { expected: 2, recall: 0.5 }, grids: 0.5, falseShare: 0, passed: true },
  });
  expect(judgeRun({ ...run, criteria: { ...criteria, lifeSafety: 1 } }).scorecard.passed).toBe(false);
  expect(judgeRun({ ...run, criteria: { ...criteria, grids: 1 } }).scorecard.passed).toBe(false);
});

test('counts by category, and tells hits from what came for nothing', () => {
  const run = judgeRun({
    truth: {
      reach() {},
      said() {},
      called() {},
      expected: () => [
        expected({ responseIn: 180_000, disposalIn: 7_200_000 }),
        expected({ incident: 'leak', deviceId: 'lab/gas-001', category: 'E0403' }),
      ],
      harmless: [],
    },
    cases: [received(), received({ caseNo: '2606S0000002', categoryCode: 'E0490', devices: ['lab/bin-001'] })],
    statistics,
    audit: balanced,
  });
  expect(run.scorecard).toMatchObject({ recall: 0.5, precision: 0.5, wrongDeadline: 0 });
  expect(run.scorecard.classes).toMatchObject([
    { category: 'E0403', expected: 1, raised: 0, hit: 0, recall: 0, precision: 1 },
    { category: 'E0490', expected: 0, raised: 1, hit: 0, recall: 1, precision: 0 },
    { category: 'E0498', expected: 1, raised: 1, hit: 1, recall: 1, precision: 1, latencyMs: { p50: 30 } },
  ]);
  expect(run.outcomes.map(({ verdict, deviceId }) => [verdict, deviceId])).toEqual([
    ['false', 'lab/bin-001'],
    ['missed', 'lab/gas-001'],
    ['hit', 'lab/smoke-001'],
  ]);
});

test('fails when events overtook each other or the books do not balance', () => {
  expect(judge([expected()], [received()], ['a came after b'])).toMatchObject({ outOfOrder: 1, passed: false });
  const truth: Truth = { reach() {}, said() {}, called() {}, expected: () => [], harmless: [] };
  const audit = { ...balanced, balanced: false };
  expect(scorecard({ truth, cases: [], statistics, audit })).toMatchObject({ passed: false });
});

test('fails when a delivery was not signed or no case event', () => {
  const truth: Truth = { reach() {}, said() {}, called() {}, expected: () => [], harmless: [] };
  for (const wrong of [{ forged: 1 }, { unreadable: 1 }]) {
    const card = scorecard({ truth, cases: [], statistics: { ...statistics, ...wrong }, audit: balanced });
    expect(card).toMatchObject({ findings: [{ kind: 'delivery' }], passed: false });
  }
});

test('two expectations of one device and category are two cases', () => {
  const first = expected({ incident: 'Door1', deviceId: 'lab/block', category: 'E0495' });
  const second = { ...first, incident: 'Door2', complete: { at: 5000, machine: 200 } };
  const door = received({ devices: ['lab/block'], categoryCode: 'E0495' });
  const cases = [door, { ...door, caseNo: '2606S0000002', raisedAt: 5000, receivedMachine: 230 }];
  expect(judge([first, second], cases)).toMatchObject({ missed: 0, duplicated: 0, passed: true });
});

test('percentiles are nearest-rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.95, 0.99].map((share) => percentile(values, share))).toEqual([50, 95, 99]);
  expect(percentile([7], 0.5)).toBe(7);
  expect(percentile([], 0.99)).toBe(0);
});

test('a case of another matter at the same device does not take the place of the right one', () => {
  const other = received({ caseNo: '2606S0000002', categoryCode: 'E0490', raisedAt: 1500 });
  const card = judge([expected()], [other, received()]);
  expect(card).toMatchObject({ missed: 0, false: 1, wrongCategory: 0, duplicated: 0, passed: false });
  expect(card.findings).toMatchObject([{ kind: 'false', text: expect.stringContaining('2606S0000002') }]);
});

test('a case that came before it could is false, not a repetition of the one that came later', () => {
  const early = received({ caseNo: '2606S0000000', raisedAt: 500 });
  expect(judge([expected()], [early, received()])).toMatchObject({ missed: 0, false: 1, duplicated: 0, passed: false });
});

test.each([
  ['late', received({ raisedAt: 99_000 })],
  ['in another grid', received({ gridCode: 'S2' })],
  ['in another category', received({ categoryCode: 'E0403' })],
])('what came %s is no hit, and says why', (_what, came) => {
  const truth: Truth = { reach() {}, said() {}, called() {}, expected: () => [expected()], harmless: [] };
  const { outcomes } = judgeRun({ truth, cases: [came], statistics, audit: balanced });
  expect(outcomes).toMatchObject([
    { verdict: 'wrong', what: 'fire', findings: [expect.stringContaining('fire: case')] },
  ]);
});
