import { fileURLToPath } from 'node:url';
import { type Asked, type Running, type StartOptions, type Stores, startAsked } from '../system.ts';

export const peer = (name: string) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url));

interface ReaderProgress {
  readonly received: number;
  readonly stored: number;
  readonly failed: number;
  readonly longestStallMs: number;
}
interface WorkerProgress {
  readonly jobs: number;
}

/** What the two hand-written peers have in common: a process that stores readings, a worker for cases, and a database. */
export async function handWritten(options: {
  readonly stores: Stores;
  readonly start: StartOptions;
  readonly reader: readonly string[];
  /** Name of the reading process in the table. */
  readonly name: string;
  readonly port: (ready: Record<string, unknown>) => number;
  readonly processes?: Readonly<Record<string, number>>;
  readonly stop?: () => Promise<void>;
}): Promise<Running> {
  const { stores, name } = options;
  await fetch(`${stores.influxUrl}/query`, {
    method: 'POST',
    body: new URLSearchParams({ q: 'CREATE DATABASE bench' }),
  });
  const { webhook } = options.start;
  const worker: Asked<WorkerProgress> = await startAsked([
    ...[peer('case-worker.ts'), stores.redisUrl],
    ...(webhook ? [webhook] : []),
  ]);
  const reader: Asked<ReaderProgress> = await startAsked(options.reader);
  let stall = 0;
  const asked = async () => {
    const progress = await reader.ask();
    stall = Math.max(stall, progress.longestStallMs);
    return progress;
  };
  return {
    port: options.port(reader.ready),
    readyMs: reader.readyMs,
    processes: { [name]: reader.pid, ...options.processes, worker: worker.pid, ...stores.processes },
    async progress() {
      const [{ received, stored, failed }, { jobs }] = [await asked(), await worker.ask()];
      return { stored, alarms: jobs, idle: stored + failed === received };
    },
    async longestStall() {
      await asked();
      const longest = stall;
      stall = 0;
      return longest;
    },
    register: async () => undefined,
    points: () => stores.points('bench'),
    async stop() {
      await reader.stop();
      await worker.stop();
      await options.stop?.();
      await stores.stop();
    },
  };
}
