import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { readLimits } from './changed-limits.ts';
import { type TypeChanges, writeTypes } from './changed-types.ts';
import type { Progress, TrialJob, TrialSetup } from './replay.ts';
import type { TrialResult } from './result.ts';
import type { TrialWord } from './trial-child.ts';

/** What somebody wants to try: a stretch of the inbox by time of arrival, and what is to be different. */
export interface TrialRequest extends TypeChanges {
  /** Epoch ms, both included. */
  readonly from: number;
  readonly to: number;
  /** ms; default 1 h. */
  readonly warmUp?: number;
  /** Another city profile or operating mode than that in force. */
  readonly profile?: string;
  readonly mode?: string;
  /** Other limits of the pipeline: `{"reopen":"10min","storm":{"cases":10}}`. */
  readonly pipeline?: object;
}

/** What a gateway decides by, and where it keeps what is read. */
export interface TrialGround extends Pick<TrialJob, 'dataDir' | 'profilesDir' | 'firstSight' | 'production' | 'now'> {
  /** Folders of the device types in force; a later one wins. */
  readonly typeFolders: readonly string[];
  readonly profile: string;
  readonly mode: string;
}

export interface Trial {
  readonly trialId: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly from: number;
  readonly to: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly progress: Progress;
  readonly result?: TrialResult;
  /** Why it failed. */
  readonly problem?: { readonly code: string; readonly detail: string };
}

export interface Trials {
  /** Begins one. Throws REQUEST_INVALID, and TRIAL_BUSY while another one runs. */
  start(request: TrialRequest): Trial;
  /** The newest first. */
  list(): readonly Trial[];
  get(trialId: string): Trial | undefined;
  /** Cancels a running trial, forgets a finished one; false when there is none. */
  end(trialId: string): Promise<boolean>;
  /** Cancels what runs. Twice is harmless. */
  stop(): Promise<void>;
}

const HOUR = 3_600_000;
/** A week: messages are kept for days, and a trial reads that much at once. */
const MAX_WARM_UP = 7 * 24 * HOUR;
/** Messages of a trial; a longer stretch is refused and says how many it holds. */
export const MAX_MESSAGES = 5_000_000;
/** Machine ms a trial may take; then it has failed. */
const TIME_LIMIT = 30 * 60_000;
/** MiB of heap; a trial that needs more has failed. */
const MAX_HEAP = 1_024;
/** Trials remembered; the oldest finished one gives way. They are gone after a restart. */
const MAX_KEPT = 16;
/** Characters kept of what a process says when it dies. */
const MAX_LAST_WORDS = 500;

/** The job of a request, with its device types written into `folder`. Throws REQUEST_INVALID. */
export function jobOf(ground: TrialGround, request: TrialRequest, folder: string): TrialJob {
  const { typeFolders, profile, mode, ...rest } = ground;
  const { from, to, warmUp = HOUR } = request;
  if (!(from < to)) throw new GatewayError('REQUEST_INVALID', 'from must lie before to', { path: 'from' });
  if (!(warmUp >= 0 && warmUp <= MAX_WARM_UP))
    throw new GatewayError('REQUEST_INVALID', 'warmUp must be between 0s and 7d', { path: 'warmUp' });
  const { profile: otherProfile = profile, mode: otherMode = mode } = request;
  // Its grids take a while to read, so the rest of the city is looked at in the process of the trial.
  if (!/^[a-z0-9-]{1,64}$/.test(otherProfile) || !existsSync(join(ground.profilesDir, otherProfile, 'profile.yaml')))
    throw new GatewayError('REQUEST_INVALID', `profile: there is no profile "${otherProfile}"`, { path: 'profile' });
  const baseline: TrialSetup = { typeFolders, profile, mode };
  const changed = writeTypes(typeFolders, request, folder);
  const trial: TrialSetup = {
    ...{ typeFolders: changed, profile: otherProfile, mode: otherMode },
    ...(request.pipeline === undefined ? {} : { limits: readLimits(request.pipeline) }),
  };
  return { ...rest, from, to, warmUp, maxMessages: MAX_MESSAGES, baseline, trial };
}

interface Running {
  readonly trialId: string;
  /** Ends its process; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Trials of a running gateway, one at a time, each in a process of its own that only reads the data directory. */
export function createTrials(options: { ground(): TrialGround; clock: Pick<Clock, 'now' | 'wait'> }): Trials {
  const { ground, clock } = options;
  const trials = new Map<string, Trial>();
  let running: Running | undefined;

  const change = (trialId: string, to: Partial<Trial>) => {
    const trial = trials.get(trialId);
    if (trial?.state === 'running') trials.set(trialId, { ...trial, ...to });
  };
  const fail = (trialId: string, code: string, detail: string) =>
    change(trialId, { state: 'failed', problem: { code, detail } });

  const run = (trialId: string, job: TrialJob, over: () => void): Running => {
    const child = fork(fileURLToPath(new URL('./trial-child.ts', import.meta.url)), {
      execArgv: [`--max-old-space-size=${MAX_HEAP}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-MAX_LAST_WORDS);
    });
    const timer = new AbortController();
    const gone = new Promise<void>((resolve) => {
      const ended = (how: string) => {
        timer.abort();
        fail(trialId, 'INTERNAL', `the process of the trial ended (${how}) ${lastWords}`.trim());
        over();
        resolve();
      };
      child.once('error', (error) => ended(error.message));
      child.once('exit', (code, signal) => ended(signal ?? `exit ${code}`));
    });
    void clock.wait(TIME_LIMIT, timer.signal).then(() => {
      if (timer.signal.aborted) return;
      fail(trialId, 'REQUEST_INVALID', `it took longer than ${TIME_LIMIT / 60_000} min; choose a shorter stretch`);
      child.kill('SIGKILL');
    });
    child.on('message', (word: TrialWord) => {
      if ('progress' in word) return change(trialId, { progress: word.progress });
      if ('result' in word) change(trialId, { state: 'done', result: word.result });
      else fail(trialId, word.failed.code, word.failed.detail);
      // It ends by itself, and whoever has seen the end may begin the next one at once.
      child.disconnect();
      over();
    });
    child.send(job);
    return {
      trialId,
      kill() {
        child.kill('SIGKILL');
        return gone;
      },
    };
  };

  const makeRoom = () => {
    if (trials.size < MAX_KEPT) return;
    const [oldest] = trials.keys();
    if (oldest !== undefined) trials.delete(oldest);
  };

  return {
    start(request) {
      if (running)
        throw new GatewayError('TRIAL_BUSY', `trial ${running.trialId} is running; wait for it or DELETE it`);
      const folder = mkdtempSync(join(tmpdir(), 'gridwarden-trial-'));
      const remove = () => rmSync(folder, { recursive: true, force: true });
      try {
        const job = jobOf(ground(), request, join(folder, 'device-types'));
        const trialId = randomUUID();
        makeRoom();
        const { from, to } = job;
        const progress = { messages: 0, of: 0, at: from };
        const trial: Trial = { trialId, state: 'running', from, to, startedAt: clock.now(), progress };
        trials.set(trialId, trial);
        running = run(trialId, job, () => {
          if (running?.trialId === trialId) running = undefined;
          remove();
        });
        return trial;
      } catch (error) {
        remove();
        throw toGatewayError(error);
      }
    },
    list: () => [...trials.values()].reverse(),
    get: (trialId) => trials.get(trialId),
    async end(trialId) {
      const trial = trials.get(trialId);
      if (!trial) return false;
      if (trial.state !== 'running') return trials.delete(trialId);
      change(trialId, { state: 'cancelled' });
      await running?.kill();
      return true;
    },
    async stop() {
      if (running) change(running.trialId, { state: 'cancelled' });
      await running?.kill();
    },
  };
}
