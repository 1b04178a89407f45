import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../gateway/clock.ts';
import { findProgram } from '../../gateway/program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = fileURLToPath(new URL('../../gateway/cli.js', import.meta.url));
/** Exit codes that say "not now": a port or the data directory still held, a store away. A service manager tries again. */
const NOT_NOW = new Set([3, 4, 5]);
const AGAIN_MS = 250;
/** A start that is not ready by then is a failure, machine ms. */
const READY_MS = 60_000;
/** Characters of the newest log lines kept for an explanation. */
const KEPT = 20_000;

/** The gateway as its service manager sees it: started through the bin, again and again, on one data directory. */
export interface GatewayChild {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it; `ready` resolves once it says so, and rejects when it does not. */
  start(): { readonly ready: Promise<void> };
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  readonly kills: number;
  /** Longest time from spawn to ready of those starts that ended ready, ms. */
  readonly slowestStart: number;
  /** Ends nobody asked for, each with its last words. */
  readonly defects: readonly string[];
}

export function createGatewayChild(options: { env: Readonly<Record<string, string>>; clock: Clock }): GatewayChild {
  const { env, clock } = options;
  const { GRIDWARDEN_CONFIG: _file, ...inherited } = process.env;
  const setpriv = findProgram('setpriv');
  const defects: string[] = [];
  let child: ChildProcess | undefined;
  let generation = 0;
  let kills = 0;
  let slowestStart = 0;

  const command = [process.execPath, CLI, 'start'];
  // It must not outlive the harness, even where that is killed (Linux).
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'KILL');

  /** One process; resolves with `ready`, or with the exit code and the log when it ends before. */
  const launch = (): Promise<{ ready: true } | { ready: false; code: number | null; log: string }> => {
    const made = spawn(command[0] ?? '', command.slice(1), {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...inherited, ...env },
    });
    child = made;
    let log = '';
    let isReady = false;
    made.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-KEPT);
    });
    made.once('exit', (code, signal) => {
      if (child !== made) return;
      child = undefined;
      if (isReady) defects.push(`the gateway ended with ${signal ?? `code ${code}`}:\n${log}`);
    });
    return new Promise((resolve) => {
      made.stdout.setEncoding('utf8').on('data', (text: string) => {
        isReady ||= text.includes('"ready"');
        if (isReady) resolve({ ready: true });
      });
      made.once('close', (code) => resolve({ ready: false, code, log }));
    });
  };

  const untilReady = async (own: number): Promise<void> => {
    const since = clock.monotonic();
    while (own === generation) {
      const began = clock.monotonic();
      const outcome = await launch();
      if (own !== generation) return;
      if (outcome.ready) {
        slowestStart = Math.max(slowestStart, clock.monotonic() - began);
        return;
      }
      if (!NOT_NOW.has(outcome.code ?? -1)) {
        defects.push(`a start ended with code ${outcome.code}:\n${outcome.log}`);
        throw new Error(defects.at(-1));
      }
      if (clock.monotonic() - since > READY_MS) throw new Error(`not ready within ${READY_MS} ms:\n${outcome.log}`);
      await clock.wait(AGAIN_MS);
    }
  };

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    generation++;
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return null;
    const gone = new Promise<number | null>((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    return gone;
  };

  return {
    async kill() {
      kills++;
      await end('SIGKILL');
    },
    start: () => ({ ready: untilReady(++generation) }),
    stop: () => end('SIGTERM'),
    get kills() {
      return kills;
    },
    get slowestStart() {
      return slowestStart;
    },
    defects,
  };
}
