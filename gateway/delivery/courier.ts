import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { CaseEvent, CaseEventLog } from '../model/case.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import type { Records } from '../records/records.ts';
import type { Channel, Outcome } from './channel.ts';
import { type Circuit, createCircuit } from './circuit.ts';
import { type Delivery, dueCases, expedite, headOf, recordAttempt } from './deliveries.ts';
import type { Fallback } from './fallback.ts';
import type { Receiver } from './receiver.ts';
import { MAX_RECEIVERS, type Receivers } from './receivers.ts';
import { decide, SCHEDULE } from './retry.ts';

export const LANE = 'delivery';
/** Cases per receiver at a time: a slow receiver fills its own share and nobody else's. */
const PER_RECEIVER = 8;
/** Cases worked on at a time: room for every receiver's share, so that no number of slow ones delays another. */
const LANE_CONCURRENCY = PER_RECEIVER * MAX_RECEIVERS;
/** Cases per receiver that are woken or remembered at a time; the rest stays in records until those are done. */
const MAX_WOKEN = 1_000;
/**
 * After a blink only events with so few attempts are brought forward: one that hangs the receiver would else use all of its
 * attempts up between the answers to others.
 */
const BLINK_ATTEMPTS = 3;
/** Events of one case per wake-up, so that a long case lets others in. */
const PER_WAKE_UP = 32;

/** Takes due deliveries to their receivers: per case in order, per receiver a bounded number of cases at a time. */
export interface Courier {
  /** Registers the lane; once. */
  serve(): void;
  /** Wakes cases that have new pending rows. */
  wake(receiverId: string, caseNos: readonly string[]): void;
  /** Wakes what is due by the records, at most MAX_WOKEN cases per receiver. */
  refill(): void;
  /** Whether anything is being sent, or due and could be sent now. */
  busy(): boolean;
  /** Resolves at the next end of an attempt. */
  change(): Promise<void>;
  /** Forgets that a receiver was away: it has another address now. */
  renew(receiverId: string): void;
  /** Lets go of a removed receiver. */
  forget(receiverId: string): Promise<void>;
  /** Begins nothing new, lets attempts end for `graceMs` (machine time), then breaks them off; their rows stay pending. */
  stop(graceMs: number): Promise<void>;
}

/** What is known about a receiver while the process lives. */
interface Desk {
  circuit: Circuit;
  readonly inFlight: Set<string>;
  /** Cases that came while all places were taken; bounded by MAX_WOKEN. */
  readonly waiting: Set<string>;
  /** Due cases stand in records that were not woken for want of room. */
  more: boolean;
}

export interface CourierOptions {
  readonly records: Records;
  readonly events: CaseEventLog;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly receivers: Receivers;
  readonly channel: Channel;
  readonly fallback: Fallback;
  /** Asked to refill at a time of the city's clock. */
  readonly wakeAt: (due: number) => void;
}

export function createCourier(options: CourierOptions): Courier {
  const { records, events, wakeUps, clock, log, metrics, receivers, channel, fallback, wakeAt } = options;
  const attempts = metrics.counter('delivery_attempts_total', 'Attempts to hand a case event over', ['outcome']);
  const lag = metrics.histogram('delivery_lag_seconds', 'Case event on disk until delivered, on the city clock');
  // One per receiver, and receivers are bounded.
  const desks = new Map<string, Desk>();
  const stopping = new AbortController();
  let closed = false;
  /** Cases of closed receivers on their way to the fallback. */
  let handingOver = 0;
  let told = Promise.withResolvers<void>();

  const deskOf = (receiverId: string): Desk => {
    let desk = desks.get(receiverId);
    if (!desk) {
      desk = { circuit: createCircuit(), inFlight: new Set(), waiting: new Set(), more: false };
      desks.set(receiverId, desk);
    }
    return desk;
  };
  const tell = () => {
    told.resolve();
    told = Promise.withResolvers();
  };
  const isOpen = (receiver: Receiver | undefined): receiver is Receiver => !closed && receiver?.state === 'enabled';

  const wake = (receiverId: string, caseNos: readonly string[]): void => {
    for (const caseNo of caseNos) wakeUps.wake(LANE, `${receiverId}|${caseNo}`);
  };

  const refillOne = (receiver: Receiver): void => {
    if (!isOpen(receiver)) return;
    const desk = deskOf(receiver.receiverId);
    const now = clock.now();
    if (desk.circuit.until > now) wakeAt(desk.circuit.until);
    if (desk.circuit.until > now || desk.circuit.probing) return;
    // A receiver that was away is asked with one event first; its answer brings the rest.
    const limit = desk.circuit.until > 0 ? 1 : MAX_WOKEN;
    const due = dueCases(records, receiver.receiverId, now, limit);
    desk.more = due.length === limit;
    wake(receiver.receiverId, due);
  };

  /** Frees a place and gives it to the case that waited longest. */
  const leave = (receiverId: string, caseNo: string): void => {
    const desk = desks.get(receiverId);
    const [next] = desk?.waiting ?? [];
    desk?.inFlight.delete(caseNo);
    if (next !== undefined) {
      desk?.waiting.delete(next);
      wake(receiverId, [next]);
    } else if (desk?.more && desk.inFlight.size === 0) {
      const receiver = receivers.get(receiverId);
      if (receiver) refillOne(receiver);
    }
    tell();
  };

  const handOver = async (receiver: Receiver, caseNo: string): Promise<void> => {
    handingOver++;
    try {
      await fallback(receiver, caseNo);
    } finally {
      handingOver--;
      tell();
    }
  };

  const handle = async (key: string): Promise<void> => {
    const [receiverId = '', caseNo = ''] = key.split('|');
    const receiver = receivers.get(receiverId);
    if (!isOpen(receiver)) {
      // Disabled by a 410, or paused: what would wait for an operator must not wait when lives depend on it.
      if (receiver && !closed) await handOver(receiver, caseNo);
      return;
    }
    const desk = deskOf(receiverId);
    if (desk.inFlight.has(caseNo)) return;
    if (desk.inFlight.size >= PER_RECEIVER) {
      if (desk.waiting.size < MAX_WOKEN) desk.waiting.add(caseNo);
      else desk.more = true;
      return;
    }
    desk.inFlight.add(caseNo);
    try {
      await deliverCase(desk, receiverId, caseNo);
    } catch (error) {
      // The rows are as they were; the auditor wakes them again.
      desk.circuit.released();
      log.error({ err: error, receiverId, caseNo }, 'delivery interrupted');
    } finally {
      leave(receiverId, caseNo);
    }
  };

  /** The pending events of one case, oldest first, up to the first that must wait. */
  const deliverCase = async (desk: Desk, receiverId: string, caseNo: string): Promise<void> => {
    for (let sent = 0; sent < PER_WAKE_UP; sent++) {
      const receiver = receivers.get(receiverId);
      const head = headOf(records, receiverId, caseNo);
      if (!head || !isOpen(receiver)) return;
      // Its row is on its way to disk, together with the event: it is told once they are there.
      if (head.sequence > events.head()) return;
      const isDue = head.dueAt <= clock.now();
      if (!isDue || !desk.circuit.admit(clock.now())) {
        if (!isDue) wakeAt(head.dueAt);
        await fallback(receiver, caseNo);
        return;
      }
      const [event] = events.read(head.sequence - 1, 1);
      const outcome: Outcome =
        event?.sequence === head.sequence
          ? await channel.deliver(receiver, event, stopping.signal)
          : { kind: 'refused', error: `event ${head.sequence} is no longer in the outbox` };
      attempts.inc({ outcome: outcome.kind });
      if (outcome.kind === 'aborted') return desk.circuit.released();
      await settle(desk, receiver, head, outcome, event);
    }
    wake(receiverId, [caseNo]);
  };

  /** Writes the outcome down, then acts on it. */
  const settle = async (
    desk: Desk,
    receiver: Receiver,
    head: Delivery,
    outcome: Exclude<Outcome, { kind: 'aborted' }>,
    event: CaseEvent | undefined,
  ): Promise<void> => {
    const now = clock.now();
    const decision = decide(outcome, { ...head, attempts: head.attempts + 1 }, now);
    const isAway = outcome.kind === 'retry' && outcome.away;
    if (isAway) desk.circuit.away(now, (outcome.kind === 'retry' && outcome.retryAfter) || 0);
    const recovery = isAway ? 'none' : desk.circuit.answered();
    await records.write((tx) => {
      recordAttempt(tx, head, outcome, decision, now);
      if (recovery !== 'none')
        expedite(tx, receiver.receiverId, now, recovery === 'back' ? SCHEDULE.length : BLINK_ATTEMPTS);
    });
    const about = { receiverId: receiver.receiverId, caseNo: head.caseNo, sequence: head.sequence };
    if (outcome.kind === 'delivered') {
      if (event) lag.observe(Math.max(0, now - event.at) / 1000);
    } else {
      log.warn(
        { ...about, attempts: head.attempts + 1, state: decision.state, reason: outcome.error },
        'not delivered',
      );
    }
    if (outcome.kind === 'gone') {
      await receivers.setState(receiver.receiverId, 'disabled', outcome.error);
      log.error(about, 'the receiver answered 410 Gone and is disabled; enable it again to send what waits');
    }
    if (outcome.kind !== 'delivered') await fallback(receiver, head.caseNo);
    if (recovery !== 'none') refillOne(receiver);
    if (desk.circuit.until > now) wakeAt(desk.circuit.until);
  };

  return {
    serve: () => wakeUps.serve(LANE, LANE_CONCURRENCY, handle),
    wake,
    refill: () => receivers.list().forEach(refillOne),
    busy() {
      const now = clock.now();
      if (handingOver > 0) return true;
      return receivers.list().some((receiver) => {
        const desk = deskOf(receiver.receiverId);
        if (desk.inFlight.size > 0) return true;
        if (!isOpen(receiver) || desk.circuit.until > now) return false;
        return dueCases(records, receiver.receiverId, now, 1).length > 0;
      });
    },
    change: () => told.promise,
    renew(receiverId) {
      const desk = desks.get(receiverId);
      if (desk) desk.circuit = createCircuit();
    },
    async forget(receiverId) {
      desks.delete(receiverId);
      await channel.forget(receiverId);
    },
    async stop(graceMs) {
      closed = true;
      const inFlight = () => [...desks.values()].some((desk) => desk.inFlight.size > 0);
      const ended = new AbortController();
      const grace = clock.wait(graceMs, ended.signal).then(() => stopping.abort());
      while (inFlight()) await told.promise;
      ended.abort();
      await grace;
      await channel.close();
    },
  };
}
