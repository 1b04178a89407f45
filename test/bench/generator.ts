import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../gateway/program.ts';
import { tempDir } from '../support/temp-dir.ts';
import { ALARM_EVERY, ALARM_OFF, ALARM_ON, TELEMETRY } from './workload.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** A line of the generator. Counts since its start; latencies of PUBACK in microseconds, measured behind the warm-up. */
export interface LoadLine {
  readonly event: 'connected' | 'warm' | 'stopped' | 'done';
  readonly ms: number;
  readonly sent: number;
  readonly acked: number;
  /** Connections the server closed. */
  readonly closed: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** CPU microseconds of the generator. */
  readonly cpu: number;
}

export interface LoadOptions {
  readonly mode: 'window' | 'rate' | 'flood' | 'idle';
  readonly port: number;
  readonly connections: number;
  /** Unacknowledged messages per connection. */
  readonly window?: number;
  /** Messages per second of all connections, in mode `rate`. */
  readonly rate?: number;
  readonly warmSeconds?: number;
  readonly seconds: number;
  /** Every how manieth message of a device is an alarm; 1 % unless told. */
  readonly alarmEvery?: number;
}

let program: readonly string[] | undefined;

/** The generator in C where there is a compiler, else the one in JavaScript, which is the bottleneck before most servers. */
export function generatorProgram(): readonly string[] {
  if (program) return program;
  const compiler = findProgram('gcc', 'cc', 'clang');
  if (compiler && !process.env['GRIDWARDEN_BENCH_JS_LOAD']) {
    const binary = join(tempDir('load').path, 'load');
    execFileSync(compiler, ['-O2', '-o', binary, here('load.c')], { stdio: 'inherit' });
    program = [binary];
  } else program = [process.execPath, here('load.ts')];
  return program;
}

/** A generator with all its connections open, waiting for `go`. */
export interface Load {
  readonly connected: LoadLine;
  /** Starts sending; the lines come in the order warm, stopped, done. */
  go(): void;
  next(event: LoadLine['event']): Promise<LoadLine>;
  end(): void;
}

export async function openLoad(options: LoadOptions): Promise<Load> {
  const {
    mode,
    port,
    connections,
    window = 20,
    rate = 0,
    warmSeconds = 1,
    seconds,
    alarmEvery = ALARM_EVERY,
  } = options;
  const [command = '', ...args] = generatorProgram();
  const numbers = [port, connections, window, rate, warmSeconds, seconds, alarmEvery].map(String);
  const child = spawn(command, [...args, mode, ...numbers, TELEMETRY, ALARM_ON, ALARM_OFF], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined); // it ended: the missing line says so
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (event: LoadLine['event']): Promise<LoadLine> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the load generator ended before "${event}"`);
    const line = JSON.parse(value) as LoadLine;
    if (line.event !== event) throw new Error(`"${line.event}" instead of "${event}"`);
    return line;
  };
  return {
    connected: await next('connected'),
    go: () => void child.stdin.write('\n'),
    next,
    end: () => void child.kill('SIGKILL'),
  };
}
