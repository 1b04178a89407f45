import type { Case, CaseSubState, Verification } from '../model/case.ts';
import type { Category } from '../model/catalogue.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { CaseRows } from './case-rows.ts';
import { type CaseTimerHandler, removeTimers, setTimer } from './case-timers.ts';
import { confirmOnce } from './reliability.ts';
import type { SensorPort } from './sensors.ts';
import type { Urging } from './urging.ts';

/** The quiet period of a category that has a sensor look but says not for how long. */
const DEFAULT_QUIET = 10 * 60_000;
/** The sensors are asked again so much later when they cannot answer yet, ms of the city. */
const AGAIN_MS = 1_000;

/** States of step 3 and 4 that a new alarm throws back. */
const DONE: readonly CaseSubState[] = ['DISPOSED', 'CHECKING', 'PASSED'];

/**
 * Step 4 (任务核查) by the case's own sensors. From the disposal on they must stay below their clear level for the category's
 * quiet period and be heard of: then the case is PASSED. A sensor that is still or again in alarm sends it to step 5; when it
 * falls silent there at last, the quiet period begins anew. A sensor nobody hears of proves nothing: a person has to look.
 */
export interface SensorCheck {
  /** The case with its quiet period begun at its disposal, where the category has its sensor look; sets the timer. */
  begin(tx: RecordsTransaction, subject: Case, now: number): Case;
  /** A person decided, or the work goes on: the sensors are not asked any more. */
  end(tx: RecordsTransaction, caseNo: string): void;
  /** What the `verification` timer does. */
  readonly check: CaseTimerHandler;
}

export function createSensorCheck(parts: {
  readonly rows: CaseRows;
  readonly sensors: SensorPort | undefined;
  readonly category: (code: string) => Category | undefined;
  readonly urging: Pick<Urging, 'watch'>;
}): SensorCheck {
  const { rows, sensors, category, urging } = parts;

  const quietOf = ({ categoryCode }: Case): number | undefined => {
    const verify = category(categoryCode)?.verify;
    return verify?.by === 'SENSOR' && sensors ? verify.quietFor || DEFAULT_QUIET : undefined;
  };

  const tell = (tx: RecordsTransaction, subject: Case, type: 'verified' | 'updated' | 'escalated', now: number) => {
    rows.update(tx, subject, now);
    rows.append(tx, { type, case: subject, at: now, reason: subject.verification?.reason ?? '' });
  };

  const watching = (from: number, due: number, reason?: string): Verification => ({
    ...{ state: 'WATCHING', by: 'SENSOR', at: from, due },
    ...(reason === undefined ? {} : { reason }),
  });

  const fail = (tx: RecordsTransaction, { disposedAt: _undone, ...subject }: Case, reason: string, now: number) => {
    const verification: Verification = { state: 'FAILED', by: 'SENSOR', at: now, reason };
    const failed: Case = { ...subject, step: 5, subState: 'URGED', verification };
    tell(tx, failed, 'escalated', now);
    rows.setDisposalDeadline(tx, failed);
    urging.watch(tx, failed, now);
  };

  const watchAgain = (tx: RecordsTransaction, subject: Case, quiet: number, now: number) => {
    const verification = watching(now, now + quiet, 'no longer in alarm: the quiet period begins');
    const checked: Case = { ...subject, step: 4, subState: 'CHECKING', disposedAt: now, verification };
    tell(tx, checked, 'updated', now);
    removeTimers(tx, checked.caseNo, ['escalation']);
    setTimer(tx, 'verification', checked.caseNo, now + quiet);
  };

  const leaveToPeople = (tx: RecordsTransaction, subject: Case, silent: string, since: number, now: number) => {
    const reason = `${silent} has not been heard of since ${new Date(since).toISOString()}: a person has to look`;
    const verification: Verification = { state: 'HUMAN', by: 'HUMAN', at: now, reason };
    tell(tx, { ...subject, step: 4, subState: 'CHECKING', verification }, 'updated', now);
  };

  const pass = (tx: RecordsTransaction, subject: Case, quiet: number, now: number) => {
    const reason = `quiet for ${Math.round(quiet / 60_000)} min after the disposal`;
    const verification: Verification = { state: 'VERIFIED', by: 'SENSOR', at: now, reason };
    const passed: Case = { ...subject, step: 4, subState: 'PASSED', verification };
    confirmOnce(tx, subject);
    tell(tx, passed, 'verified', now);
    if (!category(subject.categoryCode)?.verify?.autoClose) return;
    const { shelvedUntil: _shelf, ...open } = passed;
    const closed: Case = { ...open, step: 6, subState: 'CLOSED', closedAt: now };
    rows.update(tx, closed, now);
    rows.append(tx, { type: 'closed', case: closed, at: now, reason: 'verified by its sensor' });
    rows.removeDeadlines(tx, closed.caseNo);
  };

  /** What the sensors say of a case whose quiet period is over; undefined when they must be asked again later. */
  const judge = (tx: RecordsTransaction, subject: Case, port: SensorPort, quiet: number, now: number) => {
    const { at: since, due = since + quiet } = subject.verification ?? { at: now };
    const later = (at: number) => setTimer(tx, 'verification', subject.caseNo, Math.max(at, now + AGAIN_MS));
    if (now < due) return later(due);
    const alarm = port.alarm(subject.devices, subject.activeEpisodes);
    const member = tx.get('SELECT 1 FROM case_member WHERE case_no = ? AND active = 1', subject.caseNo);
    if (alarm === 'on' || member) return fail(tx, subject, 'still in alarm after the disposal', now);
    // The clear of the episode comes at that time; it is over once the pipeline has seen it.
    if (alarm !== 'off') return later(alarm.fading + AGAIN_MS);
    const silent = subject.devices.find((deviceId) => !port.online(deviceId, since));
    if (silent !== undefined) return leaveToPeople(tx, subject, silent, since, now);
    return pass(tx, subject, quiet, now);
  };

  return {
    begin(tx, subject, now) {
      const quiet = quietOf(subject);
      if (quiet === undefined) return subject;
      // An alarm that is known already is what was disposed of, whatever the platform's clock says.
      const from = Math.max(subject.disposedAt ?? now, Math.min(subject.lastAt, now));
      setTimer(tx, 'verification', subject.caseNo, Math.max(from + quiet, now));
      return { ...subject, verification: watching(from, from + quiet) };
    },
    end: (tx, caseNo) => removeTimers(tx, caseNo, ['verification']),
    check(tx, { key: caseNo }, now) {
      const subject = rows.byNo(tx, caseNo);
      if (!subject?.verification || subject.closedAt !== undefined || !sensors) return;
      const { verification } = subject;
      const quiet = quietOf(subject);
      if (quiet === undefined) return;
      if (!sensors.current()) return setTimer(tx, 'verification', caseNo, now + AGAIN_MS);
      const isDone = DONE.includes(subject.subState);
      if (isDone && subject.lastAt > verification.at)
        return fail(tx, subject, 'in alarm again after the disposal', now);
      if (verification.state === 'WATCHING' && isDone) return judge(tx, subject, sensors, quiet, now);
      if (verification.state === 'FAILED' && subject.subState === 'URGED' && subject.activeEpisodes.length === 0)
        watchAgain(tx, subject, quiet, now);
    },
  };
}
