import type { Case } from '../model/case.ts';
import type { TimeLimit } from '../model/catalogue.ts';
import type { Ladder } from '../model/ladder.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { type CaseTimerHandler, removeTimers, setTimer } from './case-timers.ts';
import { rungsOf } from './ladder.ts';
import { NOT_DUE } from './lifecycle.ts';

/** Further reminders once the highest level in reach has been told; then the ladder rests until somebody acts. */
const REMINDERS = 3;

/** Step 5 (督促办理): pressing those who owe an answer, one level of the ladder after the other. */
export interface Urging {
  /**
   * The deadline of a case passed: it is OVERDUE, or ESCALATED where the level now told commands in place of the organisation
   * that has it. Tells dispatch with an `escalated` event and sets the timer of the next level.
   */
  overdue(tx: RecordsTransaction, subject: Case, reason: string, now: number): void;
  /** Sets the timer of the level above, from now on. */
  watch(tx: RecordsTransaction, subject: Case, now: number): void;
  /** Somebody acted: the ladder rests, or waits for one more patience where the disposal is overdue all the same. */
  acted(tx: RecordsTransaction, subject: Case, now: number): void;
  /** What the `escalation` timer does: nothing came of it, so the next level is told. */
  readonly climb: CaseTimerHandler;
}

function owesDisposal({ subState, closedAt, disposalDeadline }: Case, now: number): boolean {
  return closedAt === undefined && now >= disposalDeadline && !NOT_DUE.includes(subState);
}

export function createUrging(parts: {
  readonly rows: CaseRows;
  readonly ladder: () => Ladder;
  /** Epoch ms at which a limit that began at `from` has passed. */
  readonly after: (from: number, limit: TimeLimit) => number;
}): Urging {
  const { rows, ladder, after } = parts;

  const watch: Urging['watch'] = (tx, subject, now) => {
    const rungs = rungsOf(ladder(), subject);
    const steps = subject.escalation ?? 0;
    const told = rungs[Math.min(Math.max(steps, 1), rungs.length) - 1];
    if (told && steps < rungs.length + REMINDERS) setTimer(tx, 'escalation', subject.caseNo, after(now, told.patience));
  };

  const overdue: Urging['overdue'] = (tx, subject, reason, now) => {
    const rungs = rungsOf(ladder(), subject);
    const escalation = (subject.escalation ?? 0) + 1;
    const told = rungs[Math.min(escalation, rungs.length) - 1];
    const { orgCode, recipients = [] } = subject;
    const isNew = told !== undefined && told.code !== orgCode && !recipients.includes(told.code);
    const commanded = told?.command && told.code !== orgCode;
    const next: Case = {
      ...subject,
      ...{ step: 5, subState: commanded ? 'ESCALATED' : 'OVERDUE', escalation },
      ...(isNew ? { recipients: [...recipients, told.code] } : {}),
    };
    rows.update(tx, next, now);
    const level = told ? `; told: ${told.name.en} ${told.code}` : '';
    rows.append(tx, { type: 'escalated', case: next, at: now, reason: `${reason}${level}` });
    watch(tx, next, now);
  };

  return {
    overdue,
    watch,
    acted(tx, subject, now) {
      removeTimers(tx, subject.caseNo, ['escalation']);
      if (owesDisposal(subject, now)) watch(tx, subject, now);
    },
    climb(tx, { key: caseNo }, now) {
      const subject = rows.byNo(tx, caseNo);
      if (!subject || (subject.step !== 5 && !owesDisposal(subject, now))) return;
      overdue(tx, subject, subject.subState === 'URGED' ? 'urged in vain' : 'still overdue', now);
    },
  };
}
