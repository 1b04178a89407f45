import type { Cancel, Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';

const LANE = 'timer';
/** Keys at a time. */
const CONCURRENCY = 16;
/** Keys woken together; the next ones follow when these are done. */
const MAX_IN_FLIGHT = 1_000;

export interface Timer {
  readonly timerId: string;
  readonly kind: string;
  readonly key: string;
  readonly dueAt: number;
}

/** What a timer does, inside the transaction that also deletes its row; it may set timers anew. */
export type TimerHandler = (tx: RecordsTransaction, timer: Timer, now: number) => void;

/**
 * Timers are rows with `due_at`, fired by the one clock as immediate wake-ups. Rows due while the gateway was down fire
 * at start.
 */
export interface Timers {
  start(): void;
  stop(): void;
  /** Wakes everything due once more, also what failed before. */
  wakeDue(): void;
  /** Epoch ms of the earliest timer; undefined when there is none. */
  nextDue(): number | undefined;
}

export interface TimersOptions {
  readonly records: Records;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  /** By kind. */
  readonly handlers: Readonly<Record<string, TimerHandler>>;
}

export function createTimers({ records, wakeUps, clock, handlers }: TimersOptions): Timers {
  const inFlight = new Set<string>();
  /** Keys that failed: left to the auditor, so that a defect cannot spin. */
  const failed = new Set<string>();
  let armed: { due: number; cancel: Cancel } | undefined;
  let unsubscribe: (() => void) | undefined;
  let running = false;

  const disarm = () => {
    armed?.cancel();
    armed = undefined;
  };

  const nextDue = () =>
    records.read.get<{ due: number | null }>('SELECT min(due_at) AS due FROM timer')?.due ?? undefined;

  const fire = () => {
    const rows = records.read.all<{ key: string }>(
      'SELECT DISTINCT key FROM timer WHERE due_at <= ? LIMIT ?',
      clock.now(),
      MAX_IN_FLIGHT + failed.size,
    );
    for (const { key } of rows) {
      if (inFlight.has(key) || failed.has(key)) continue;
      inFlight.add(key);
      wakeUps.wake(LANE, key);
    }
  };

  /** Looks at the earliest timer not yet due; what is due is on its way already. */
  const arm = () => {
    if (!running) return;
    const now = clock.now();
    if (inFlight.size === 0) {
      const due = nextDue();
      if (due !== undefined && due <= now) fire();
    }
    const later = records.read.get<{ due: number | null }>(
      'SELECT min(due_at) AS due FROM timer WHERE due_at > ?',
      now,
    );
    const due = later?.due ?? undefined;
    if (due === armed?.due) return;
    disarm();
    if (due === undefined) return;
    const cancel = clock.at(due, () => {
      armed = undefined;
      if (!running) return;
      fire();
      arm();
    });
    armed = { due, cancel };
  };

  const fireOne = (timer: Timer) =>
    records.write((tx) => {
      // Gone or moved in the meantime: then it is not due.
      if (tx.run('DELETE FROM timer WHERE timer_id = ? AND due_at = ?', timer.timerId, timer.dueAt) === 0) return;
      const handler = handlers[timer.kind];
      if (!handler) throw new GatewayError('INTERNAL', `no handler for timers of kind ${timer.kind}`);
      handler(tx, timer, clock.now());
    });

  const work = async (key: string) => {
    const due = records.read.all<Timer>(
      `SELECT timer_id AS timerId, kind, key, due_at AS dueAt FROM timer
       WHERE due_at <= ? AND key = ? ORDER BY due_at, timer_id`,
      clock.now(),
      key,
    );
    try {
      for (const timer of due) await fireOne(timer);
    } catch (error) {
      failed.add(key);
      throw error;
    } finally {
      inFlight.delete(key);
    }
    arm();
  };

  wakeUps.serve(LANE, CONCURRENCY, work);

  return {
    start() {
      running = true;
      unsubscribe = records.onCommit(arm);
      arm();
    },
    stop() {
      running = false;
      unsubscribe?.();
      disarm();
    },
    wakeDue() {
      if (!running) return;
      failed.clear();
      inFlight.clear();
      arm();
    },
    nextDue,
  };
}
