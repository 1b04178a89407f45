import type { Clock } from '../clock.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { CandidateSource } from '../model/candidate.ts';
import type { WakeUps } from '../model/wake-ups.ts';
import type { Records } from '../records/records.ts';
import { createAuditor } from './auditor.ts';
import { type Clues, createClues } from './clues.ts';
import { createDecider } from './decide.ts';
import { createHeldBench, type HeldBench } from './held-bench.ts';
import { holdTimers } from './hold-timers.ts';
import { LIMITS } from './limits.ts';
import { openSilences, type Silences } from './silences.ts';
import type { CasePort, CaseSearchPort, CityPort, DevicePort } from './stage.ts';
import { sweep } from './sweep.ts';
import { createTimers, type TimerHandler } from './timers.ts';
import { countUndecided } from './undecided.ts';
import { rememberSizes } from './vendor-sizes.ts';
import { createWorker } from './worker.ts';

const LANE = 'candidate';
/** Attach keys at a time: enough to fill group commits of the records store. */
const CONCURRENCY = 256;
const IDLE_POLL_MS = 20;
/** Machine ms between two sweeps. */
const SWEEP_MS = 600_000;

export interface PipelineOptions {
  readonly records: Records;
  readonly source: CandidateSource;
  readonly wakeUps: WakeUps & { onWiped(listener: () => void): () => void };
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly city: CityPort;
  readonly devices: DevicePort;
  readonly cases: CasePort & CaseSearchPort;
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
  /** What operators have silenced. */
  readonly silences: Silences;
  /** What people report. */
  readonly clues: Clues;
  /** What waits for its outcome. */
  readonly held: HeldBench;
  /** Candidates of the source that have no outcome in records. */
  undecided(): number;
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { records, source, wakeUps, clock, log, metrics, city, cases, production } = options;
  const devices = rememberSizes(options.devices, clock);
  const silences = openSilences({ records, clock });
  const limits = { ...LIMITS, ...city.limits };
  const tools = { city, devices, cases, limits, production, silenced: silences.matches };
  const decider = createDecider({ tools, clock, log, metrics });
  const undecided = countUndecided(records.read, source);
  wakeUps.serve(LANE, CONCURRENCY, createWorker({ records, source, decider, undecided, clock, log }));
  const handlers = { ...options.timerHandlers, ...holdTimers(decider) };
  const timers = createTimers({ records, wakeUps, clock, handlers });

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
  let stopSweeping: (() => void) | undefined;
  const mayTell = atMostEvery(clock, SWEEP_MS);
  const sweepNow = () =>
    void sweep(records, cases, clock.now()).catch((error: unknown) => {
      if (mayTell())
        log.warn({ err: error }, 'old rows of the pipeline could not be swept; the next round tries again');
    });

  return {
    silences,
    clues: createClues({ records, decider, clock }),
    held: createHeldBench({ records, decider }),
    undecided: () => undecided.count,
    start() {
      unsubscribe = source.onArrival(wakeAll);
      timers.start();
      auditor.start();
      stopSweeping = clock.every(SWEEP_MS, sweepNow);
    },
    stop() {
      stopSweeping?.();
      unsubscribe?.();
      auditor.stop();
      timers.stop();
    },
    async idle() {
      for (let woken = false; ; woken = true) {
        await wakeUps.idle();
        if (!waits()) return;
        // What waits after a turn of its own has failed: it gets the next one, but not without a pause.
        if (woken) await clock.wait(IDLE_POLL_MS);
        wakeWaiting();
      }
    },
    nextDue: timers.nextDue,
    audit: auditor.audit,
  };
}
