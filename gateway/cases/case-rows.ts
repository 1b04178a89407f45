import { GatewayError } from '../errors.ts';
import type { Case, CaseEventType } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';

/** Shanghai keeps UTC+8 all year. */
const SHANGHAI_MS = 8 * 3_600_000;
const MAX_NUMBER = 9_999_999;

interface Body {
  readonly body: string;
}

const parse = (row: Body | undefined): Case | undefined => (row ? (JSON.parse(row.body) as Case) : undefined);

/** `YYMM` of an instant in Asia/Shanghai, which case numbers begin with. */
export function shanghaiMonth(at: number): string {
  return new Date(at + SHANGHAI_MS).toISOString().slice(2, 7).replace('-', '');
}

/**
 * The rows of cases, their events and their deadlines. Every call belongs to the transaction it is given, so a case never
 * changes without its event, its account and its timers.
 */
export interface CaseRows {
  byNo(tx: RecordsTransaction, caseNo: string): Case | undefined;
  /** The one open case of an attach key. */
  openByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  /** The newest closed case of an attach key. */
  lastClosedByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  /** `YYMM` + `S` + 7 digits, counted anew each Shanghai month. */
  nextNo(tx: RecordsTransaction, at: number): string;
  insert(tx: RecordsTransaction, subject: Case, now: number): void;
  update(tx: RecordsTransaction, subject: Case, now: number): void;
  /** Adds to the ordered outbox. */
  append(
    tx: RecordsTransaction,
    event: { readonly type: CaseEventType; readonly case: Case; readonly at: number; readonly reason?: string },
  ): void;
  /** Sets the timers of both deadlines, over those that may be there. */
  setDeadlines(tx: RecordsTransaction, subject: Case): void;
  /** Sets the timer of the disposal deadline alone. */
  setDisposalDeadline(tx: RecordsTransaction, subject: Case): void;
  removeDeadlines(tx: RecordsTransaction, caseNo: string): void;
}

function setTimer(tx: RecordsTransaction, kind: string, caseNo: string, dueAt: number): void {
  tx.run(
    `INSERT INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (timer_id) DO UPDATE SET due_at = excluded.due_at`,
    `${kind}:${caseNo}`,
    kind,
    caseNo,
    dueAt,
  );
}

function nextNo(tx: RecordsTransaction, at: number): string {
  const month = shanghaiMonth(at);
  const name = `case-number.${month}`;
  tx.run(
    `INSERT INTO meta (key, value) VALUES (?, '1')
     ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)`,
    name,
  );
  const number = Number(tx.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', name)?.value);
  if (!(number <= MAX_NUMBER)) throw new GatewayError('INTERNAL', `the case numbers of month ${month} are used up`);
  return `${month}S${String(number).padStart(7, '0')}`;
}

export const caseRows: CaseRows = {
  byNo: (tx, caseNo) => parse(tx.get<Body>('SELECT body FROM case_record WHERE case_no = ?', caseNo)),
  openByKey: (tx, attachKey) =>
    parse(tx.get<Body>('SELECT body FROM case_record WHERE attach_key = ? AND open = 1', attachKey)),
  lastClosedByKey: (tx, attachKey) =>
    parse(
      tx.get<Body>(
        `SELECT body FROM case_record WHERE attach_key = ? AND open = 0
         ORDER BY raised_at DESC, case_no DESC LIMIT 1`,
        attachKey,
      ),
    ),
  nextNo,
  insert(tx, subject, now) {
    tx.run(
      `INSERT INTO case_record (case_no, attach_key, open, category, grid_code, org_code, step, sub_state, severity,
         raised_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      subject.caseNo,
      subject.attachKey,
      subject.closedAt === undefined ? 1 : 0,
      subject.categoryCode,
      subject.gridCode,
      subject.orgCode,
      subject.step,
      subject.subState,
      subject.severity,
      subject.raisedAt,
      now,
      JSON.stringify(subject),
    );
  },
  update(tx, subject, now) {
    tx.run(
      `UPDATE case_record SET open = ?, step = ?, sub_state = ?, severity = ?, updated_at = ?, body = ?
       WHERE case_no = ?`,
      subject.closedAt === undefined ? 1 : 0,
      subject.step,
      subject.subState,
      subject.severity,
      now,
      JSON.stringify(subject),
      subject.caseNo,
    );
  },
  append(tx, event) {
    tx.run(
      'INSERT INTO case_event (type, case_no, at, reason, body) VALUES (?, ?, ?, ?, ?)',
      event.type,
      event.case.caseNo,
      event.at,
      event.reason ?? null,
      JSON.stringify(event.case),
    );
  },
  setDeadlines(tx, subject) {
    setTimer(tx, 'response-deadline', subject.caseNo, subject.responseDeadline);
    setTimer(tx, 'disposal-deadline', subject.caseNo, subject.disposalDeadline);
  },
  setDisposalDeadline: (tx, subject) => setTimer(tx, 'disposal-deadline', subject.caseNo, subject.disposalDeadline),
  removeDeadlines(tx, caseNo) {
    for (const kind of ['response-deadline', 'disposal-deadline'])
      tx.run('DELETE FROM timer WHERE timer_id = ?', `${kind}:${caseNo}`);
  },
};
