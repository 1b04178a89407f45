import { escapeXml } from './plots.ts';
import type { Reported } from './report.ts';

/** The run as JUnit XML: one test case per thing that had to come, one for each that came for nothing, one for the books. */
export function junitReport(runs: readonly Pick<Reported, 'title' | 'wallMs' | 'scorecard' | 'outcomes'>[]): string {
  const suites = runs.map(({ title, wallMs, scorecard: card, outcomes }) => {
    const failure = (text: string) => `<failure message="${escapeXml(text)}"/>`;
    const cases = outcomes.map(({ verdict, what, category, deviceId, caseNo, latencyMs, findings = [] }) => {
      const name = what || `case ${caseNo ?? ''}`;
      const time = latencyMs === undefined ? '' : ` time="${(latencyMs / 1000).toFixed(4)}"`;
      const open = `<testcase classname="${category}" name="${escapeXml(`${name} (${deviceId})`)}"${time}`;
      return verdict === 'hit' ? `${open}/>` : `${open}>${failure([verdict, ...findings].join('; '))}</testcase>`;
    });
    // What concerns no single case, such as the order of events, stands for itself.
    const told = new Set(outcomes.flatMap(({ findings = [] }) => findings));
    const wrong = card.findings
      .filter(({ text }) => !told.has(text))
      .map(({ kind, text }) => `<testcase classname="findings" name="${kind}">${failure(text)}</testcase>`);
    const books = `<testcase classname="accounts" name="balanced"${card.accounts.balanced ? '/>' : `>${failure(card.accounts.differences.join('; '))}</testcase>`}`;
    const all = [...cases, ...wrong, books];
    const failures = all.filter((text) => text.includes('<failure')).length;
    return `<testsuite name="${escapeXml(title)}" tests="${all.length}" failures="${failures}" time="${wallMs / 1000}">\n${all.join('\n')}\n</testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}
