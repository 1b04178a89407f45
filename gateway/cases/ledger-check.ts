import type { RecordsTransaction } from '../records/records.ts';
import { bodyHash, LEDGER_START, type LedgerEntry, type LedgerRow, ledgerHash, ledgerRows } from './ledger.ts';

/** The verdict over one ledger. `no` names the first row that is wrong; `head` is the hash of the last one. */
export type LedgerVerdict =
  | { readonly caseNo: string; readonly intact: true; readonly rows: number; readonly head: string }
  | {
      readonly caseNo: string;
      readonly intact: false;
      readonly rows: number;
      readonly no: number;
      readonly reason: string;
    };

export interface LedgerReport {
  readonly intact: boolean;
  readonly cases: number;
  readonly rows: number;
  /** The first 100 that are not intact. */
  readonly broken: readonly LedgerVerdict[];
}

const MAX_BROKEN = 100;
/** Case numbers read at a time. */
const PAGE = 1_000;

type Reader = Pick<RecordsTransaction, 'get' | 'all'>;

/** The first row of a chain that is wrong, and why. */
function brokenLink(rows: readonly LedgerRow[]): { readonly no: number; readonly reason: string } | undefined {
  let head = LEDGER_START;
  for (const [index, row] of rows.entries()) {
    const { no, prev, hash } = row;
    if (no > index + 1) return { no: index + 1, reason: `row ${index + 1} was removed` };
    if (no < index + 1) return { no, reason: `row ${no} was inserted` };
    if (ledgerHash(row) !== hash) return { no, reason: `row ${no} was changed` };
    if (prev !== head)
      return { no, reason: `row ${no} does not follow the row before it: one of the two was put there` };
    head = hash;
  }
  return undefined;
}

/** The first case event that differs from what the ledger says of it. */
function brokenEvent(read: Reader, caseNo: string, rows: readonly LedgerRow[], after: number) {
  const events = new Map(
    read
      .all<{ sequence: number; body: string }>(
        'SELECT sequence, body FROM case_event WHERE case_no = ? AND sequence > ? ORDER BY sequence',
        caseNo,
        after,
      )
      .map(({ sequence, body }) => [sequence, bodyHash(body)]),
  );
  for (const { no, entry } of rows) {
    const { sequence, event } = JSON.parse(entry) as LedgerEntry;
    if (typeof sequence !== 'number') continue;
    const found = events.get(sequence);
    events.delete(sequence);
    if (found === event) continue;
    return { no, reason: `case event ${sequence} was ${found === undefined ? 'removed' : 'changed'}` };
  }
  const [extra] = events.keys();
  return extra === undefined ? undefined : { no: rows.length + 1, reason: `case event ${extra} is in no ledger row` };
}

/** Events up to this sequence were written before there was a ledger. */
function beforeLedgers(read: Reader): number {
  return Number(read.get<{ value: string }>("SELECT value FROM meta WHERE key = 'ledger.after'")?.value ?? 0);
}

/**
 * Follows the ledger of one case: its chain, its head, and the case events it speaks of. A row that was changed, removed or
 * inserted is named. `expected`: a hash seen earlier, which must still be one of its rows.
 */
export function checkLedger(read: Reader, caseNo: string, expected?: string): LedgerVerdict {
  const rows = ledgerRows(read as RecordsTransaction, caseNo);
  const broken = (found: { no: number; reason: string }): LedgerVerdict => ({
    ...{ caseNo, intact: false, rows: rows.length },
    ...found,
  });
  const link = brokenLink(rows);
  if (link) return broken(link);
  const head = read.get<{ no: number; hash: string }>('SELECT no, hash FROM ledger_head WHERE case_no = ?', caseNo);
  const last = rows.at(-1);
  const after = beforeLedgers(read);
  if (last && (!head || head.no < last.no))
    return broken({ no: (head?.no ?? 0) + 1, reason: `row ${(head?.no ?? 0) + 1} was inserted behind the last one` });
  if (head && head.no > rows.length)
    return broken({ no: rows.length + 1, reason: `row ${rows.length + 1} was removed` });
  if (head && head.hash !== last?.hash) return broken({ no: head.no, reason: `row ${head.no} is another one` });
  const event = brokenEvent(read, caseNo, rows, after);
  if (event) return broken(event);
  if (expected !== undefined && !rows.some(({ hash }) => hash === expected))
    return broken({ no: rows.length, reason: 'the expected row is not there any more' });
  return { caseNo, intact: true, rows: rows.length, head: last?.hash ?? LEDGER_START };
}

/** Follows the ledgers of all cases, also of those whose case or whose ledger is gone. */
export function checkLedgers(read: Reader): LedgerReport {
  const broken: LedgerVerdict[] = [];
  let cases = 0;
  let rows = 0;
  for (let after = ''; ; ) {
    const page = read.all<{ caseNo: string }>(
      `SELECT case_no AS caseNo FROM case_record WHERE case_no > ?
       UNION SELECT case_no FROM ledger_head WHERE case_no > ? UNION SELECT case_no FROM ledger WHERE case_no > ?
       ORDER BY caseNo LIMIT ?`,
      ...[after, after, after, PAGE],
    );
    for (const { caseNo } of page) {
      const verdict = checkLedger(read, caseNo);
      cases++;
      rows += verdict.rows;
      if (!verdict.intact && broken.length < MAX_BROKEN) broken.push(verdict);
      after = caseNo;
    }
    if (page.length < PAGE) return { intact: broken.length === 0, cases, rows, broken };
  }
}
