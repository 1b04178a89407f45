import { durationText } from './duration.ts';
import type { LabDevice } from './fleet.ts';
import type { GridMap } from './grid-map.ts';
import { timeText, wallText } from './lab-clock.ts';
import type { Outcome } from './pairing.ts';
import { escapeXml, histogram, type Mark, map, markAlone, timeline } from './plots.ts';
import type { Scorecard } from './scorecard.ts';

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

/** Rows of the timeline and the table, marks on the map: of more, those that went wrong come first. */
const MAX_DRAWN = 2_000;

interface Look {
  readonly shape: Mark['shape'];
  readonly colour: string;
  readonly means: string;
}

const LOOKS: Readonly<Record<Outcome['verdict'], Look>> = {
  hit: { shape: 'disc', colour: 'var(--hit)', means: 'as it had to be' },
  wrong: { shape: 'ring', colour: 'var(--wrong)', means: 'came, but late or not as it had to be' },
  missed: { shape: 'cross', colour: 'var(--missed)', means: 'did not come' },
  false: { shape: 'triangle', colour: 'var(--false)', means: 'came without a cause' },
  duplicated: { shape: 'square', colour: 'var(--duplicated)', means: 'came once more' },
};

/** The page follows the reader's light or dark setting; what is wider than the screen scrolls by itself. */
const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#1f2328,#e6edf3);--paper:light-dark(#fff,#0d1117);--faint:light-dark(#59636e,#9198a1);--line:light-dark(#d1d9e0,#3d444d);--cell:light-dark(#f6f8fa,#151b23);--edge:light-dark(#afb8c1,#4d555e);--bar:light-dark(#0969da,#4493f8);
--hit:light-dark(#1a7f37,#3fb950);--wrong:light-dark(#9a6700,#d29922);--missed:light-dark(#cf222e,#f85149);--false:light-dark(#bc4c00,#f0883e);--duplicated:light-dark(#8250df,#ab7df8)}
body{font:15px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;min-width:40rem}th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}td.n{white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.plot{display:block;width:100%;min-width:40rem;height:auto;border:1px solid var(--line);box-sizing:border-box}.plot text{font-size:11px;fill:var(--faint)}
.mark{width:.9em;height:.9em;vertical-align:-.1em}.legend span{white-space:nowrap;margin-right:1em}.grid{stroke:var(--line)}.cell{fill:var(--cell);stroke:var(--edge)}.bar{fill:var(--bar)}.passed,.hit{color:var(--hit)}.failed,.missed{color:var(--missed)}.wrong{color:var(--wrong)}.false{color:var(--false)}.duplicated{color:var(--duplicated)}`;

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

/** The grids around the fleet, and where in them what came of the incidents. */
function mapOf({ outcomes, fleet, grids }: Reported): string {
  const places = new Map(fleet.map(({ deviceId, position }) => [deviceId, position]));
  const lons = fleet.map(({ position }) => position.lon);
  const lats = fleet.map(({ position }) => position.lat);
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [west, east, south, north] = [least(lons), most(lons), least(lats), most(lats)];
  const near = grids.leaves.filter(
    ({ box }) => box.west <= east && box.east >= west && box.south <= north && box.north >= south,
  );
  return map({
    outlines: near.flatMap(({ polygons }) => polygons.flatMap(([outer]) => (outer ? [outer] : []))),
    marks: worstFirst(outcomes).flatMap((outcome) => {
      const point = places.get(outcome.deviceId);
      return point ? [{ ...LOOKS[outcome.verdict], point, title: titleOf(outcome) }] : [];
    }),
  });
}

/** A table; columns named in `texts` are words and stand to the left, as the first one does. */
function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  texts: readonly string[] = [],
): string {
  const cell = (tag: string) => (value: string | number, index: number) =>
    `<${tag}${index === 0 || texts.includes(head[index] ?? '') ? '' : ' class="n"'}>${escapeXml(String(value))}</${tag}>`;
  return `<div class="wide"><table><thead><tr>${head.map(cell('th')).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`)
    .join('')}</tbody></table></div>`;
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

/** `E0498 火灾 fire` of every category that a case came in, else the code alone. */
function namesOf(outcomes: readonly Outcome[]): (category: string) => string {
  const names = new Map(
    outcomes.flatMap(({ category, categoryName: name }) =>
      name ? [[category, `${category} ${name.zh} ${name.en}`] as const] : [],
    ),
  );
  return (category) => names.get(category) ?? category;
}

/** Day and time in the city, UTC+8. */
const cityTime = (at: number) => `${timeText(at + 8 * 3_600_000).slice(0, 10)} ${wallText(at)}`;

function outcomesOf({ outcomes, start }: Reported): string {
  const nameOf = namesOf(outcomes);
  const when = ({ raisedAt, complete }: Outcome) => raisedAt ?? complete ?? start;
  const rows = worstFirst(outcomes)
    .toSorted((a, b) => when(a) - when(b))
    .map((outcome) => {
      const { verdict, what, category, deviceId, caseNo, raisedAt, latencyMs } = outcome;
      return [
        ...[verdict, what, nameOf(category), deviceId, caseNo ?? ''],
        raisedAt === undefined ? '' : wallText(raisedAt),
        latencyMs === undefined ? '' : latencyMs.toFixed(1),
      ];
    });
  return table(['', 'incident', 'category', 'device', 'case', 'raised', 'ms'], rows, [
    'incident',
    'category',
    'device',
  ]);
}

/** The run as one HTML page that needs nothing from anywhere: verdict, findings, timeline, cases, latency, map, classes. */
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
  const nameOf = namesOf(run.outcomes);
  const legend = Object.entries(LOOKS)
    .map(
      ([name, look]) =>
        `<span>${markAlone({ ...look, title: name })} <b class="${name}">${name}</b> ${look.means}</span>`,
    )
    .join(' ');
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeXml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeXml(title)}: ${verdict}</h1>
<p>Simulated; seed ${seed}, ${cityTime(start)} to ${cityTime(end)} (${durationText(end - start)}) in ${durationText(run.wallMs)}, ${run.fleet.length} devices, ${run.messages} messages. Fingerprint ${run.fingerprint}.
Recall ${percent(card.recall)}, precision ${percent(card.precision)}. Accounts ${card.accounts.balanced ? 'balanced' : 'do not balance'}. All times are UTC+8.</p>
${table(
  counts.map(([name]) => name),
  [counts.map(([, value]) => value)],
)}
<h2>Findings</h2>${card.findings.length === 0 ? '<p>None.</p>' : `<ul>${card.findings.map(({ kind, text }) => `<li><b>${kind}</b> ${escapeXml(text)}</li>`).join('')}</ul>`}
<h2>Timeline</h2><p class="legend">${legend}</p><div class="wide">${timelineOf(run)}</div>
<h2>What had to come, and what came</h2>${outcomesOf(run)}
<h2>Latency, from knowing to webhook</h2><p>p50 ${card.latencyMs.p50} ms, p95 ${card.latencyMs.p95} ms, p99 ${card.latencyMs.p99} ms</p><div class="wide">${histogram(latencies)}</div>
<h2>Map</h2><div class="wide">${mapOf(run)}</div>
<h2>By category</h2>${table(
    ['category', 'expected', 'raised', 'hit', 'recall', 'precision', 'p50 ms', 'p95 ms', 'p99 ms'],
    card.classes.map(({ category, expected, raised, hit, recall, precision, latencyMs: { p50, p95, p99 } }) => [
      ...[nameOf(category), expected, raised, hit],
      // Nothing had to come, or nothing came: a share of nothing says nothing.
      ...[expected === 0 ? '–' : percent(recall), raised === 0 ? '–' : percent(precision)],
      ...(hit === 0 ? ['–', '–', '–'] : [p50, p95, p99]),
    ]),
  )}
</html>
`;
}
