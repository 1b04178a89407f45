import type { Clock } from '../clock.ts';
import type { CaseEvent, CaseEventOutbox } from '../model/case.ts';
import type { LastUnit, Records, RecordsTransaction } from '../records/records.ts';
import { type Receiver, wants } from './receiver.ts';
import type { Receivers } from './receivers.ts';

/** Case events per receiver and transaction. */
const BATCH = 256;

/**
 * Gives every receiver a delivery row for every case event behind its cursor, pending or filtered. Rows, cursor and the
 * receiver's count are one transaction, so that a crash leaves neither a gap nor a second row.
 */
export interface FanOut {
  /** Resolves when every receiver is level with the log as it was when it ended. One runs at a time; a call meanwhile joins. */
  run(): Promise<void>;
  level(): boolean;
  /** Gives the events of every group commit their rows within that commit. Returns what ends it. */
  follow(): () => void;
}

export function createFanOut(options: {
  records: Records;
  events: CaseEventOutbox;
  receivers: Receivers;
  clock: Clock;
  /** Told the cases with new pending rows, after they are on disk. */
  onPending: (receiverId: string, caseNos: readonly string[]) => void;
}): FanOut {
  const { records, events, receivers, clock, onPending } = options;
  const level = () => receivers.list().every((receiver) => receiver.cursor >= events.head());

  /** Brings one receiver level; whether there was anything to do. */
  const advance = async (receiverId: string): Promise<boolean> => {
    for (let progress = false; ; progress = true) {
      const cursor = receivers.get(receiverId)?.cursor;
      const batch = cursor === undefined ? [] : events.read(cursor, BATCH);
      if (batch.length === 0) return progress;
      const written = await records.write((tx) => {
        const pending = new Set<string>();
        const receiver = receivers.update(tx, receiverId, (row) =>
          row.cursor === cursor ? advanced(tx, row, batch, clock.now(), pending) : row,
        );
        return { receiver, pending };
      });
      if (!written.receiver) return progress;
      receivers.committed(written.receiver);
      if (written.pending.size > 0) onPending(receiverId, [...written.pending]);
    }
  };

  /** The rows of the events that the group commit in hand adds, for receivers that have theirs of all before it. */
  const inCommit: LastUnit = (tx) => {
    const moved: { receiver: Receiver; pending: Set<string> }[] = [];
    const batches = new Map<number, readonly CaseEvent[]>();
    for (const { receiverId, cursor } of receivers.list()) {
      const batch = batches.get(cursor) ?? events.readWritten(cursor, BATCH);
      batches.set(cursor, batch);
      // One that is far behind is brought level in commits of its own.
      if (batch.length === 0 || batch.length === BATCH) continue;
      const pending = new Set<string>();
      const receiver = receivers.update(tx, receiverId, (row) =>
        row.cursor === cursor ? advanced(tx, row, batch, clock.now(), pending) : row,
      );
      if (receiver) moved.push({ receiver, pending });
    }
    if (moved.length === 0) return undefined;
    return () => {
      for (const { receiver } of moved) receivers.committed(receiver);
      // Once the log of events knows, too, that they are on disk.
      queueMicrotask(() => {
        for (const { receiver, pending } of moved) if (pending.size > 0) onPending(receiver.receiverId, [...pending]);
      });
    };
  };

  let running: Promise<void> | undefined;
  const rounds = async (): Promise<void> => {
    while (!level()) {
      const progress = await Promise.all(receivers.list().map((receiver) => advance(receiver.receiverId)));
      if (!progress.includes(true)) return;
    }
  };
  return {
    level,
    follow: () => records.atCommit(inCommit),
    run() {
      running ??= rounds().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

function advanced(
  tx: RecordsTransaction,
  receiver: Receiver,
  batch: readonly CaseEvent[],
  now: number,
  pending: Set<string>,
): Receiver {
  const { added } = insertRows(tx, receiver, batch, now, pending);
  const cursor = batch.at(-1)?.sequence ?? receiver.cursor;
  return { ...receiver, cursor, caseEvents: receiver.caseEvents + added };
}

/** Inserts the rows that do not exist yet; cases with pending ones are added to `pending`. */
export function insertRows(
  tx: RecordsTransaction,
  receiver: Receiver,
  batch: readonly CaseEvent[],
  now: number,
  pending: Set<string>,
): { readonly added: number; readonly wanted: number } {
  let added = 0;
  let wanted = 0;
  for (const event of batch) {
    const state = wants(receiver.filter, event.case) ? 'pending' : 'filtered';
    const inserted = tx.run(
      `INSERT INTO delivery (receiver_id, sequence, case_no, state, due_at, done_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      ...[receiver.receiverId, event.sequence, event.caseNo, state, now, state === 'pending' ? null : now],
    );
    added += inserted;
    if (state === 'filtered' || inserted === 0) continue;
    wanted += inserted;
    pending.add(event.caseNo);
  }
  return { added, wanted };
}
