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
 * for as long, or they never became part of one. The accounts are counters and stay. Returns how many.
 */
export function pruneCandidates(records: Records, before: number, limit: number): Promise<number> {
  return records.write((tx) =>
    tx.run(
      `DELETE FROM candidate WHERE rowid IN (
         SELECT candidate.rowid FROM candidate LEFT JOIN case_record USING (case_no)
         WHERE decided_at < ? AND (case_no IS NULL OR (open = 0 AND updated_at < ?)) ORDER BY decided_at LIMIT ?)`,
      ...[before, before, limit],
    ),
  );
}

/** Keeps the outcome of a candidate and counts it in the accounts, in the transaction that carries the outcome out. */
export function insertDecision(
  tx: RecordsTransaction,
  candidate: CaseCandidate,
  decision: Decision,
  now: number,
): void {
  const reason = decision.outcome === 'suppressed' ? decision.reason : null;
  tx.run(
    `INSERT INTO candidate (candidate_id, type, outcome, reason, case_no, at, decided_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    candidate.candidateId,
    candidate.type,
    decision.outcome,
    reason,
    decision.outcome === 'suppressed' ? null : decision.caseNo,
    candidate.at,
    now,
    encodeCandidate(candidate),
  );
  tx.run(
    `INSERT INTO account (name, value) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`,
    `candidate.${decision.outcome}${reason ? `.${reason}` : ''}`,
  );
}
