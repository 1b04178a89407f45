import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Row, readRows } from './districts/row.ts';
import { type Outcome, runRow } from './districts/run-row.ts';
import { junitOf, lineOf, pageOf, sumOf } from './districts/table.ts';
import { createLabClock } from './lab-clock.ts';
import { UsageError } from './usage-error.ts';

/** Gateways at a time: one per core of a small machine. */
const AT_A_TIME = 2;

interface Options {
  readonly only?: string;
  readonly ci?: true;
  readonly json?: true;
  readonly junit?: string;
  readonly report?: string;
  readonly twice?: true;
}

function chosenOf(rows: readonly Row[], { only, ci }: Options): readonly Row[] {
  const wanted = only?.split(',').map((text) => text.trim());
  const numbers = wanted?.map(Number);
  const unknown = wanted?.find((text) => !rows.some(({ row }) => row === Number(text)));
  if (unknown !== undefined) throw new UsageError(`there is no row ${unknown}; rows are 1 to ${rows.at(-1)?.row}`);
  return rows.filter((row) => (numbers?.includes(row.row) ?? true) && (!ci || row.ci));
}

/**
 * Plays rows, two at a time, and reports each in the order of their numbers as soon as those before it are done. When `signal`
 * is aborted those under way fail, their gateways are stopped, and the others are left out.
 */
export async function playRows(
  rows: readonly Row[],
  report: (outcome: Outcome) => void,
  signal = new AbortController().signal,
): Promise<readonly Outcome[]> {
  const clock = createLabClock(0);
  const outcomes: (Outcome | undefined)[] = rows.map(() => undefined);
  let [next, reported] = [0, 0];
  const work = async () => {
    for (let index = next++; index < rows.length && !signal.aborted; index = next++) {
      const row = rows[index];
      if (row) outcomes[index] = await runRow(row, clock.machine, signal);
      for (let done = outcomes[reported]; done; done = outcomes[reported]) {
        report(done);
        reported += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return outcomes.flatMap((outcome) => outcome ?? []);
}

/** A row that passes twice with different cases does not show what it seems to: it fails. */
function compared(first: readonly Outcome[], second: readonly Outcome[]): readonly Outcome[] {
  return first.map((outcome, index): Outcome => {
    const again = second[index];
    if (outcome.verdict !== 'passed' || again === undefined) return outcome;
    if (again.verdict !== 'passed') return again;
    if (again.fingerprint === outcome.fingerprint && again.asserted === outcome.asserted) return outcome;
    const reason = `two runs differ: ${outcome.fingerprint} and ${again.fingerprint}`;
    return { ...outcome, verdict: 'failed', reason };
  });
}

async function labDistricts(options: Options, signal: AbortSignal): Promise<number> {
  const rows = chosenOf(readRows(), options);
  const say = options.json ? process.stderr : process.stdout;
  const played = await playRows(rows, (outcome) => void say.write(`${lineOf(outcome)}\n`), signal);
  const outcomes = options.twice ? compared(played, await playRows(rows, () => undefined, signal)) : played;
  for (const outcome of outcomes) if (!played.includes(outcome)) say.write(`${lineOf(outcome)}\n`);
  if (signal.aborted) say.write(`interrupted: ${rows.length - played.length} rows were not played\n`);
  say.write(`${sumOf(outcomes)}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(outcomes)}\n`);
  if (options.junit !== undefined) writeFileSync(options.junit, junitOf(outcomes));
  if (options.report !== undefined) {
    mkdirSync(options.report, { recursive: true });
    writeFileSync(join(options.report, 'index.html'), pageOf(outcomes));
  }
  return signal.aborted || outcomes.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

/** Adds `lab districts`. `guarded` gives a signal that Ctrl-C aborts and turns errors into exit codes. */
export function registerDistricts(
  lab: Command,
  guarded: (work: (signal: AbortSignal) => Promise<number>) => Promise<void>,
): void {
  lab
    .command('districts')
    .description('show what four districts need, row by row, with their own numbers')
    .option('--only <rows>', 'numbers of rows, such as 13,20,38')
    .option('--ci', 'only the rows that the test suite plays')
    .option('--twice', 'play every row a second time; one whose cases differ fails')
    .option('--json', 'outcomes as one JSON array on the last line of stdout')
    .option('--junit <file>', 'write the outcomes as JUnit XML')
    .option('--report <folder>', 'write index.html with the table')
    .addHelpText('after', '\nExit code 0: no row failed; 1: one did; 2: a row or an option is not valid.')
    .action((options: Options) => guarded((signal) => labDistricts(options, signal)));
}
