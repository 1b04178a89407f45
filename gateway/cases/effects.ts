import type { Case, Verification } from '../model/case.ts';
import type { Feedback } from '../model/feedback.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { invalid, knownCase } from './known-case.ts';
import type { Transition } from './lifecycle.ts';
import { mergeInto, withEvidence } from './merge.ts';
import type { Urging } from './urging.ts';
import type { SensorCheck } from './verification.ts';

/** Merges that are followed from case to case; more is a defect. */
const MAX_HOPS = 50;

/** A word and when it was spoken, both epoch ms: `spoken` is never ahead of `now`. */
export interface Said {
  readonly feedback: Feedback;
  readonly spoken: number;
  readonly now: number;
  readonly orgCode?: string;
}

/** What words do to a case beside moving it from state to state. */
export interface Effects {
  /** The word moves the case, or at least is news. */
  move(tx: RecordsTransaction, subject: Case, said: Said, transition: Transition): Case;
  /** A word from before the newest one: what it adds is kept, the state is not touched. */
  remember(tx: RecordsTransaction, subject: Case, said: Said): Case;
}

/** For people: `disposed by dept-7: pump started`. */
function reasonOf({ type, dept, reason, note, duplicateOf, until }: Feedback): string {
  const verb = type === 'DUPLICATE_OF' ? `duplicate of ${duplicateOf}` : type.toLowerCase().replaceAll('_', ' ');
  const why = reason ?? note;
  const end = until === undefined ? '' : ` until ${new Date(until).toISOString()}`;
  return `${verb}${end}${dept ? ` by ${dept}` : ''}${why ? `: ${why}` : ''}`;
}

const byPeople = (at: number): Verification => ({ state: 'VERIFIED', by: 'HUMAN', at });

/** What every word adds, also a late one. Undefined when it adds nothing. */
function additions(subject: Case, { feedback, spoken }: Said): Partial<Case> | undefined {
  const { evidence = [], until, type } = feedback;
  const { disposedAt } = subject;
  const added: Partial<Case> = {
    ...(evidence.length > 0 ? { evidence: withEvidence(subject.evidence, evidence) } : {}),
    ...(until !== undefined && until > subject.disposalDeadline ? { disposalDeadline: until } : {}),
    // A second disposal, reported late: it is the one that stands.
    ...(type === 'DISPOSED' && disposedAt !== undefined && spoken > disposedAt ? { disposedAt: spoken } : {}),
    ...(type === 'VERIFIED' && disposedAt !== undefined && spoken >= disposedAt
      ? { verification: byPeople(spoken) }
      : {}),
  };
  return Object.keys(added).length > 0 ? added : undefined;
}

export function createEffects(parts: {
  readonly rows: CaseRows;
  readonly urging: Urging;
  readonly sensors: SensorCheck;
}): Effects {
  const { rows, urging, sensors } = parts;

  /** The case that a duplicate is one of: where that was merged itself, the one it goes on in. */
  const original = (tx: RecordsTransaction, subject: Case, { duplicateOf = '' }: Feedback, orgCode?: string): Case => {
    let target = knownCase(rows, tx, duplicateOf, orgCode);
    for (let hops = 0; target.mergedInto !== undefined && hops < MAX_HOPS; hops++)
      target = knownCase(rows, tx, target.mergedInto);
    if (target.caseNo === subject.caseNo)
      throw invalid('duplicateOf', 'a case cannot be a duplicate of itself, nor of one merged into it');
    if (target.restricted !== subject.restricted)
      throw invalid('duplicateOf', 'a restricted case and an open one cannot become one');
    if (target.subState === 'ARCHIVED') throw invalid('duplicateOf', `case ${target.caseNo} is archived`);
    return target;
  };

  /** The timers of the state the case has come to. */
  const rearm = (tx: RecordsTransaction, before: Case, next: Case, now: number): void => {
    if (next.closedAt !== undefined) {
      rows.removeDeadlines(tx, next.caseNo);
      return;
    }
    if (next.subState === 'URGED') urging.watch(tx, next, now);
    else if (before.step === 5) urging.acted(tx, next, now);
    // Work goes on after a failed check, a suspension or with a new date: its deadline counts again, and fires at once if it has passed.
    const goesOn = before.subState === 'SUSPENDED' && next.subState !== 'SUSPENDED';
    const later = before.disposalDeadline !== next.disposalDeadline;
    if (next.subState === 'URGED' || goesOn || later) rows.setDisposalDeadline(tx, next);
  };

  /** What the word itself makes of the case, over the state it leads to. */
  const shaped = (tx: RecordsTransaction, subject: Case, said: Said): Case => {
    const { feedback, spoken, now, orgCode } = said;
    const { verification, ...unverified } = subject;
    switch (feedback.type) {
      case 'DISPOSED':
        return sensors.begin(tx, { ...unverified, disposedAt: spoken }, now);
      case 'RETURNED': {
        sensors.end(tx, subject.caseNo);
        const { disposedAt: _undone, ...open } = unverified;
        return open;
      }
      case 'VERIFIED':
      case 'CLOSED':
        sensors.end(tx, subject.caseNo);
        return verification?.state === 'WATCHING' ? unverified : subject;
      case 'DUPLICATE_OF': {
        const target = original(tx, subject, feedback, orgCode);
        return mergeInto(tx, rows, { duplicate: subject, target, now });
      }
      default:
        return subject;
    }
  };

  return {
    move(tx, subject, said, { to, event, closes }) {
      const { feedback, now } = said;
      const { until, type } = feedback;
      if (until !== undefined && until <= subject.disposalDeadline)
        throw invalid('until', `the deadline is ${new Date(subject.disposalDeadline).toISOString()} already`);
      const leads = type === 'EXTENDED' && until === undefined ? {} : to;
      const moved = { ...subject, ...additions(subject, said), ...leads };
      const { shelvedUntil, ...rest } = shaped(tx, moved, said);
      const next: Case = closes ? { ...rest, closedAt: now } : { ...rest, ...(shelvedUntil ? { shelvedUntil } : {}) };
      rows.update(tx, next, now);
      rows.append(tx, { type: event, case: next, at: now, reason: reasonOf(feedback) });
      rearm(tx, subject, next, now);
      return next;
    },
    remember(tx, subject, said) {
      const added = additions(subject, said);
      if (!added) return subject;
      const next: Case = { ...subject, ...added };
      rows.update(tx, next, said.now);
      const reason = `heard of late: ${reasonOf(said.feedback)}`;
      rows.append(tx, { type: 'updated', case: next, at: said.now, reason });
      rearm(tx, subject, next, said.now);
      return next;
    },
  };
}
