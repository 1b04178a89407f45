import { GatewayError } from '../errors.ts';
import { type Case, concerns } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';

/** REQUEST_INVALID about a member of a document, named by its JSON pointer. */
export function invalid(path: string, detail: string): GatewayError {
  return new GatewayError('REQUEST_INVALID', detail, { path });
}

/**
 * The case, if there is one that is the speaker's business: another organisation's case does not exist for it. Throws
 * CASE_NOT_FOUND.
 */
export function knownCase(rows: CaseRows, tx: RecordsTransaction, caseNo: string, orgCode?: string): Case {
  const subject = rows.byNo(tx, caseNo);
  if (subject && (orgCode === undefined || concerns(subject, orgCode))) return subject;
  throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}`);
}

/** The case, while it is open. Throws CASE_NOT_FOUND, STEP_ILLEGAL. */
export function openCase(rows: CaseRows, tx: RecordsTransaction, caseNo: string): Case {
  const subject = knownCase(rows, tx, caseNo);
  if (subject.closedAt === undefined) return subject;
  throw new GatewayError('STEP_ILLEGAL', `case ${caseNo} is ${subject.subState}: it is closed`);
}
