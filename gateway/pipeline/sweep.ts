import type { Records } from '../records/records.ts';
import type { CaseSearchPort } from './stage.ts';

/** Nothing correlates over longer than this, ms. */
const KEEP_MS = 86_400_000;
/** Clues that led to nothing, ms. */
const KEEP_CLUES_MS = 30 * 86_400_000;
/** Rows of one transaction. */
const BATCH = 1_000;

/** Forgets what can no longer belong to anything new; `now` is epoch ms. Resolves with how many rows there were. */
export function sweep(records: Records, cases: Pick<CaseSearchPort, 'sweep'>, now: number): Promise<number> {
  const before = now - KEEP_MS;
  return records.write(
    (tx) =>
      cases.sweep(tx, before, BATCH) +
      tx.run('DELETE FROM chatter WHERE at < ?', before) +
      tx.run('DELETE FROM vendor_silence WHERE at < ?', before) +
      tx.run('DELETE FROM candidate_failure WHERE at < ?', before) +
      tx.run(`DELETE FROM clue WHERE outcome = 'waiting' AND received_at < ?`, now - KEEP_CLUES_MS),
  );
}
