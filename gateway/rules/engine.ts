import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { CandidateSource, CaseCandidate } from '../model/candidate.ts';
import type { Decoded } from '../model/decoded.ts';
import type { Device, DeviceType } from '../model/device.ts';
import type { Expressions } from '../model/expressions.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { nothingUnevaluated, type Unevaluated } from './admission.ts';
import { createCandidateOutbox } from './candidate-outbox.ts';
import { type DeviceReport, reportOf } from './device-report.ts';
import { createEvaluator, type EvaluatorOptions } from './evaluate.ts';
import { loadMemory } from './memory.ts';
import type { Head } from './records.ts';
import type { Inputs } from './rule.ts';
import { openRuleStore, type RuleStore } from './rule-store.ts';
import { createTypeBook } from './type-book.ts';
import type { RuleWhy } from './why.ts';

/** Messages counted inside the cursor transaction; `candidates` raise, `clears` end an episode. */
export interface RuleAccounts {
  readonly received: number;
  readonly decoded: number;
  readonly duplicate: number;
  readonly deadLettered: number;
  /** Received and lost: an operator went on without a commit that could not be read. */
  readonly givenUp: number;
  readonly candidates: number;
  readonly clears: number;
}

/**
 * The rules behind the inbox. Calls of `process`, `advance` and `forget` are worked on one after the other; each is one LMDB
 * transaction holding new state, candidates, accounts and cursor, on disk when its promise resolves. When one rejects
 * (RECORDS_FAILED), nothing of it happened and the same call may be made again. `close` is called once, last.
 */
export interface RulesEngine {
  /** Last inbox commit wholly processed, 0 at first. */
  readonly cursor: number;
  /**
   * All frames of one or more whole inbox commits, the last being `cursor`. Commits up to the old cursor are skipped. `givenUp`:
   * messages of commits behind the old cursor that nobody can read any more.
   */
  process(batch: readonly Decoded[], cursor: number, givenUp?: number): Promise<void>;
  /** The reader is level with the inbox: time has come to `now`, epoch ms; fires the timers due by then. */
  advance(now: number): Promise<void>;
  /** Epoch ms of the earliest timer. */
  nextDue(): number | undefined;
  accounts(): RuleAccounts;
  /** What the rules know of a device; undefined when they have not heard of it. */
  device(deviceId: string): DeviceReport | undefined;
  /** Why each rule of a device is in alarm or is not, as of now; undefined when the rules have not heard of it. */
  why(deviceId: string): readonly RuleWhy[] | undefined;
  /** Limits of each rule as they are in force for a device now, by rule id; durations in ms. */
  limits(device: Device): Readonly<Record<string, Inputs>>;
  /** The registry says something else of these devices: new limits hold at once, also where no message comes. */
  registered(devices: readonly Device[]): Promise<void>;
  /**
   * Other device types, from now on. Episodes of rules that are gone end with a clear; the others go on under the new limits.
   * Throws what an expression throws that cannot be compiled; then the old types stay.
   */
  retype(deviceTypes: ReadonlyMap<string, DeviceType>): Promise<void>;
  /** The device is no longer registered: its episodes end and nothing of it is kept. */
  forget(deviceId: string): Promise<void>;
  readonly outbox: CandidateSource;
  /** The rule state as it is on disk when this returns, to be copied while the rules go on. */
  snapshot(): Snapshot;
  close(): Promise<void>;
}

export interface RulesOptions extends Pick<EvaluatorOptions, 'toWgs84'> {
  /** Folder of an LMDB environment of the rules' own. */
  readonly path: string;
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Waiting candidates at which `process` and `advance` wait; default 1,000,000. */
  readonly outboxLimit?: number;
  /** Without it expression rules decide nothing; the loader of the device types refuses them then. */
  readonly expressions?: Expressions;
  /**
   * The operating mode, asked once for each call of `process` and `advance` and committed with what was decided in it: a
   * switch is an input like a message. Default: NORMAL.
   */
  mode?(): string;
  /** Whether the clock can be believed, asked likewise. Default: it can. */
  clockIsRight?(): boolean;
  /** Since when devices can be heard without a break, epoch ms, asked likewise; 0: since the start. Default: 0. */
  awakeSince?(): number;
  /** For tests of failing disks. */
  readonly openStore?: (path: string) => RuleStore;
}

/** Messages and observations evaluated before the event loop gets its turn: about 10 ms of work. */
const PER_TURN = 16_384;
/** Devices given other rules before the event loop gets its turn: about 10 ms of work. */
const DEVICES_PER_TURN = 2_000;

/** Opens the rule state. Throws DATA_DIR_UNWRITABLE or DATA_DIR_NEWER. */
export async function createRulesEngine(options: RulesOptions): Promise<RulesEngine> {
  const { clock, log } = options;
  const store = (options.openStore ?? openRuleStore)(options.path);
  const book = createTypeBook(options.deviceTypes, options.expressions);
  const { toWgs84 } = options;
  const deciding: EvaluatorOptions = {
    ...{ startedAt: clock.now(), book },
    ...(toWgs84 && { toWgs84 }),
  };
  const measured = measure(options.metrics);
  let memory = loadMemory(store, book);
  let evaluator = createEvaluator(memory, deciding);
  const outbox = createCandidateOutbox(store, options.outboxLimit);
  let closed = false;
  const mayTell = atMostEvery(clock);
  let turn: Promise<void> = Promise.resolve();
  let turns = 0;
  /**
   * Cursor and accounts as they are on disk: half a batch balances with nothing, and a candidate is in the outbox only then.
   */
  let onDisk = standOf(memory.head);

  /** Puts everything since the last commit on disk; when that fails, memory goes back to what the disk has. */
  const commit = async () => {
    const { changes, candidates } = memory.take();
    const stand = standOf(memory.head);
    const started = clock.monotonic();
    try {
      await store.commit(changes);
    } catch (error) {
      if (mayTell()) log.error({ err: error }, 'rule state was not written; it is read again from disk');
      memory = loadMemory(store, book);
      evaluator = createEvaluator(memory, deciding);
      onDisk = standOf(memory.head);
      throw error;
    }
    measured.committed((clock.monotonic() - started) / 1_000, candidates, evaluator.unevaluated);
    onDisk = stand;
    outbox.arrived(changes.candidates);
    measured.waiting(outbox.size);
  };

  const checkClock = () => {
    evaluator.trustClock(options.clockIsRight?.() ?? true, clock.now());
    evaluator.listensSince(options.awakeSince?.() ?? 0);
  };

  /** Runs `work` after everything asked before. A failure is its caller's alone. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turns++;
    const result = turn.then(async () => {
      try {
        await outbox.room();
        if (closed) throw new GatewayError('RECORDS_FAILED', 'the rules engine is closed');
        await work();
      } finally {
        turns--;
      }
    });
    turn = result.catch(() => {});
    return result;
  };

  // Episodes of rules that are gone ended while the state was loaded.
  if (memory.changed()) await commit();

  /** Changes many devices, a few in each turn of the event loop, and puts what came of it on disk. */
  const change = async <T>(all: Iterable<T>, one: (item: T) => void) => {
    let changed = 0;
    for (const item of all) {
      one(item);
      if (++changed % DEVICES_PER_TURN === 0) await nextTurn();
    }
    if (memory.changed()) await commit();
  };

  return {
    get cursor() {
      return onDisk.cursor;
    },
    process: (batch, cursor, givenUp = 0) =>
      inTurn(async () => {
        const { head } = memory;
        const done = head.cursor;
        if (cursor <= done) return;
        head.mode = options.mode?.() ?? head.mode;
        checkClock();
        let unyielded = 0;
        for (const decoded of batch) {
          if (decoded.message.position.commit > done) evaluator.frame(decoded);
          unyielded += 1 + decoded.observations.length;
          if (unyielded < PER_TURN) continue;
          unyielded = 0;
          await nextTurn();
        }
        head.received += givenUp;
        head.givenUp += givenUp;
        head.cursor = cursor;
        await commit();
      }),
    advance(now) {
      const first = memory.timers.first();
      // The common case, many times a second: nothing is due and nothing else is going on.
      if (turns === 0 && !closed && memory.head.watermark > 0 && !memory.changed() && (!first || first.fireAt > now)) {
        checkClock();
        evaluator.moveTo(now);
        return Promise.resolve();
      }
      return inTurn(async () => {
        memory.head.mode = options.mode?.() ?? memory.head.mode;
        checkClock();
        evaluator.moveTo(now);
        if (memory.changed()) await commit();
      });
    },
    nextDue: () => memory.timers.first()?.fireAt,
    accounts: () => onDisk.accounts,
    device(deviceId) {
      const state = memory.devices.get(deviceId);
      return state && reportOf(state);
    },
    why(deviceId) {
      const state = memory.devices.get(deviceId);
      return state && evaluator.why(state);
    },
    limits: (device) => evaluator.limits(device, clock.now(), options.mode?.() ?? memory.head.mode),
    registered: (devices) => inTurn(() => change(devices, (device) => evaluator.registered(device))),
    retype: (deviceTypes) =>
      inTurn(() => {
        book.replace(deviceTypes);
        return change(memory.devices.values(), (state) => evaluator.retype(state));
      }),
    forget: (deviceId) =>
      inTurn(async () => {
        memory.forget(deviceId);
        if (memory.changed()) await commit();
      }),
    outbox,
    snapshot: () => store.snapshot(),
    async close() {
      if (closed) return;
      closed = true;
      outbox.close();
      await turn;
      await store.close();
    },
  };
}

function standOf(head: Head): { readonly cursor: number; readonly accounts: RuleAccounts } {
  const { cursor, received, decoded, duplicate, deadLettered, givenUp, candidates, clears } = head;
  return { cursor, accounts: { received, decoded, duplicate, deadLettered, givenUp, candidates, clears } };
}

function measure(metrics: Metrics) {
  const verdicts = metrics.counter('rule_verdicts_total', 'Verdicts of the rules', ['rule', 'type']);
  const skipped = metrics.counter('rule_unevaluated_total', 'Observations stored without being evaluated', ['reason']);
  const seconds = metrics.histogram('rule_commit_seconds', 'Time to put one batch of rule state on disk');
  const waiting = metrics.gauge('rule_candidates_waiting', 'Candidates that records do not have yet');
  return {
    committed(duration: number, candidates: readonly CaseCandidate[], unevaluated: Record<Unevaluated, number>) {
      seconds.observe(duration);
      for (const { verdict, type } of candidates) verdicts.inc({ rule: verdict.ruleId, type });
      for (const [reason, count] of Object.entries(unevaluated)) if (count > 0) skipped.inc({ reason }, count);
      Object.assign(unevaluated, nothingUnevaluated());
    },
    waiting: (count: number) => waiting.set(count),
  };
}
