import { durationText } from '../duration.ts';
import type { Outcome } from './run-row.ts';

const titleOf = ({ title, scale }: { readonly title: string; readonly scale?: string | undefined }) =>
  scale === undefined ? title : `${title} [${scale}]`;

/** One line of the table: `  13  S0  passed      3 and 5 minutes to respond …`. */
export function lineOf({ row, system, title, scale, verdict, asserted, reason, wallMs }: Outcome): string {
  const line = `${String(row).padStart(3)}  ${system.padEnd(6)} ${verdict.padEnd(10)}  ${titleOf({ title, scale })}`;
  if (verdict === 'not served') return `${line}\n     ${reason ?? ''}`;
  const sum = `${line}  (${asserted} asserted, ${durationText(wallMs)})`;
  return reason === undefined ? sum : `${sum}\n     ${reason}`;
}

/** The last line: how many rows passed, failed and are not served. */
export function sumOf(outcomes: readonly Outcome[]): string {
  const of = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const asserted = outcomes.reduce((sum, outcome) => sum + outcome.asserted, 0);
  return `${outcomes.length} rows: ${of('passed')} passed, ${of('failed')} failed, ${of('not served')} not served; ${asserted} asserted`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);

/** JUnit XML: one test per row, those not served as skipped. */
export function junitOf(outcomes: readonly Outcome[]): string {
  const of = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const tests = outcomes.map(({ row, title, scale, district, verdict, reason = '', wallMs }) => {
    const open = `<testcase classname="${district}" name="${row} ${escaped(titleOf({ title, scale }))}" time="${wallMs / 1000}"`;
    if (verdict === 'passed') return `${open}/>`;
    const tag = verdict === 'failed' ? 'failure' : 'skipped';
    return `${open}><${tag} message="${escaped(reason)}"/></testcase>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="districts" tests="${outcomes.length}" failures="${of('failed')}" skipped="${of('not served')}">\n${tests.join('\n')}\n</testsuite>\n</testsuites>\n`;
}

/** The table as a page. */
export function pageOf(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(
    ({ row, system, title, scale, verdict, asserted, reason = '', wallMs }) =>
      `<tr class="${verdict.replace(' ', '-')}"><td>${row}<td>${system}<td>${escaped(titleOf({ title, scale }))}<td>${verdict}<td>${escaped(reason)}<td>${asserted}<td>${durationText(wallMs)}`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Districts</title>
<style>body{font:14px system-ui;margin:2em}td,th{padding:.3em .8em;text-align:left;vertical-align:top;border-bottom:1px solid #ddd}.failed td:nth-child(4){color:#b00}.passed td:nth-child(4){color:#070}</style>
<h1>Districts</h1><p>${escaped(sumOf(outcomes))}</p>
<table><tr><th>Row<th>System<th>Mechanism<th>Verdict<th>Reason<th>Asserted<th>Time
${rows.join('\n')}
</table>
`;
}
