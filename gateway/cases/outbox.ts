import type { Case, CaseEvent, CaseEventOutbox, CaseEventType } from '../model/case.ts';
import type { Records } from '../records/records.ts';

interface Row {
  readonly sequence: number;
  readonly type: CaseEventType;
  readonly caseNo: string;
  readonly at: number;
  readonly reason: string | null;
  readonly body: string;
}

const MAX_READ = 10_000;

/**
 * The ordered outbox over the rows of `case_event`. There is one writer and a number is given inside its transaction, so
 * numbers are without gaps in commit order, and a reader that saw n never later sees a smaller one.
 */
export function createOutbox(records: Records): CaseEventOutbox {
  const newest = () =>
    records.read.get<{ head: number | null }>('SELECT max(sequence) AS head FROM case_event')?.head ?? 0;
  const listeners = new Set<() => void>();
  // What is not on disk yet is no event: a reader that had seen it could see another one under its number.
  let head = newest();
  records.onCommit(() => {
    const last = newest();
    if (last === head) return;
    head = last;
    for (const listener of listeners) listener();
  });
  const readUpTo = (after: number, last: number, limit: number): CaseEvent[] =>
    records.read
      .all<Row>(
        `SELECT sequence, type, case_no AS caseNo, at, reason, body FROM case_event
         WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?`,
        ...[after, last, Math.min(limit, MAX_READ)],
      )
      .map(({ body, reason, ...row }) => ({
        ...row,
        case: JSON.parse(body) as Case,
        ...(reason === null ? {} : { reason }),
      }));
  return {
    read: (after, limit) => readUpTo(after, head, limit),
    readWritten: (after, limit) => readUpTo(after, Number.MAX_SAFE_INTEGER, limit),
    head: () => head,
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
