import type { Records } from '../records/records.ts';

/** Candidates by outcome, counted in the transactions that carried the outcomes out. */
export interface CandidateAccounts {
  readonly opened: number;
  readonly attached: number;
  readonly reopened: number;
  readonly cleared: number;
  /** By reason. */
  readonly suppressed: Readonly<Record<string, number>>;
  /** Waiting for a person or a second source. */
  readonly held: number;
  /** All of the above. */
  readonly decided: number;
}

const PREFIX = 'candidate.';
const SUPPRESSED = `${PREFIX}suppressed.`;

export function candidateAccounts(records: Records): CandidateAccounts {
  const rows = records.read.all<{ name: string; value: number }>(
    `SELECT name, value FROM account WHERE name GLOB 'candidate.*' ORDER BY name`,
  );
  const counts = new Map(rows.map(({ name, value }) => [name, value]));
  const count = (outcome: string) => counts.get(`${PREFIX}${outcome}`) ?? 0;
  const suppressed = rows
    .filter(({ name }) => name.startsWith(SUPPRESSED))
    .map(({ name, value }) => [name.slice(SUPPRESSED.length), value] as const);
  return {
    opened: count('opened'),
    attached: count('attached'),
    reopened: count('reopened'),
    cleared: count('cleared'),
    suppressed: Object.fromEntries(suppressed),
    held: rows.filter(({ name }) => name.startsWith(`${PREFIX}held`)).reduce((sum, { value }) => sum + value, 0),
    decided: rows.reduce((sum, { value }) => sum + value, 0),
  };
}
