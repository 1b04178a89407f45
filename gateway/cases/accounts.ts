import type { Records } from '../records/records.ts';

/** Candidates by outcome, counted in the transactions that carried the outcomes out. */
export interface CandidateAccounts {
  readonly opened: number;
  readonly attached: number;
  readonly reopened: number;
  readonly cleared: number;
  /** By reason. */
  readonly suppressed: Readonly<Record<string, number>>;
  /** Waiting, by what for: a second source, the end of a window, somebody who drives them again. */
  readonly held: Readonly<Record<string, number>>;
  /** All of the above. */
  readonly decided: number;
}

const PREFIX = 'candidate.';

export function candidateAccounts(records: Records): CandidateAccounts {
  const rows = records.read.all<{ name: string; value: number }>(
    `SELECT name, value FROM account WHERE name GLOB 'candidate.*' ORDER BY name`,
  );
  const counts = new Map(rows.map(({ name, value }) => [name, value]));
  const count = (outcome: string) => counts.get(`${PREFIX}${outcome}`) ?? 0;
  const byReason = (outcome: string) => {
    const start = `${PREFIX}${outcome}.`;
    const found = rows.filter(({ name, value }) => name.startsWith(start) && value > 0);
    return Object.fromEntries(found.map(({ name, value }) => [name.slice(start.length), value]));
  };
  return {
    opened: count('opened'),
    attached: count('attached'),
    reopened: count('reopened'),
    cleared: count('cleared'),
    suppressed: byReason('suppressed'),
    held: byReason('held'),
    decided: rows.reduce((sum, { value }) => sum + value, 0),
  };
}
