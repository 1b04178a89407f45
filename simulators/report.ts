import { durationText } from './duration.ts';
import type { LabDevice } from './fleet.ts';
import type { GridMap } from './grid-map.ts';
import { timeText, wallText } from './lab-clock.ts';
import { escapeXml, histogram, type Mark, map, timeline } from './plots.ts';
import type { Outcome, Scorecard } from './scorecard.ts';

/** Everything a report says of a run. */
export interface Reported {
  readonly title: string;
  readonly seed: number;
  /** Epoch ms of the city. */
  readonly start: number;
  readonly end: number;
  readonly messages: number;
  /** Same text, same verdict. */
  readonly fingerprint: string;
  readonly wallMs: number;
  readonly scorecard: Scorecard;
  readonly outcomes: readonly Outcome[];
  readonly fleet: readonly LabDevice[];
  readonly grids: GridMap;
}

/** Rows of the timeline, marks on the map: of more, those that went wrong come first. */
const MAX_DRAWN = 2_000;

const LOOKS: Readonly<Record<Outcome['verdict'], { readonly shape: Mark['shape']; readonly colour: string }>> = {
  hit: { shape: 'disc', colour: '#1a7f37' },
  missed: { shape: 'cross', colour: '#cf222e' },
  false: { shape: 'triangle', colour: '#bc4c00' },
  duplicated: { shape: 'square', colour: '#8250df' },
};

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th,td{padding:.25rem .6rem;text-align:left;border-bottom:1px solid #d1d9e0}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}svg{width:100%;height:auto;border:1px solid #d1d9e0}svg text{font-size:11px;fill:#59636e}
.grid{stroke:#d1d9e0}.cell{fill:#f6f8fa;stroke:#afb8c1}.bar{fill:#0969da}.passed{color:#1a7f37}.failed{color:#cf222e}`;

const titleOf = ({ verdict, what, category, deviceId, caseNo, raisedAt }: Outcome) =>
  [verdict, what, category, deviceId, caseNo, raisedAt === undefined ? undefined : wallText(raisedAt)]
    .filter(Boolean)
    .join(' · ');

/** What went wrong first, so that a bound never hides it. */
const worstFirst = (outcomes: readonly Outcome[]) =>
  [...outcomes].sort((a, b) => Number(a.verdict === 'hit') - Number(b.verdict === 'hit')).slice(0, MAX_DRAWN);

function timelineOf({ outcomes, start, end }: Reported): string {
  const categories = [...new Set(outcomes.map(({ category }) => category))].sort();
  return timeline({
    ...{ from: start, to: end, tickText: wallText },
    rows: categories.map((category) => ({
      name: category,
      marks: worstFirst(outcomes)
        .filter((outcome) => outcome.category === category)
        .map((outcome) => ({
          ...LOOKS[outcome.verdict],
          at: outcome.raisedAt ?? outcome.complete ?? start,
          title: titleOf(outcome),
        })),
    })),
  });
}

function mapOf({ outcomes, fleet, grids }: Reported): string {
  const places = new Map(fleet.map(({ deviceId, position }) => [deviceId, position]));
  return map({
    outlines: grids.leaves.flatMap(({ polygons }) => polygons.flatMap(([outer]) => (outer ? [outer] : []))),
    marks: worstFirst(outcomes).flatMap((outcome) => {
      const point = places.get(outcome.deviceId);
      return point ? [{ ...LOOKS[outcome.verdict], point, title: titleOf(outcome) }] : [];
    }),
  });
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (tag: string) => (value: string | number, index: number) =>
    `<${tag}${index === 0 ? '' : ' class="n"'}>${escapeXml(String(value))}</${tag}>`;
  return `<table><thead><tr>${head.map(cell('th')).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`)
    .join('')}</tbody></table>`;
}

/** The run as one HTML page that needs nothing from anywhere: verdict, timeline, latency, map, classes, findings. */
export function htmlReport(run: Reported): string {
  const { scorecard: card, title, seed, start, end } = run;
  const verdict = card.passed ? '<span class="passed">passed ✓</span>' : '<span class="failed">failed ✗</span>';
  const counts: readonly (readonly [string, number])[] = [
    ['expected', card.expected],
    ['raised', card.raised],
    ['missed', card.missed],
    ['false', card.false],
    ['duplicated', card.duplicated],
    ['wrong grid', card.wrongGrid],
    ['wrong category', card.wrongCategory],
    ['wrong severity', card.wrongSeverity],
    ['wrong deadline', card.wrongDeadline],
    ['out of order', card.outOfOrder],
  ];
  const latencies = run.outcomes.flatMap(({ latencyMs }) => (latencyMs === undefined ? [] : [latencyMs]));
  const legend = Object.entries(LOOKS)
    .map(([name, { colour }]) => `<b style="color:${colour}">${name}</b>`)
    .join(', ');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeXml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeXml(title)}: ${verdict}</h1>
<p>Simulated; seed ${seed}, ${timeText(start)} to ${timeText(end)} (${durationText(end - start)}) in ${durationText(run.wallMs)}, ${run.fleet.length} devices, ${run.messages} messages. Fingerprint ${run.fingerprint}.
Recall ${(card.recall * 100).toFixed(2)} %, precision ${(card.precision * 100).toFixed(2)} %. Accounts ${card.accounts.balanced ? 'balanced' : 'do not balance'}.</p>
${table(
  counts.map(([name]) => name),
  [counts.map(([, value]) => value)],
)}
<h2>Timeline</h2><p>Times are UTC+8. ${legend}; hover for what it is.</p>${timelineOf(run)}
<h2>Latency, from knowing to webhook</h2><p>p50 ${card.latencyMs.p50} ms, p95 ${card.latencyMs.p95} ms, p99 ${card.latencyMs.p99} ms</p>${histogram(latencies)}
<h2>Map</h2>${mapOf(run)}
<h2>By category</h2>${table(
    ['category', 'expected', 'raised', 'hit', 'recall', 'precision', 'p50 ms', 'p95 ms', 'p99 ms'],
    card.classes.map(({ category, expected, raised, hit, recall, precision, latencyMs: { p50, p95, p99 } }) => [
      ...[category, expected, raised, hit, recall, precision, p50, p95, p99],
    ]),
  )}
<h2>Findings</h2>${card.findings.length === 0 ? '<p>None.</p>' : `<ul>${card.findings.map(({ kind, text }) => `<li><b>${kind}</b> ${escapeXml(text)}</li>`).join('')}</ul>`}
</html>
`;
}

/** The run as JUnit XML: one test case per thing that had to come, one for each that came for nothing, one for the books. */
export function junitReport(runs: readonly Pick<Reported, 'title' | 'wallMs' | 'scorecard' | 'outcomes'>[]): string {
  const suites = runs.map(({ title, wallMs, scorecard: card, outcomes }) => {
    const failure = (text: string) => `<failure message="${escapeXml(text)}"/>`;
    const cases = outcomes.map(({ verdict, what, category, deviceId, caseNo, latencyMs }) => {
      const name = what || `case ${caseNo ?? ''}`;
      const time = latencyMs === undefined ? '' : ` time="${(latencyMs / 1000).toFixed(4)}"`;
      const open = `<testcase classname="${category}" name="${escapeXml(`${name} (${deviceId})`)}"${time}`;
      return verdict === 'hit' ? `${open}/>` : `${open}>${failure(verdict)}</testcase>`;
    });
    // A hit can still be wrong in grid, severity or deadline: those findings stand for themselves.
    const wrong = card.findings
      .filter(({ kind }) => !['missed', 'false', 'duplicated'].includes(kind))
      .map(({ kind, text }) => `<testcase classname="findings" name="${kind}">${failure(text)}</testcase>`);
    const books = `<testcase classname="accounts" name="balanced"${card.accounts.balanced ? '/>' : `>${failure(card.accounts.differences.join('; '))}</testcase>`}`;
    const all = [...cases, ...wrong, books];
    const failures = all.filter((text) => text.includes('<failure')).length;
    return `<testsuite name="${escapeXml(title)}" tests="${all.length}" failures="${failures}" time="${wallMs / 1000}">\n${all.join('\n')}\n</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}
