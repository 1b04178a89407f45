import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../gateway/program.ts';
import { eventually } from './server-process.ts';
import { testDir } from './test-dir.ts';

/** Whether strace is installed and may trace here; says why not. */
export function traceable(): boolean {
  const tried = findProgram('strace')
    ? spawnSync('strace', ['-o', '/dev/null', 'true'], { encoding: 'utf8' })
    : undefined;
  if (tried?.status === 0) return true;
  console.log(`not tried: ${tried ? tried.stderr.trim() : 'strace is not installed'}`);
  return false;
}

export interface Trace {
  /** What was seen so far, a line for each system call. */
  lines(): readonly string[];
  /** Lets go of the process, which runs on unharmed. */
  end(): Promise<void>;
}

/** Attaches to every thread of a process. `path`: only calls that touch this file; undefined: all. */
export async function traced(
  target: ChildProcess,
  path: string | undefined,
  options: readonly string[],
): Promise<Trace> {
  const file = join(testDir(), 'strace.log');
  const only = path === undefined ? [] : ['-P', path];
  const tracer = spawn('strace', ['-f', '-p', String(target.pid), ...options, ...only, '-o', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  tracer.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => tracer.once('exit', () => resolve()));
  await eventually('strace attached', () => said.includes('attached'));
  return {
    lines: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []),
    async end() {
      tracer.kill('SIGINT');
      await ended;
    },
  };
}
