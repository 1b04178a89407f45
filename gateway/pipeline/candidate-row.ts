import { encodeCandidate } from '../candidate-codec.ts';
import type { CaseCandidate } from '../model/candidate.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { Decision } from './stage.ts';

/** Whether the candidate has its outcome already: a redelivery then changes nothing. */
export function isDecided(tx: RecordsTransaction, candidateId: string): boolean {
  return tx.get('SELECT 1 FROM candidate WHERE candidate_id = ?', candidateId) !== undefined;
}

/**
 * Forgets up to `limit` candidates decided before `before` (epoch ms) that no case needs any more: their case has been closed
 * for as long, or they never became part of one. What is held stays. The accounts are counters and stay. Returns how many.
 */
export function pruneCandidates(records: Records, before: number, limit: number): Promise<number> {
  return records.write((tx) =>
    tx.run(
      `DELETE FROM candidate WHERE rowid IN (
         SELECT candidate.rowid FROM candidate LEFT JOIN case_record USING (case_no)
         WHERE decided_at < ? AND outcome <> 'held' AND (case_no IS NULL OR (open = 0 AND updated_at < ?))
         ORDER BY decided_at LIMIT ?)`,
      ...[before, before, limit],
    ),
  );
}

const reasonOf = (decision: Decision) => ('reason' in decision ? decision.reason : null);
const caseOf = (decision: Decision) => ('caseNo' in decision ? decision.caseNo : null);

/** Counts in the accounts: `candidate.{outcome}` or `candidate.{outcome}.{reason}`. */
function account(tx: RecordsTransaction, decision: Decision, by: 1 | -1): void {
  const reason = reasonOf(decision);
  tx.run(
    `INSERT INTO account (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
    ...[`candidate.${decision.outcome}${reason ? `.${reason}` : ''}`, by],
  );
}

/**
 * Keeps the outcome of a candidate and counts it in the accounts, in the transaction that carries the outcome out.
 * `restricted`: its category concerns persons, so that it is forgotten early and shown to few.
 */
export function insertDecision(
  tx: RecordsTransaction,
  candidate: CaseCandidate,
  decision: Decision,
  { now, restricted }: { readonly now: number; readonly restricted: boolean },
): void {
  tx.run(
    `INSERT INTO candidate (candidate_id, type, outcome, reason, case_no, at, decided_at, body, restricted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[candidate.candidateId, candidate.type, decision.outcome, reasonOf(decision), caseOf(decision)],
    ...[candidate.at, now, encodeCandidate(candidate), restricted ? 1 : 0],
  );
  account(tx, decision, 1);
}

/** The wait of a held candidate ended: its row and the accounts say the new outcome instead of the old one. */
export function replaceDecision(
  tx: RecordsTransaction,
  candidateId: string,
  { before, after }: { readonly before: Decision; readonly after: Decision },
  now: number,
): void {
  tx.run(
    'UPDATE candidate SET outcome = ?, reason = ?, case_no = ?, decided_at = ? WHERE candidate_id = ?',
    ...[after.outcome, reasonOf(after), caseOf(after), now, candidateId],
  );
  account(tx, before, -1);
  account(tx, after, 1);
}
