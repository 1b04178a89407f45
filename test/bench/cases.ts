/**
 * A district's year of 298,694 matters as candidates through the pipeline to cases, with a `kill -9` in the middle: every one
 * of them must come out exactly once. `npm run bench -- cases [--scale 0.01] [--seed 7] [--json]`; exit code 1: a count is
 * wrong or it took longer than ten minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { startRedis } from '../support/redis.ts';
import { tempDir } from '../support/temp-dir.ts';
import { volumesAt } from './replay-candidates.ts';

/** What the replay must not take longer than, at full scale, s. */
const MOST_SECONDS = 600;

interface Line {
  readonly event: 'started' | 'progress' | 'done';
  readonly decided?: number;
}

/** What the records hold when nothing waits any more. */
export interface Done {
  readonly accounts: { readonly opened: number; readonly decided: number; readonly held: object };
  readonly waiting: number;
  readonly candidates: number;
  readonly cases: number;
  readonly raised: number;
  readonly opened: number;
  readonly lastNumber: number;
  readonly components: number;
  readonly clues: number;
  readonly seconds: number;
  readonly here: number;
  readonly cpuSeconds: number;
}

export interface Replay {
  readonly expected: ReturnType<typeof volumesAt>;
  /** Decided when the first process was killed. */
  readonly killedAt: number;
  readonly done: Done;
  /** From the first start to the end, the second start and its fill included, s. */
  readonly seconds: number;
  /** Candidates per second of the process that came to the end. */
  readonly rate: number;
  /** Everything that is not as it must be, in words. */
  readonly wrong: readonly string[];
}

function run(folder: string, redis: string, scale: number, onLine: (line: Line, child: ChildProcess) => void) {
  const script = join(import.meta.dirname, 'cases-child.ts');
  const child = spawn(process.execPath, [script, folder, redis, String(scale)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => onLine(JSON.parse(line) as Line, child));
  return new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

function faultsOf(done: Done, { all, components, clues }: ReturnType<typeof volumesAt>): string[] {
  const { accounts } = done;
  const counts: [string, number, number][] = [
    ['candidates decided', accounts.decided, all],
    ['candidates opened', accounts.opened, all],
    ['reasons to hold', Object.keys(accounts.held).length, 0],
    ['candidates waiting', done.waiting, 0],
    ['rows of candidates', done.candidates, all],
    ['cases', done.cases, all],
    ['raised events', done.raised, all],
    ['candidates that opened a case', done.opened, all],
    ['last case number', done.lastNumber, all],
    ['cases of components', done.components, components],
  ];
  const wrong = counts.filter(([, is, must]) => is !== must).map(([what, is, must]) => `${what}: ${is}, not ${must}`);
  // Categories of kind CLUE among the events make a few more.
  return done.clues < clues ? [...wrong, `clues: ${done.clues}, fewer than ${clues}`] : wrong;
}

/** Replays, kills at a seeded point between a tenth and nine tenths, starts again, and counts. */
export async function replay({ scale, seed }: { scale: number; seed: number }): Promise<Replay> {
  const expected = volumesAt(scale);
  const random = xoroshiro128plus(seed);
  const killAt = uniformInt(random, Math.floor(expected.all / 10), Math.floor((expected.all * 9) / 10));
  const dir = tempDir('replay');
  const redis = await startRedis();
  const began = performance.now();
  let killedAt = 0;
  let done: Done | undefined;
  try {
    await run(dir.path, redis.url, scale, (line, child) => {
      if (line.event === 'done') killedAt = expected.all;
      if (line.event !== 'progress' || (line.decided ?? 0) < killAt || killedAt > 0) return;
      killedAt = line.decided ?? 0;
      child.kill('SIGKILL');
    });
    await run(dir.path, redis.url, scale, (line) => {
      if (line.event === 'done') done = line as Line & Done;
    });
  } finally {
    await redis.remove();
    dir.remove();
  }
  if (!done) throw new Error('the second process did not come to its end');
  const seconds = (performance.now() - began) / 1_000;
  const wrong = faultsOf(done, expected);
  if (seconds > MOST_SECONDS) wrong.push(`it took ${seconds.toFixed(0)} s, more than ${MOST_SECONDS}`);
  return { expected, killedAt, done, seconds, rate: done.here / done.seconds, wrong };
}

/** The replay as a command: prints what came of it; the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const result = await replay({ scale: Number(values.scale), seed: Number(values.seed) });
  const { expected, killedAt, done, seconds, rate, wrong } = result;
  const n = (value: number) => Math.round(value).toLocaleString('en');
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else
    console.log(`candidates    ${n(expected.all)}: ${n(expected.events)} events, ${n(expected.components)} components, ${n(expected.clues)} clues
killed at     ${n(killedAt)} decided
cases         ${n(done.cases)}, ${n(done.raised)} raised events, last number ${n(done.lastNumber)}
time          ${seconds.toFixed(1)} s in all, start and crash included
rate          ${n(rate)} candidates/s, ${n((done.cpuSeconds / done.here) * 1e6)} µs CPU each (start of the process included)
${wrong.length === 0 ? 'every count is exact' : wrong.join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}
