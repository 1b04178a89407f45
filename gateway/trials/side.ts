import { decodeCandidate } from '../candidate-codec.ts';
import type { Commit } from '../inbox/inbox.ts';
import type { CaseCandidate } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { FEEDBACK } from '../readers.ts';
import type { RuleWhy } from '../rules/why.ts';
import { openParts, type SideOptions } from './side-parts.ts';

/** What became of an alarm. */
export interface Alarm {
  readonly candidate: CaseCandidate;
  readonly outcome: string;
  readonly reason?: string;
  readonly caseNo?: string;
}

/** A case that was opened, or came back, in the step that was just made. */
export interface Opening {
  readonly caseNo: string;
  readonly case: Case;
}

/** Messages of devices by what became of them. */
export interface SideCounts {
  readonly received: number;
  readonly decoded: number;
  readonly duplicate: number;
  readonly deadLettered: number;
  readonly candidates: number;
}

/** One of the two worlds of a trial: decoder, rules, pipeline and cases of their own, on stores that nobody keeps. */
export interface Side {
  /** One commit of the log, at its time; resolves when every effect has happened. What was opened meanwhile. */
  process(commit: Commit): Promise<readonly Opening[]>;
  /** Nothing more comes until `at`: timers fire. */
  moveTo(at: number): Promise<readonly Opening[]>;
  /** How the rules of a device stand now. */
  why(deviceId: string): readonly RuleWhy[];
  /** Cases raised at `since` or later, the oldest first, as they are now; up to `limit`. */
  cases(since: number, limit: number): readonly Case[];
  /** Alarms of that time, the oldest first; up to `limit`. */
  alarms(since: number, limit: number): readonly Alarm[];
  counts(): SideCounts;
  close(): Promise<void>;
}

/** Case events read at once. */
const EVENTS = 1_000;

const arrival = ({ messages }: Commit) => messages.at(-1)?.receivedAt ?? 0;

/**
 * Opens one side. Nobody works on its cases, so a case counts as closed the moment its last alarm is over: each new trouble is
 * a case of its own again, and one within the standing window reopens it. Throws REQUEST_INVALID for a mode the city does not
 * have.
 */
export async function openSide(options: SideOptions): Promise<Side> {
  const { clock, records, rules, cases, pipeline, wakeUps, decoder, failures } = await openParts(options);
  let told = 0;
  const closeCleared = ({ caseNo }: Case) =>
    records.write((tx) => {
      const record = cases.rows.byNo(tx, caseNo);
      if (record?.clearedAt === undefined || record.closedAt !== undefined) return;
      cases.rows.update(tx, { ...record, step: 6, subState: 'CLOSED', closedAt: clock.now() }, clock.now());
      cases.rows.removeDeadlines(tx, caseNo);
    });

  /** Lets everything that was caused have its effects; what was opened on the way is added to `opened`. */
  const settle = async (opened: Opening[]): Promise<void> => {
    for (;;) {
      await pipeline.idle();
      if (failures.length > 0) throw failures[0];
      const events = cases.events.read(told, EVENTS);
      const last = events.at(-1);
      if (!last) return;
      told = last.sequence;
      for (const { type, caseNo, case: record } of events) {
        if (type === 'raised' || type === 'reopened') opened.push({ caseNo, case: record });
        if (type === 'cleared') await closeCleared(record);
      }
    }
  };

  const nextDue = () =>
    Math.min(rules.nextDue() ?? Number.POSITIVE_INFINITY, clock.nextDue() ?? Number.POSITIVE_INFINITY);

  /** Steps from timer to timer, so that each is judged at its own time. */
  const stepTo = async (at: number, opened: Opening[]): Promise<void> => {
    let before = Number.NEGATIVE_INFINITY;
    for (let due = nextDue(); due <= at && due > before; due = nextDue()) {
      before = due;
      clock.advance(due);
      await rules.advance(due);
      await settle(opened);
    }
    clock.advance(at);
  };

  return {
    async process(commit) {
      const opened: Opening[] = [];
      await stepTo(arrival(commit), opened);
      await rules.process(decoder.decode(commit.messages.filter(({ vendor }) => vendor !== FEEDBACK)), commit.commit);
      if (rules.outbox.size > 0) await settle(opened);
      return opened;
    },
    async moveTo(at) {
      const opened: Opening[] = [];
      await stepTo(at, opened);
      return opened;
    },
    why: (deviceId) => rules.why(deviceId) ?? [],
    cases: (since, limit) =>
      records.read
        .all<{ body: string }>(
          'SELECT body FROM case_record WHERE raised_at >= ? ORDER BY raised_at, case_no LIMIT ?',
          ...[since, limit],
        )
        .map(({ body }) => JSON.parse(body) as Case),
    alarms: (since, limit) =>
      records.read
        .all<{ outcome: string; reason: string | null; caseNo: string | null; body: Uint8Array }>(
          `SELECT outcome, reason, case_no AS caseNo, body FROM candidate
           WHERE type = 'raise' AND decided_at >= ? ORDER BY at LIMIT ?`,
          ...[since, limit],
        )
        .map(({ outcome, reason, caseNo, body }) => ({
          ...{ candidate: decodeCandidate(body), outcome },
          ...(reason === null ? {} : { reason }),
          ...(caseNo === null ? {} : { caseNo }),
        })),
    counts() {
      const { received, decoded, duplicate, deadLettered, candidates } = rules.accounts();
      return { received, decoded, duplicate, deadLettered, candidates };
    },
    async close() {
      pipeline.stop();
      await wakeUps.close();
      await rules.close();
      await records.close();
    },
  };
}
