import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ScenarioError } from '../scenario-error.ts';
import { CHECKS, check } from './checks/checks.ts';

const SCENARIOS = join(import.meta.dirname, '..', 'scenarios');
/** Folders of rows, one per district. */
const FOLDERS = ['zhongshan', 'lianhu', 'minhang', 'jiading'];

/** One mechanism of a district's system, and how it is shown working with the district's own numbers. */
const rowFile = z.strictObject({
  row: z.int().min(1).max(99),
  system: z.string(),
  title: z.string(),
  /** Played in the test suite as well. */
  ci: z.boolean().default(false),
  seed: z.int().default(1),
  profile: z.string(),
  /** City's time at the start. */
  start: z.iso.datetime({ offset: true }).default('2026-06-03T10:00:00+08:00'),
  /** Why the gateway is not the system for it. */
  notServed: z.string().optional(),
  /** What the gateway has not yet; the row fails with this reason. */
  missing: z.string().optional(),
  /** How much of the row's own numbers is played, where it is not all: `at 1 %`. */
  scale: z.string().optional(),
  /** The row may edit its profile: it plays on a copy. */
  ownProfile: z.boolean().default(false),
  /** Categories that devices of the row's own types can report, each as an event of its name. */
  categories: z.array(z.string()).default([]),
  checks: z.array(check).default([]),
});

export type Row = z.output<typeof rowFile> & { readonly file: string; readonly district: string };

/** The first parameter that its step does not know, in words: what it is worth is only known when it is its turn. */
function strangeWord(checks: readonly z.output<typeof check>[]): string | undefined {
  for (const [index, given] of checks.entries()) {
    const known = CHECKS.find(({ kind }) => kind === given.kind)?.schema.shape ?? {};
    const word = Object.keys(given).find((name) => !(name in known));
    if (word) return `check ${index + 1} (${given.kind}): "${word}" is none of ${Object.keys(known).join(', ')}`;
    const inner = given['checks'] === undefined ? undefined : strangeWord(z.array(check).parse(given['checks']));
    if (inner) return `check ${index + 1} (${given.kind}): ${inner}`;
  }
  return undefined;
}

/** Reads one row. Throws ScenarioError with what is wrong. */
export function readRow(file: string): Row {
  const result = rowFile.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success)
    throw new ScenarioError({ file, line: 1, column: 1 }, z.prettifyError(result.error).replaceAll('\n', '; '));
  const { notServed, missing, checks } = result.data;
  if ((notServed ?? missing) === undefined && checks.length === 0)
    throw new ScenarioError({ file, line: 1, column: 1 }, 'a row has checks, or says why it has none');
  const strange = strangeWord(checks);
  if (strange) throw new ScenarioError({ file, line: 1, column: 1 }, strange);
  return { ...result.data, file, district: basename(dirname(file)) };
}

/** Every row of the four districts, by number. Throws ScenarioError for a file that is none and a number given twice. */
export function readRows(): readonly Row[] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(SCENARIOS, folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(SCENARIOS, folder, name)),
  );
  const rows = files.map(readRow).sort((a, b) => a.row - b.row);
  rows.forEach((row, index) => {
    if (rows[index - 1]?.row === row.row)
      throw new ScenarioError({ file: row.file, line: 1, column: 1 }, `row ${row.row} is in another file as well`);
  });
  return rows;
}
