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
  const numbers = only?.split(',').map(Number);
  const unknown = numbers?.find((number) => !rows.some(({ row }) => row === number));
  if (unknown !== undefined) throw new UsageError(`there is no row ${unknown}; rows are 1 to ${rows.at(-1)?.row}`);
  return rows.filter((row) => (numbers?.includes(row.row) ?? true) && (!ci || row.ci));
}

/** Plays rows, two at a time, and reports each in the order of their numbers as soon as those before it are done. */
export async function playRows(rows: readonly Row[], report: (outcome: Outcome) => void): Promise<readonly Outcome[]> {
  const clock = createLabClock(0);
  const outcomes: (Outcome | undefined)[] = rows.map(() => undefined);
  let [next, reported] = [0, 0];
  const work = async () => {
    for (let index = next++; index < rows.length; index = next++) {
      const row = rows[index];
      if (row) outcomes[index] = await runRow(row, clock.machine);
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

async function labDistricts(options: Options): Promise<number> {
  const rows = chosenOf(readRows(), options);
  const say = options.json ? process.stderr : process.stdout;
  const played = await playRows(rows, (outcome) => void say.write(`${lineOf(outcome)}\n`));
  const outcomes = options.twice ? compared(played, await playRows(rows, () => undefined)) : played;
  for (const outcome of outcomes) if (!played.includes(outcome)) say.write(`${lineOf(outcome)}\n`);
  say.write(`${sumOf(outcomes)}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(outcomes)}\n`);
  if (options.junit !== undefined) writeFileSync(options.junit, junitOf(outcomes));
  if (options.report !== undefined) {
    mkdirSync(options.report, { recursive: true });
    writeFileSync(join(options.report, 'index.html'), pageOf(outcomes));
  }
  return outcomes.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

/** Adds `lab districts`. `guarded` turns what is thrown into a line on stderr and an exit code. */
export function registerDistricts(lab: Command, guarded: (work: () => Promise<number>) => Promise<void>): void {
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
    .action((options: Options) => guarded(() => labDistricts(options)));
}
