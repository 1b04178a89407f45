import type { Records } from '../records/records.ts';

/** How long what concerns persons is kept after its last change, ms: cases, and candidates. */
export const RESTRICTED_TTL = { cases: 30 * 86_400_000, candidates: 7 * 86_400_000 } as const;

/** Everything that is kept of a case, leaves first. */
const TRACES = [
  ...['candidate', 'case_event', 'feedback', 'early_feedback', 'ledger', 'ledger_head', 'case_spot'],
  ...['case_member', 'merged_key', 'clue', 'case_record'],
];

/**
 * Forgets up to `limit` restricted cases that were closed and last changed before `before` (epoch ms), with their events,
 * feedback, ledger and candidates. One whose events a receiver still waits for stays until they are delivered or given up.
 * Counters, and what deliveries there were, stay: they name no person. Returns how many.
 */
export function purgeRestrictedCases(records: Records, before: number, limit: number): Promise<number> {
  return records.write((tx) => {
    const cases = tx.all<{ caseNo: string }>(
      `SELECT case_no AS caseNo FROM case_record WHERE restricted = 1 AND open = 0 AND updated_at < ?
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.case_no = case_record.case_no AND state = 'pending')
       ORDER BY updated_at LIMIT ?`,
      ...[before, limit],
    );
    for (const { caseNo } of cases)
      for (const table of TRACES) tx.run(`DELETE FROM ${table} WHERE case_no = ?`, caseNo);
    return cases.length;
  });
}

/**
 * Forgets up to `limit` candidates of restricted categories that were decided before `before`, whether or not a case came of
 * them, and also while that case is open; what is held stays until it is decided. Returns how many.
 */
export function purgeRestrictedCandidates(records: Records, before: number, limit: number): Promise<number> {
  return records.write((tx) =>
    tx.run(
      `DELETE FROM candidate WHERE rowid IN (
         SELECT rowid FROM candidate WHERE restricted = 1 AND decided_at < ? AND outcome <> 'held' LIMIT ?)`,
      ...[before, limit],
    ),
  );
}
