import type { Clock } from '../clock.ts';
import type { Case, Evidence } from '../model/case.ts';
import type { Records } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { openCase } from './known-case.ts';

/** Pieces of evidence a case names; of more, the first ones stay. */
const MAX_EVIDENCE = 20;

/**
 * Adds a piece of evidence to an open case and tells of it. One that the case names already, and one too many, change
 * nothing. Throws CASE_NOT_FOUND or STEP_ILLEGAL.
 */
export function evidenceAdder(parts: {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly clock: Pick<Clock, 'now'>;
}): (caseNo: string, evidence: Evidence) => Promise<Case> {
  const { records, rows, clock } = parts;
  return (caseNo, evidence) =>
    records.write((tx) => {
      const subject = openCase(rows, tx, caseNo);
      const known = subject.evidence.some(({ uri }) => uri === evidence.uri);
      if (known || subject.evidence.length >= MAX_EVIDENCE) return subject;
      const now = clock.now();
      const shown: Case = { ...subject, evidence: [...subject.evidence, evidence] };
      rows.update(tx, shown, now);
      rows.append(tx, { type: 'updated', case: shown, at: now, reason: `evidence: ${evidence.kind.toLowerCase()}` });
      return shown;
    });
}
