import { GatewayError } from '../errors.ts';
import type { Case, CaseEventType } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { removeTimers, setTimer } from './case-timers.ts';
import { appendLedger, bodyHash } from './ledger.ts';

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

/** An event on its way into the outbox. */
export interface CaseRowEvent {
  readonly type: CaseEventType;
  readonly case: Case;
  readonly at: number;
  readonly reason?: string;
  /** Told although the case is shelved: it is about the shelving itself. */
  readonly evenShelved?: boolean;
}

/**
 * The rows of cases, their events, their ledger and their timers. Every call belongs to the transaction it is given, so a case
 * never changes without its event, its ledger, its account and its timers.
 */
export interface CaseRows {
  byNo(tx: RecordsTransaction, caseNo: string): Case | undefined;
  /** The one open case of an attach key, or of the case that the key's own was merged into. */
  openByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  /** The open case of a mobile device's key, in whatever grid, that holds this episode: such keys end in `@` and the grid. */
  openElsewhere(tx: RecordsTransaction, attachKey: string, episode: string): Case | undefined;
  /** The newest closed case of an attach key, likewise. */
  lastClosedByKey(tx: RecordsTransaction, attachKey: string): Case | undefined;
  /** `YYMM` + `S` + 7 digits, counted anew each Shanghai month. */
  nextNo(tx: RecordsTransaction, at: number): string;
  insert(tx: RecordsTransaction, subject: Case, now: number): void;
  /** What joined or ended goes into the ledger; an alarm during a sensor's quiet period makes its check due at once. */
  update(tx: RecordsTransaction, subject: Case, now: number): void;
  /** Adds to the ordered outbox and to the ledger. While a case is shelved its `updated` events go to the ledger only. */
  append(tx: RecordsTransaction, event: CaseRowEvent): void;
  /** Sets the timers of both deadlines, over those that may be there. */
  setDeadlines(tx: RecordsTransaction, subject: Case): void;
  /** Sets the timer of the disposal deadline alone. */
  setDisposalDeadline(tx: RecordsTransaction, subject: Case): void;
  /** Removes every timer of the case. */
  removeDeadlines(tx: RecordsTransaction, caseNo: string): void;
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

/** The case that takes the alarms of a key whose own case was merged. */
function mergedInto(tx: RecordsTransaction, attachKey: string): Case | undefined {
  return parse(
    tx.get<Body>(
      'SELECT body FROM merged_key JOIN case_record USING (case_no) WHERE merged_key.attach_key = ?',
      attachKey,
    ),
  );
}

function openByKey(tx: RecordsTransaction, attachKey: string): Case | undefined {
  const own = parse(tx.get<Body>('SELECT body FROM case_record WHERE attach_key = ? AND open = 1', attachKey));
  if (own) return own;
  const other = mergedInto(tx, attachKey);
  return other?.closedAt === undefined ? other : undefined;
}

function openElsewhere(tx: RecordsTransaction, attachKey: string, episode: string): Case | undefined {
  return tx
    .all<Body>(
      'SELECT body FROM case_record WHERE attach_key > ? AND attach_key < ? AND open = 1',
      // `A` is the character after `@`.
      ...[`${attachKey}@`, `${attachKey}A`],
    )
    .flatMap((row) => parse(row) ?? [])
    .find(({ activeEpisodes }) => activeEpisodes.includes(episode));
}

function lastClosedByKey(tx: RecordsTransaction, attachKey: string): Case | undefined {
  const own = parse(
    tx.get<Body>(
      `SELECT body FROM case_record WHERE attach_key = ? AND open = 0 ORDER BY raised_at DESC, case_no DESC LIMIT 1`,
      attachKey,
    ),
  );
  // A case that goes on under another number never comes back under its own.
  return own?.mergedInto === undefined ? own : (mergedInto(tx, attachKey) ?? own);
}

/** What the change does beside itself: see `CaseRows.update`. */
function noteChange(tx: RecordsTransaction, subject: Case, now: number): void {
  const before = tx.get<{ occurrences: number; active: number }>(
    'SELECT occurrences, active_episodes AS active FROM case_record WHERE case_no = ?',
    subject.caseNo,
  );
  if (!before) return;
  const { caseNo, occurrences, activeEpisodes, verification, severity, devices, lastAt } = subject;
  const joined = occurrences > before.occurrences;
  const over = before.active > 0 && activeEpisodes.length === 0;
  if (joined) appendLedger(tx, caseNo, { at: now, kind: 'attached', occurrences, severity, lastAt, devices });
  if (activeEpisodes.length < before.active)
    appendLedger(tx, caseNo, { at: now, kind: 'episode-ended', active: activeEpisodes.length });
  if (!verification || subject.closedAt !== undefined) return;
  if ((joined && lastAt > verification.at) || (over && verification.state === 'FAILED'))
    setTimer(tx, 'verification', caseNo, now);
}

function append(tx: RecordsTransaction, { case: subject, at, type, reason, evenShelved }: CaseRowEvent): void {
  const body = JSON.stringify(subject);
  const { caseNo, step, subState, severity } = subject;
  const why = reason === undefined ? {} : { reason };
  const told = { at, kind: type, step, subState, severity, ...why };
  if (type === 'updated' && !evenShelved && subject.shelvedUntil !== undefined) {
    appendLedger(tx, caseNo, { ...told, withheld: true });
    return;
  }
  const row = tx.get<{ sequence: number }>(
    'INSERT INTO case_event (type, case_no, at, reason, body) VALUES (?, ?, ?, ?, ?) RETURNING sequence',
    ...[type, caseNo, at, reason ?? null, body],
  );
  appendLedger(tx, caseNo, { ...told, sequence: row?.sequence, event: bodyHash(body) });
}

export const caseRows: CaseRows = {
  byNo: (tx, caseNo) => parse(tx.get<Body>('SELECT body FROM case_record WHERE case_no = ?', caseNo)),
  openByKey,
  openElsewhere,
  lastClosedByKey,
  nextNo,
  insert(tx, subject, now) {
    tx.run(
      `INSERT INTO case_record (case_no, attach_key, open, category, grid_code, org_code, step, sub_state, severity,
         raised_at, updated_at, restricted, occurrences, active_episodes, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
      subject.restricted ? 1 : 0,
      subject.occurrences,
      subject.activeEpisodes.length,
      JSON.stringify(subject),
    );
  },
  update(tx, subject, now) {
    noteChange(tx, subject, now);
    tx.run(
      `UPDATE case_record SET open = ?, step = ?, sub_state = ?, severity = ?, updated_at = ?, restricted = ?,
         occurrences = ?, active_episodes = ?, body = ? WHERE case_no = ?`,
      subject.closedAt === undefined ? 1 : 0,
      subject.step,
      subject.subState,
      subject.severity,
      now,
      subject.restricted ? 1 : 0,
      subject.occurrences,
      subject.activeEpisodes.length,
      JSON.stringify(subject),
      subject.caseNo,
    );
  },
  append,
  setDeadlines(tx, subject) {
    setTimer(tx, 'response-deadline', subject.caseNo, subject.responseDeadline);
    setTimer(tx, 'disposal-deadline', subject.caseNo, subject.disposalDeadline);
  },
  setDisposalDeadline: (tx, subject) => setTimer(tx, 'disposal-deadline', subject.caseNo, subject.disposalDeadline),
  removeDeadlines: (tx, caseNo) => removeTimers(tx, caseNo),
};
