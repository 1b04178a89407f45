import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { startInflux, type TestInflux } from '../support/influx.ts';
import { startRedis } from '../support/redis.ts';
import { childNamed } from './cpu.ts';
import { COUNTED } from './workload.ts';

/** What a system has done so far. */
export interface Progress {
  /** Messages it has stored and, where it has rules, evaluated. */
  readonly stored: number;
  /** Alarms it has turned into cases, or its jobs it has done. */
  readonly alarms: number;
  /** Nothing waits inside it. */
  readonly idle: boolean;
}

/** One system under test, running, with the servers it needs. All processes are children of the benchmark. */
export interface Running {
  readonly port: number;
  /** ms from the start of the system's own process to its ready line. */
  readonly readyMs: number;
  /** Process ids by the name they have in the table, the system's own first. */
  readonly processes: Readonly<Record<string, number>>;
  progress(): Promise<Progress>;
  /** Longest time the event loop stood still since the last call, ms; undefined where there is none to ask. */
  longestStall(): Promise<number | undefined>;
  /** Makes devices d0 to d{count-1} known, where the system wants that. */
  register(count: number): Promise<void>;
  /** Points in the database. */
  points(): Promise<number>;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Where every alarm goes by HTTP POST. */
  readonly webhook?: string;
  /** Folder for a CPU profile of the system's own process. */
  readonly profile?: string;
  /** File that gets the long turns of its event loops, where it can be watched (`turns.ts`). */
  readonly turns?: string;
  /** Variables of the system's own process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface System {
  readonly name: string;
  /** Why it cannot run here; undefined when it can. */
  missing(): string | undefined;
  start(options: StartOptions): Promise<Running>;
}

/** InfluxDB and Redis, empty; Redis syncs every second. */
export interface Stores {
  readonly influxUrl: string;
  readonly redisUrl: string;
  readonly processes: { readonly influxd: number; readonly redis: number };
  points(db: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startStores(): Promise<Stores> {
  const influx: TestInflux = await startInflux();
  const redis = await startRedis({ appendOnly: true });
  return {
    influxUrl: influx.url,
    redisUrl: redis.url,
    processes: { influxd: childNamed('influxd'), redis: childNamed('redis-server') },
    async points(db) {
      let count = 0;
      for (const [measurement, field] of COUNTED) {
        const rows = await influx.query(db, `SELECT count("${field}") FROM "${measurement}"`);
        count += Number(rows[0]?.['count'] ?? 0);
      }
      return count;
    },
    async stop() {
      await redis.remove();
      await influx.remove();
    },
  };
}

/** A child that says one JSON line when ready and one for every line on its stdin. */
export interface Asked<T> {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ready: Record<string, unknown>;
  readonly readyMs: number;
  ask(): Promise<T>;
  stop(): Promise<void>;
}

export async function startAsked<T>(args: readonly string[], env: Record<string, string> = {}): Promise<Asked<T>> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${args[0]} ended`);
    return JSON.parse(value);
  };
  const killNow = () => child.kill('SIGKILL');
  process.on('exit', killNow);
  const ready = await next();
  return {
    child,
    pid: child.pid ?? 0,
    ready,
    readyMs: performance.now() - began,
    ask() {
      child.stdin.write('\n');
      return next() as Promise<T>;
    },
    stop: () => stopped(child).finally(() => process.off('exit', killNow)),
  };
}

/** SIGTERM, and SIGKILL for who has not ended 10 s later. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
}
