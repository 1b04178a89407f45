import { caseRows } from '../../gateway/cases/case-rows.ts';
import { type CasesOptions, createCases } from '../../gateway/cases/cases.ts';
import type { SensorPort } from '../../gateway/cases/sensors.ts';
import { stepClock } from '../../gateway/clock.ts';
import type { Case, CaseEventType } from '../../gateway/model/case.ts';
import type { Category } from '../../gateway/model/catalogue.ts';
import type { FeedbackType } from '../../gateway/model/feedback.ts';
import { createTimers } from '../../gateway/pipeline/timers.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { sampleCase } from '../support/case-log.ts';
import { inProcessWakeUps } from '../support/in-process-wake-ups.ts';
import { tempDir } from '../support/temp-dir.ts';

let made = 0;

export const MINUTE = 60_000;

export interface CaseStandOptions extends Partial<Pick<CasesOptions, 'category' | 'sensors' | 'ladder' | 'refused'>> {
  readonly at?: number;
  /** Folder of an earlier stand: opening it again is a restart. */
  readonly folder?: string;
}

/** Cases on a real records file, with the timers of the gateway. */
export function openCaseStand({ at, folder, ...options }: CaseStandOptions = {}) {
  const dir = folder === undefined ? tempDir('cases') : { path: folder, remove: () => undefined };
  const clock = stepClock(at ?? sampleCase().raisedAt);
  const records = openRecords(openDatabase(`${dir.path}/records.sqlite`), clock);
  const cases = createCases({ records, clock, ...options });
  const wakeUps = inProcessWakeUps();
  const timers = createTimers({ records, wakeUps, clock, handlers: cases.timers });
  const settle = async () => {
    await wakeUps.idle();
    await records.write(() => undefined);
    await wakeUps.idle();
  };
  return {
    clock,
    records,
    cases,
    folder: dir.path,
    errors: wakeUps.errors,
    /** From now on timers fire. */
    async start() {
      timers.start();
      await settle();
    },
    /** Moves the clock, timer by timer, and waits for what each sets off. */
    async advance(ms: number) {
      const to = clock.now() + ms;
      for (let due = timers.nextDue(); due !== undefined && due <= to; due = timers.nextDue()) {
        clock.advance(Math.max(due, clock.now()));
        timers.wakeDue();
        await settle();
      }
      clock.advance(to);
      await settle();
    },
    /** Stores a case with its deadlines and an event. */
    put: (subject: Case, type: CaseEventType = 'raised') =>
      records.write((tx) => {
        caseRows.insert(tx, subject, clock.now());
        caseRows.append(tx, { type, case: subject, at: clock.now() });
        if (subject.closedAt === undefined) caseRows.setDeadlines(tx, subject);
      }),
    /** Changes a stored case as the pipeline does when an alarm joins or ends. */
    change: (change: Partial<Case>, caseNo = sampleCase().caseNo) =>
      records.write((tx) => {
        const subject = caseRows.byNo(tx, caseNo);
        if (subject) caseRows.update(tx, { ...subject, ...change }, clock.now());
      }),
    /** Gives feedback on the sample case unless `change` names another. */
    feedback: (type: FeedbackType, change: object = {}) =>
      cases.applyFeedback({
        feedbackId: `f-${++made}`,
        caseNo: sampleCase().caseNo,
        type,
        at: clock.now(),
        ...change,
      }),
    /** The sample case as it is now. */
    now(caseNo = sampleCase().caseNo): Case {
      const subject = cases.get(caseNo);
      if (!subject) throw new Error(`there is no case ${caseNo}`);
      return subject;
    },
    timers: () =>
      records.read.all<{ id: string }>('SELECT timer_id AS id FROM timer ORDER BY timer_id').map(({ id }) => id),
    dueAt: (kind: string, caseNo = sampleCase().caseNo) =>
      records.read.get<{ due: number }>('SELECT due_at AS due FROM timer WHERE timer_id = ?', `${kind}:${caseNo}`)?.due,
    types: () => cases.events.read(0, 1_000).map(({ type }) => type),
    reasons: () => cases.events.read(0, 1_000).map(({ reason }) => reason),
    ledger: (caseNo = sampleCase().caseNo) =>
      cases.ledger(caseNo).rows.map(({ entry }) => JSON.parse(entry) as { kind: string; [detail: string]: unknown }),
    async close() {
      timers.stop();
      await wakeUps.close();
      await records.close();
      dir.remove();
    },
  };
}

export type CaseStand = ReturnType<typeof openCaseStand>;

/** A category as the catalogue has it; fire unless `change` says otherwise. */
export function sampleCategory(change: Partial<Category> = {}): Category {
  return {
    code: 'E0498',
    class: 'EVENT',
    name: { zh: '火灾隐患', en: 'Fire hazard' },
    kind: 'ALARM',
    severity: 1,
    dept: 'FIRE',
    responderRole: 'fire-station',
    response: { ms: 3 * MINUTE, clock: 'continuous' },
    disposal: { ms: 60 * MINUTE, clock: 'continuous' },
    restricted: false,
    verify: { by: 'SENSOR', quietFor: 10 * MINUTE },
    provenance: 'local',
    ...change,
  };
}

/** Sensors that say what the test wants. */
export function sensorDouble(): SensorPort & {
  ready: boolean;
  heardAt: Map<string, number>;
  state: ReturnType<SensorPort['alarm']>;
} {
  return {
    ready: true,
    heardAt: new Map(),
    state: 'off',
    current() {
      return this.ready;
    },
    online(deviceId, since) {
      return (this.heardAt.get(deviceId) ?? 0) >= since;
    },
    alarm() {
      return this.state;
    },
  };
}
