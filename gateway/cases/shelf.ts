import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { type CaseTimerHandler, removeTimers, setTimer } from './case-timers.ts';
import { invalid, openCase } from './known-case.ts';

/** Longest a case may be shelved at a time: it comes back by itself (ISA-18.2 §11.7 wants shelving limited in time). */
export const MAX_SHELF_MS = 24 * 3_600_000;

/**
 * Shelving: people know of the case and want to hear of its small changes no more for a while. Its `updated` events rest and
 * are one event at the end; everything else is told as ever, and its deadlines run on.
 */
export interface Shelf {
  /** Until then (epoch ms, at most a day ahead). Throws CASE_NOT_FOUND, STEP_ILLEGAL, REQUEST_INVALID. */
  shelve(
    caseNo: string,
    order: { readonly until: number; readonly reason: string; readonly by: string },
  ): Promise<Case>;
  /** Before its time. Throws CASE_NOT_FOUND, STEP_ILLEGAL. */
  unshelve(caseNo: string, by: string): Promise<Case>;
  /** What the `shelf` timer does. */
  readonly expire: CaseTimerHandler;
}

export function createShelf(parts: {
  readonly records: Records;
  readonly rows: CaseRows;
  readonly clock: Pick<Clock, 'now'>;
}): Shelf {
  const { records, rows, clock } = parts;

  const comeBack = (tx: RecordsTransaction, subject: Case, reason: string, now: number): Case => {
    const { shelvedUntil: _until, ...back } = subject;
    rows.update(tx, back, now);
    rows.append(tx, { type: 'updated', case: back, at: now, reason });
    removeTimers(tx, back.caseNo, ['shelf']);
    return back;
  };

  return {
    shelve: (caseNo, { until, reason, by }) =>
      records.write((tx) => {
        const now = clock.now();
        const subject = openCase(rows, tx, caseNo);
        if (!(until > now && until <= now + MAX_SHELF_MS))
          throw invalid('until', `until must lie within the next ${MAX_SHELF_MS / 3_600_000} hours`);
        const shelved: Case = { ...subject, shelvedUntil: until };
        rows.update(tx, shelved, now);
        const told = `shelved until ${new Date(until).toISOString()} by ${by}: ${reason}`;
        rows.append(tx, { type: 'updated', case: shelved, at: now, reason: told, evenShelved: true });
        setTimer(tx, 'shelf', caseNo, until);
        return shelved;
      }),
    unshelve: (caseNo, by) =>
      records.write((tx) => {
        const subject = openCase(rows, tx, caseNo);
        if (subject.shelvedUntil === undefined) throw new GatewayError('STEP_ILLEGAL', `case ${caseNo} is not shelved`);
        return comeBack(tx, subject, `no longer shelved: ${by}`, clock.now());
      }),
    expire(tx, { key: caseNo }, now) {
      const subject = rows.byNo(tx, caseNo);
      if (subject?.shelvedUntil !== undefined) comeBack(tx, subject, 'no longer shelved: its time is over', now);
    },
  };
}
