import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { junitReport } from '../../simulators/junit.ts';
import type { Outcome } from '../../simulators/pairing.ts';
import { htmlReport, type Reported } from '../../simulators/report.ts';
import type { Scorecard } from '../../simulators/scorecard.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const scorecard: Scorecard = {
  ...{ expected: 2, raised: 2, missed: 1, false: 1, duplicated: 0, wrongGrid: 0, wrongCategory: 0, wrongSeverity: 0 },
  ...{ wrongDeadline: 0, outOfOrder: 0, recall: 0.5, precision: 0.5, latencyMs: { p50: 30, p95: 30, p99: 30 } },
  ...{ lifeSafety: { expected: 1, recall: 1 }, grids: 1, falseShare: 0.5 },
  accounts: { balanced: true, differences: [], books: {} },
  dispatch: { events: 2, redelivered: 0, closed: 0 },
  classes: [],
  findings: [{ kind: 'missed', text: 'leak <b>: no E0403 for lab/gas-001' }],
  passed: false,
};
const outcomes: Outcome[] = [
  {
    verdict: 'hit',
    what: 'fire',
    category: 'E0498',
    deviceId: 'lab/smoke-001',
    caseNo: '1',
    raisedAt: 90_000,
    latencyMs: 30,
  },
  {
    ...{ verdict: 'missed', what: 'leak <b>', category: 'E0403', deviceId: 'lab/gas-001', complete: 30_000 },
    findings: ['leak <b>: no E0403 for lab/gas-001'],
  },
  { verdict: 'false', what: '', category: 'E0490', deviceId: 'lab/smoke-002', caseNo: '2', raisedAt: 60_000 },
];
const run: Reported = {
  ...{
    title: 'A "small" day',
    seed: 3,
    start: 0,
    end: 120_000,
    messages: 10,
    fingerprint: 'f00d',
    wallMs: 1_500,
    scorecard,
    outcomes,
  },
  fleet: placeFleet(smallScenario(), twoGrids),
  grids: twoGrids,
};

function wellFormed(text: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => expect.fail(error.message));
  parser.write(text).close();
}

test('the page shows every outcome once on the timeline and once on the map, and needs nothing from elsewhere', () => {
  const page = htmlReport(run);
  for (const what of ['hit · fire', 'missed · leak &#60;b&#62;', 'false · E0490'])
    expect(page.split(`<title>${what}`)).toHaveLength(3);
  expect(page).toContain('failed ✗');
  expect(page).not.toMatch(/https?:\/\/|<script|leak <b>/);
  for (const svg of page.match(/<svg.*?<\/svg>/gs) ?? []) wellFormed(svg);
});

test('JUnit names what failed', () => {
  const xml = junitReport([run]);
  wellFormed(xml);
  expect(xml).toContain('tests="4" failures="2"');
  expect(xml).toContain('<testcase classname="E0498" name="fire (lab/smoke-001)" time="0.0300"/>');
  expect(xml).toMatch(
    /name="leak &#60;b&#62; \(lab\/gas-001\)"><failure message="missed; leak &#60;b&#62;: no E0403 for lab\/gas-001"\/>/,
  );
});

test('a case that came too late is neither green on the page nor passed in JUnit, and is told once', () => {
  const [hit] = outcomes;
  if (!hit) throw new Error('no outcome');
  const text = 'fire: case 1 came 99 s after it could, allowed are 30 s';
  const late: Outcome = { ...hit, verdict: 'wrong', findings: [text], categoryName: { zh: '火灾', en: 'fire' } };
  const findings = [{ kind: 'late' as const, text }];
  const judged = { ...run, outcomes: [late], scorecard: { ...scorecard, findings } };
  const xml = junitReport([judged]);
  wellFormed(xml);
  expect(xml).toContain('tests="2" failures="1"');
  expect(xml).toContain(`time="0.0300"><failure message="wrong; ${text}"/>`);
  const page = htmlReport(judged);
  expect(page).toContain('<title>wrong · fire · E0498');
  expect(page).toContain('E0498 火灾 fire');
  expect(page).not.toContain('<title>hit · fire');
});

test("the page tells the city's time throughout", () => {
  expect(htmlReport(run)).toContain('1970-01-01 08:00:00 to 1970-01-01 08:02:00');
});
