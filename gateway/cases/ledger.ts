import { createHash } from 'node:crypto';
import type { RecordsTransaction } from '../records/records.ts';

/** What can stand in a ledger beside the case events. */
type LedgerNote =
  /** One more alarm joined the case. */
  | 'attached'
  /** An episode of its sensors ended. */
  | 'episode-ended'
  /** A word of the dispatch platform. */
  | 'feedback';

/** One thing that happened to a case. Case events stand in it under their type, with their sequence in the outbox. */
export interface LedgerEntry {
  /** Epoch ms. */
  readonly at: number;
  readonly kind: LedgerNote | (string & {});
  readonly [detail: string]: unknown;
}

/** A row as it stands in the table. `hash` covers the case, the number, the hash before and the entry. */
export interface LedgerRow {
  readonly caseNo: string;
  readonly no: number;
  /** The entry as JSON, byte for byte as it was hashed. */
  readonly entry: string;
  readonly prev: string;
  readonly hash: string;
}

/** What stands before the first row of a ledger. */
export const LEDGER_START = '0'.repeat(64);

export function ledgerHash({ caseNo, no, entry, prev }: Omit<LedgerRow, 'hash'>): string {
  return createHash('sha256').update(`${caseNo}\n${no}\n${prev}\n${entry}`).digest('hex');
}

/** Of a case as an event tells it: binds the event to the ledger. */
export function bodyHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Adds to the ledger (台账) of a case, in the transaction of what happened: rows are only ever added. */
export function appendLedger(tx: RecordsTransaction, caseNo: string, given: LedgerEntry): void {
  const head = tx.get<{ no: number; hash: string }>('SELECT no, hash FROM ledger_head WHERE case_no = ?', caseNo);
  const row = {
    caseNo,
    no: (head?.no ?? 0) + 1,
    prev: head?.hash ?? LEDGER_START,
    entry: JSON.stringify(given),
  };
  const hash = ledgerHash(row);
  tx.run('INSERT INTO ledger VALUES (?, ?, ?, ?, ?)', row.caseNo, row.no, row.entry, row.prev, hash);
  tx.run(
    `INSERT INTO ledger_head VALUES (?, ?, ?)
     ON CONFLICT (case_no) DO UPDATE SET no = excluded.no, hash = excluded.hash`,
    ...[caseNo, row.no, hash],
  );
}

/** The ledger of a case, oldest first. */
export function ledgerRows(read: RecordsTransaction, caseNo: string): readonly LedgerRow[] {
  return read.all<LedgerRow>(
    'SELECT case_no AS caseNo, no, entry, prev, hash FROM ledger WHERE case_no = ? ORDER BY no',
    caseNo,
  );
}
