import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import { findProgram } from '../program.ts';

export interface PrivateProcess {
  readonly program: string;
  readonly args: readonly string[];
  /** Signal that ends it quickly. */
  readonly signal: NodeJS.Signals;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Supervised {
  pid(): number | undefined;
  /** Ends it for good; twice is harmless. */
  stop(): Promise<void>;
}

const STOP_MS = 3_000;
const MAX_BACKOFF_MS = 5_000;

/**
 * Starts a child that must not outlive the gateway, even after `kill -9`: on Linux the kernel signals it when its parent
 * dies (`setpriv --pdeathsig`); elsewhere the next start stops it by its pid file. A child that dies is started again,
 * after 100 ms, doubling to 5 s.
 */
export function supervise(options: PrivateProcess): Supervised {
  const { program, args, signal, cwd, user, clock, log } = options;
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  const [command, argv] = setpriv
    ? [setpriv, ['--pdeathsig', signal.replace('SIG', ''), '--', program, ...args]]
    : [program, args];
  let child: ChildProcess | undefined;
  let stopping = false;
  let backoff = 100;

  const start = () => {
    const started = clock.monotonic();
    child = spawn(command, argv, { cwd, stdio: 'ignore', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, ...user });
    const ended = (reason: string) => {
      if (stopping) return;
      if (clock.monotonic() - started > 60_000) backoff = 100;
      log.warn({ program, reason, backoff }, 'private child ended; starting it again');
      void clock.wait(backoff).then(() => {
        if (!stopping) start();
      });
      backoff = Math.min(backoff * 2, MAX_BACKOFF_MS);
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, by) => ended(by ?? `exit ${code}`));
  };
  const last = () => child?.kill(signal);
  process.once('exit', last);
  start();

  return {
    pid: () => child?.pid,
    async stop() {
      stopping = true;
      process.removeListener('exit', last);
      const current = child;
      if (!current || current.exitCode !== null || current.signalCode !== null || current.pid === undefined) return;
      const gone = new Promise<void>((resolve) => current.once('exit', () => resolve()));
      current.kill(signal);
      await Promise.race([gone, clock.wait(STOP_MS)]);
      if (current.exitCode === null && current.signalCode === null) {
        current.kill('SIGKILL');
        await Promise.race([gone, clock.wait(STOP_MS)]);
      }
    },
  };
}

/** Command line of a running process; undefined when there is none. */
function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

/**
 * Ends a child that an earlier gateway left behind. `pidFile` holds its pid on the first line; a process whose command
 * line does not contain `mark` is somebody else's by now and is left alone.
 */
export async function stopLeftOver(pidFile: string, mark: string, signal: NodeJS.Signals, clock: Clock): Promise<void> {
  let pid: number;
  try {
    pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  } catch {
    return;
  }
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) return;
  const alive = () => commandOf(pid)?.includes(mark) === true;
  for (const next of [signal, 'SIGKILL'] as const) {
    const until = clock.monotonic() + STOP_MS;
    if (!alive()) return;
    process.kill(pid, next);
    while (alive() && clock.monotonic() < until) await clock.wait(20);
  }
}
