import type { Case, CaseEventLog } from '../model/case.ts';
import type { Records } from '../records/records.ts';
import type { Receiver } from './receiver.ts';
import type { Receivers } from './receivers.ts';

/** Events of one case handed over at a time; the rest follows when the case is looked at next. */
const BATCH = 32;

/**
 * Hands the waiting life-safety events of a case to the fallback of a receiver that does not take them; whether there were
 * any. They keep waiting for the first receiver as well: who knows both gets an event twice, with the same id.
 */
export type Fallback = (receiver: Receiver, caseNo: string) => Promise<boolean>;

/**
 * The fallback's own filter does not count here, for a fire that nobody hears is worse than one heard by another centre; only
 * what is restricted stays with those who may see it.
 */
export function createFallback(options: {
  records: Records;
  events: CaseEventLog;
  receivers: Receivers;
  lifeSafety: (record: Case) => boolean;
  now: () => number;
  /** Told the case after its rows are on disk. */
  onPending: (receiverId: string, caseNos: readonly string[]) => void;
}): Fallback {
  const { records, events, receivers, lifeSafety, now, onPending } = options;
  return async ({ receiverId, fallback }, caseNo) => {
    const second = fallback === undefined ? undefined : receivers.get(fallback);
    if (!second) return false;
    const sequences = waiting(records, receiverId, second.receiverId, caseNo).filter((sequence) => {
      const [event] = events.read(sequence - 1, 1);
      return (
        event?.sequence === sequence && lifeSafety(event.case) && (second.filter.restricted || !event.case.restricted)
      );
    });
    if (sequences.length === 0) return false;
    const written = await records.write((tx) =>
      receivers.update(tx, second.receiverId, (row) => {
        let added = 0;
        for (const sequence of sequences) {
          added += tx.run(
            `INSERT INTO delivery (receiver_id, sequence, case_no, state, due_at) VALUES (?, ?, ?, 'pending', ?)
             ON CONFLICT DO NOTHING`,
            ...[row.receiverId, sequence, caseNo, now()],
          );
          tx.run(
            `UPDATE delivery SET state = 'pending', due_at = ?, done_at = NULL
             WHERE receiver_id = ? AND sequence = ? AND state = 'filtered'`,
            ...[now(), row.receiverId, sequence],
          );
        }
        return { ...row, caseEvents: row.caseEvents + added };
      }),
    );
    if (!written) return false;
    receivers.committed(written);
    onPending(second.receiverId, [caseNo]);
    return true;
  };
}

/** Pending events of a case that the second receiver neither has nor waits for. */
function waiting(records: Records, receiverId: string, second: string, caseNo: string): readonly number[] {
  return records.read
    .all<{ sequence: number }>(
      `SELECT sequence FROM delivery AS one WHERE receiver_id = ? AND case_no = ? AND state = 'pending'
       AND NOT EXISTS (SELECT 1 FROM delivery AS two WHERE two.receiver_id = ? AND two.sequence = one.sequence
                       AND two.state <> 'filtered')
       ORDER BY sequence LIMIT ?`,
      ...[receiverId, caseNo, second, BATCH],
    )
    .map((row) => row.sequence);
}
