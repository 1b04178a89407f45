import { median } from './measure.ts';
import type { Figures, Scenario, Target } from './scenario.ts';

/** A system's runs of one scenario, and the median of each column. */
export interface Outcome {
  readonly system: string;
  readonly runs: readonly Figures[];
  readonly median: Figures;
}

export function outcome(system: string, runs: readonly Figures[]): Outcome {
  const columns = [...new Set(runs.flatMap((run) => Object.keys(run)))];
  const middle = columns.map((column) => [column, median(runs.map((run) => run[column] ?? Number.NaN))]);
  return { system, runs, median: Object.fromEntries(middle) };
}

export interface Verdict extends Target {
  readonly value: number;
  readonly met: boolean;
}

/** What we have to reach, and whether the medians reach it. A peer that did not run gives no verdict. */
export function verdicts(scenario: Scenario, outcomes: readonly Outcome[]): Verdict[] {
  const [ours] = outcomes;
  return scenario.targets.flatMap((target) => {
    const peer = outcomes.find(({ system }) => system === target.over)?.median[target.column];
    if (target.over !== undefined && peer === undefined) return [];
    const value = (ours?.median[target.column] ?? Number.NaN) / (peer ?? 1);
    const met = value >= (target.atLeast ?? -Infinity) && value <= (target.atMost ?? Infinity);
    return [{ ...target, value, met }];
  });
}

function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** One block of text: a column for each system, a row for each figure, the targets below. */
export function table(scenario: Scenario, outcomes: readonly Outcome[]): string {
  const columns = [...new Set(outcomes.flatMap((one) => Object.keys(one.median)))];
  const ours = outcomes[0]?.median[scenario.headline] ?? Number.NaN;
  const ratio = ({ median: { [scenario.headline]: theirs = Number.NaN } }: Outcome) =>
    `${number(scenario.lowerIsBetter ? theirs / ours : ours / theirs)} ×`;
  const rows = [
    ['', ...outcomes.map(({ system }) => system)],
    ...columns.map((column) => [column, ...outcomes.map((one) => number(one.median[column]))]),
    ...(outcomes.length > 1 ? [[`gridwarden is`, '', ...outcomes.slice(1).map(ratio)]] : []),
  ];
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
  const goals = verdicts(scenario, outcomes).map(({ column, over, atLeast, atMost, value, met }) => {
    const what = over ? `${column} against ${over}` : column;
    const bound = atLeast === undefined ? `≤ ${number(atMost)}` : `≥ ${number(atLeast)}${over ? ' ×' : ''}`;
    return `${met ? 'met   ' : 'MISSED'} ${what} ${bound}: ${number(value)}`;
  });
  return [`${scenario.name}: ${scenario.what}`, ...lines, ...goals].map((line) => line.trimEnd()).join('\n');
}
