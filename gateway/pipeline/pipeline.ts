import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { CandidateSource } from '../model/candidate.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import type { Records } from '../records/records.ts';
import { createAuditor } from './auditor.ts';
import type { CasePort, CityPort, DevicePort } from './stage.ts';
import { createTimers, type TimerHandler } from './timers.ts';
import { createWorker } from './worker.ts';

const LANE = 'candidate';
/** Attach keys at a time: enough to fill group commits of the records store. */
const CONCURRENCY = 64;
const IDLE_POLL_MS = 20;

export interface PipelineOptions {
  readonly records: Records;
  readonly source: CandidateSource;
  readonly wakeUps: WakeUps & { onWiped(listener: () => void): () => void };
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly city: CityPort;
  readonly devices: DevicePort;
  readonly cases: CasePort;
  /** On a production profile simulated candidates never become cases. */
  readonly production: boolean;
  /** What timers do, by kind. */
  readonly timerHandlers: Readonly<Record<string, TimerHandler>>;
  /** Further audits, each waking what waits of its kind: deliveries. */
  readonly audits: readonly (() => void)[];
}

/** From waiting candidates to cases. */
export interface Pipeline {
  /** After every lane is served: wakes what waits and listens for more. */
  start(): void;
  /** Takes nothing new; what runs is finished by `wakeUps.close()`. Twice is harmless. */
  stop(): void;
  /**
   * Resolves when no candidate and no due timer waits and no wake-up of any lane waits or runs. A candidate that fails
   * again and again keeps it waiting.
   */
  idle(): Promise<void>;
  /** Epoch ms of the earliest timer, for a clock that steps. */
  nextDue(): number | undefined;
  /** Wakes everything that waits. */
  audit(): void;
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { records, source, wakeUps, clock, metrics, city, devices, cases, production } = options;
  const tools = { city, devices, cases, production };
  wakeUps.serve(LANE, CONCURRENCY, createWorker({ records, source, tools, clock, metrics }));
  const timers = createTimers({ records, wakeUps, clock, handlers: options.timerHandlers });

  const wakeAll = (keys: readonly string[]) => {
    for (const key of keys) wakeUps.wake(LANE, key);
  };
  const wakeWaiting = () => {
    wakeAll(source.keys());
    timers.wakeDue();
  };
  const auditor = createAuditor({
    clock,
    onWiped: (listener) => wakeUps.onWiped(listener),
    audits: [wakeWaiting, ...options.audits],
  });
  const waits = () => {
    const due = timers.nextDue();
    return source.size > 0 || (due !== undefined && due <= clock.now());
  };
  let unsubscribe: (() => void) | undefined;

  return {
    start() {
      unsubscribe = source.onArrival(wakeAll);
      timers.start();
      auditor.start();
    },
    stop() {
      unsubscribe?.();
      auditor.stop();
      timers.stop();
    },
    async idle() {
      for (;;) {
        await wakeUps.idle();
        if (!waits()) return;
        wakeWaiting();
        await clock.wait(IDLE_POLL_MS);
      }
    },
    nextDue: timers.nextDue,
    audit: auditor.audit,
  };
}
