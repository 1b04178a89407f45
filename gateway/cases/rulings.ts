import type { Clock } from '../clock.ts';
import type { Severity } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import type { Records } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { openCase } from './known-case.ts';

interface Ruling {
  readonly reason: string;
  /** Who decided. */
  readonly by: string;
}

/** What an operator decides about a case over the heads of sensors and platforms. */
export interface Rulings {
  /** Another severity, graver or less grave. Deadlines stay. Throws CASE_NOT_FOUND, STEP_ILLEGAL. */
  regrade(caseNo: string, severity: Severity, ruling: Ruling): Promise<Case>;
  /** It should never have been raised: closes it as WITHDRAWN. Throws CASE_NOT_FOUND, STEP_ILLEGAL. */
  withdraw(caseNo: string, ruling: Ruling): Promise<Case>;
}

export function createRulings(parts: {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly clock: Pick<Clock, 'now'>;
}): Rulings {
  const { records, rows, clock } = parts;
  return {
    regrade: (caseNo, severity, { reason, by }) =>
      records.write((tx) => {
        const subject = openCase(rows, tx, caseNo);
        if (subject.severity === severity) return subject;
        const now = clock.now();
        const regraded: Case = { ...subject, severity };
        rows.update(tx, regraded, now);
        const direction = severity < subject.severity ? 'raised' : 'lowered';
        const told = `severity ${direction} from ${subject.severity} to ${severity} by ${by}: ${reason}`;
        rows.append(tx, { type: 'updated', case: regraded, at: now, reason: told });
        return regraded;
      }),
    withdraw: (caseNo, { reason, by }) =>
      records.write((tx) => {
        const { shelvedUntil: _shelf, ...subject } = openCase(rows, tx, caseNo);
        const now = clock.now();
        const withdrawn: Case = { ...subject, step: 6, subState: 'WITHDRAWN', closedAt: now };
        rows.update(tx, withdrawn, now);
        rows.append(tx, { type: 'withdrawn', case: withdrawn, at: now, reason: `withdrawn by ${by}: ${reason}` });
        rows.removeDeadlines(tx, caseNo);
        return withdrawn;
      }),
  };
}
