import { type CaseData, type CaseEvent, verbOf } from './case-event.ts';
import { epochOf, type LabClock, timeText } from './lab-clock.ts';

/** A case as the dispatch platform knows it. */
export interface ReceivedCase extends Omit<CaseData, 'raisedAt'> {
  readonly raisedAt: number;
  /** Machine ms at which the first delivery of its `raised` event came in. */
  readonly receivedMachine: number;
  /** The most serious level any of its events carried. */
  readonly worstSeverity: number;
  /** Types of its events in the order of their first receipt. */
  readonly events: readonly string[];
}

/** Feedback on a case, ready to be sent. */
export interface Answer {
  readonly caseNo: string;
  /** The feedback document of the published contract. */
  readonly document: Readonly<Record<string, string>>;
}

export interface DeskOptions {
  readonly clock: LabClock;
  /** Virtual ms from a case to each answer; `close` counts from the later of disposal and the sensor's all-clear. */
  readonly accept: number;
  readonly dispose: number;
  readonly close: number;
  /** Whether the people on the spot find nothing. */
  isFalseAlarm(devices: readonly string[]): boolean;
  onRaised?(received: ReceivedCase): void;
}

/** The people of a dispatch platform: they file what comes in and answer in their own time. */
export interface Desk {
  /** Takes an event that was not there before. `machine`: ms at which it came. */
  take(event: CaseEvent, machine: number): void;
  /** Cases in the order in which they were first heard of. */
  cases(): readonly ReceivedCase[];
  /** Feedback due at the city's time; each is given out once. */
  answersDue(now: number): Answer[];
  /** The city's time at which the next answer is due; Infinity while none is. */
  nextAnswer(): number;
  /** Events that came after a later one of the same case, in words. */
  readonly outOfOrder: readonly string[];
}

interface CaseFile {
  received: ReceivedCase | undefined;
  worstSeverity: number;
  lastSequence: string;
  readonly events: string[];
  disposedAt: number;
  /** Where the case stood at its last event. */
  subState: string;
  /** Times each answer was given, for ids of their own. */
  readonly given: Map<string, number>;
  falseAlarm: boolean;
}

/** What was reported as settled was not: the sensor still said so, or time ran out. People have to go again. */
const RETURNED = ['FAILED', 'URGED', 'OVERDUE', 'ESCALATED'];
/** Nobody closes what is closed. */
const OVER = ['CLOSED', 'ARCHIVED'];
/** Virtual ms between reporting a second disposal and closing. */
const AGAIN_MS = 1_000;

/** Opens a desk. What it keeps is bounded by the events the platform takes. */
export function createDesk(options: DeskOptions): Desk {
  const { clock } = options;
  const files = new Map<string, CaseFile>();
  const order: CaseFile[] = [];
  const waiting: { due: number; caseNo: string; type: string; reason: string; ifReturned: boolean }[] = [];
  const outOfOrder: string[] = [];

  const plan = (caseNo: string, type: string, due: number, { reason = '', ifReturned = false } = {}) =>
    void waiting.push({ due, caseNo, type, reason, ifReturned });
  const react = (verb: string, caseNo: string, file: CaseFile) => {
    const now = clock.now();
    if (verb === 'raised' && file.received) {
      options.onRaised?.(file.received);
      file.falseAlarm = options.isFalseAlarm(file.received.devices);
      if (file.falseAlarm)
        return plan(caseNo, 'FALSE_ALARM', now + options.accept, { reason: 'nothing found on the spot' });
      file.disposedAt = now + options.dispose;
      plan(caseNo, 'ACCEPTED', now + options.accept);
      plan(caseNo, 'DISPOSED', file.disposedAt);
    }
    if (verb !== 'cleared' || file.falseAlarm) return;
    const closing = Math.max(now, file.disposedAt) + options.close;
    if (RETURNED.includes(file.subState)) plan(caseNo, 'DISPOSED', closing - AGAIN_MS, { ifReturned: true });
    plan(caseNo, 'CLOSED', closing);
  };
  return {
    take(event, machine) {
      const verb = verbOf(event);
      const { data, sequence } = event;
      const file = files.get(data.caseNo) ?? newFile(data.severity);
      files.set(data.caseNo, file);
      if (sequence <= file.lastSequence)
        outOfOrder.push(`${data.caseNo}: ${verb} ${sequence} came after ${file.lastSequence}`);
      else file.lastSequence = sequence;
      file.events.push(verb);
      file.subState = data.subState;
      file.worstSeverity = Math.min(file.worstSeverity, data.severity);
      if (!file.received && verb === 'raised') {
        const { events, worstSeverity } = file;
        file.received = { ...data, raisedAt: epochOf(data.raisedAt), receivedMachine: machine, worstSeverity, events };
        order.push(file);
      }
      react(verb, data.caseNo, file);
    },
    cases: () => order.flatMap(({ received, worstSeverity }) => (received ? [{ ...received, worstSeverity }] : [])),
    answersDue(now) {
      const due = waiting.filter((each) => each.due <= now).sort((a, b) => a.due - b.due);
      for (const each of due) waiting.splice(waiting.indexOf(each), 1);
      // The gateway may have begun its check anew by itself since the answer was planned, or have closed a small matter.
      const still = due.filter(({ caseNo, type, ifReturned }) => {
        const { subState = '' } = files.get(caseNo) ?? {};
        return type === 'CLOSED' ? !OVER.includes(subState) : !ifReturned || RETURNED.includes(subState);
      });
      return still.map(({ due: at, caseNo, type, reason }) => {
        const given = files.get(caseNo)?.given ?? new Map<string, number>();
        const times = (given.get(type) ?? 0) + 1;
        given.set(type, times);
        const feedbackId = times === 1 ? `${caseNo}-${type}` : `${caseNo}-${type}-${times}`;
        const document = { feedbackId, caseNo, type, at: timeText(at), actorRole: 'dispatcher' };
        return { caseNo, document: reason ? { ...document, reason } : document };
      });
    },
    nextAnswer: () => waiting.reduce((next, { due }) => Math.min(next, due), Number.POSITIVE_INFINITY),
    outOfOrder,
  };
}

function newFile(severity: number): CaseFile {
  return {
    received: undefined,
    worstSeverity: severity,
    lastSequence: '',
    events: [],
    disposedAt: 0,
    subState: '',
    given: new Map(),
    falseAlarm: false,
  };
}
