import { cpuMicros } from './cpu.ts';
import type { Progress, Running } from './system.ts';

/** A system at one moment. */
export interface Snapshot extends Progress {
  /** Machine ms. */
  readonly at: number;
  /** CPU microseconds by process. */
  readonly cpu: Readonly<Record<string, number>>;
}

export async function snapshot(running: Running): Promise<Snapshot> {
  const progress = await running.progress();
  const cpu = Object.fromEntries(Object.entries(running.processes).map(([name, pid]) => [name, cpuMicros(pid)]));
  return { ...progress, at: performance.now(), cpu };
}

/** ms without any progress after which a system has come to rest, whatever it still owes. */
const REST_MS = 5_000;
const POLL_MS = 50;

/** ms after which it is not waited for any longer, even if it still goes on. */
const LONGEST_MS = 60_000;

/** Waits until `count` messages are stored and nothing is left to do, or nothing more comes of it. */
export async function drained(running: Running, count: number): Promise<Snapshot> {
  const until = performance.now() + LONGEST_MS;
  let last = await snapshot(running);
  for (let now = last; ; now = await snapshot(running)) {
    if ((now.stored >= count && now.idle) || now.at > until) return now;
    if (now.stored > last.stored || now.alarms > last.alarms) last = now;
    else if (now.at - last.at > REST_MS) return last;
    await wait(POLL_MS);
  }
}

/** CPU microseconds per stored message of each process, as columns, and of all. */
export function cpuColumns(before: Snapshot, after: Snapshot): Record<string, number> {
  const messages = after.stored - before.stored;
  const each = Object.keys(after.cpu).map((name): [string, number] => [
    `µs ${name}`,
    ((after.cpu[name] ?? 0) - (before.cpu[name] ?? 0)) / messages,
  ]);
  return { ...Object.fromEntries(each), 'µs all': each.reduce((sum, [, micros]) => sum + micros, 0) };
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The value below which a share `p` of them lies; NaN of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};
