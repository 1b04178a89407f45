import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { testDir } from './test-dir.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The bin as a user calls it. */
export const cli = fileURLToPath(new URL('../../gateway/cli.js', import.meta.url));

export interface RunningGateway {
  readonly ready: { mqtt: string; http: string; ws: string; queue: string; series: string; dataDir: string };
  readonly process: ChildProcess;
  /** Log lines so far. */
  log(): string;
  /** Sends a signal and waits for the end; the exit code, or null after a kill. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `gridwarden start` on free ports; resolves with its ready line. Killed at the end of the test at the latest. */
export async function startGateway(
  options: { env?: Record<string, string>; args?: string[]; dataDir?: string } = {},
): Promise<RunningGateway> {
  const child = spawn(process.execPath, [cli, 'start', ...(options.args ?? [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GRIDWARDEN_DATA_DIR: options.dataDir ?? testDir(),
      GRIDWARDEN_MQTT_PORT: '0',
      GRIDWARDEN_HTTP_PORT: '0',
      ...options.env,
    },
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`gridwarden start ended with ${code}: ${log}`)));
  });
  return {
    ready: JSON.parse(line),
    process: child,
    log: () => log,
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
}

/** Runs a command of the bin to its end. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}
