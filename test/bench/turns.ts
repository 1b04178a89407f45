/**
 * Preloaded into a system under test (`node --import`): writes a line of JSON for every long turn of an event loop, with the CPU
 * time of its own thread in it. On a machine whose cores have more to do than they can, a turn lasts longer than its work.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface LongTurn {
  /** Epoch ms of its end. */
  readonly at: number;
  /** ms it lasted, and ms its thread worked in it. */
  readonly wall: number;
  readonly cpu: number;
}

const LOOK_EVERY = 10;
const LONG_MS = 30;

/** The long turns of a file, those of every thread. */
export function longTurns(file: string): readonly LongTurn[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LongTurn);
}

const file = process.env['GRIDWARDEN_BENCH_TURNS'];
if (file !== undefined && process.execArgv.some((flag) => flag.includes('turns.ts'))) {
  const cpuMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let last = performance.now();
  let lastCpu = cpuMs();
  setInterval(() => {
    const [now, cpu] = [performance.now(), cpuMs()];
    const turn: LongTurn = { at: Date.now(), wall: now - last - LOOK_EVERY, cpu: cpu - lastCpu };
    if (turn.wall > LONG_MS) appendFileSync(file, `${JSON.stringify(turn)}\n`);
    [last, lastCpu] = [now, cpu];
  }, LOOK_EVERY).unref();
}
