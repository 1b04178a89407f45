import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { realClock } from '../../gateway/clock.ts';
import { findProgram } from '../../gateway/program.ts';

const clock = realClock();

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
}

/** Waits until `ready` resolves to true, asking every 20 ms; throws after `ms`, with what `seen` says of the last look. */
export async function eventually(
  what: string,
  ready: () => Promise<boolean> | boolean,
  ms = 20_000,
  seen: () => unknown = () => '',
): Promise<void> {
  const until = clock.monotonic() + ms;
  while (!(await Promise.resolve(ready()).catch(() => false))) {
    if (clock.monotonic() > until) throw new Error(`${what}: not within ${ms} ms ${seen()}`.trimEnd());
    await clock.wait(20);
  }
}

/** A real server that a test may stop, kill and start again with its data. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** Starts it (again) and waits until it answers. */
  start(): Promise<void>;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL: what a crash or a power cut leaves. */
  kill(): Promise<void>;
}

export interface ServerProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly answers: () => Promise<boolean>;
}

/** Runs a server as a child that does not outlive this process, even when this one is killed (Linux). */
export function serverProcess(options: ServerProcess): Omit<TestServer, 'url' | 'port'> {
  let child: ChildProcess | undefined;
  const setpriv = findProgram('setpriv');
  const killNow = () => child?.kill('SIGKILL');
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    process.off('exit', killNow);
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill(signal);
    await ended;
  };
  return {
    async start() {
      if (child) throw new Error('already running');
      const command = setpriv ? [setpriv, '--pdeathsig', 'KILL', options.program] : [options.program];
      const running = spawn(command[0] as string, [...command.slice(1), ...options.args], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, ...options.env },
      });
      child = running;
      process.on('exit', killNow);
      let said = '';
      running.stderr.on('data', (data) => {
        said = (said + data).slice(-2_000);
      });
      await eventually(options.program, async () => {
        if (running.exitCode !== null) throw new Error(`${options.program} ended: ${said}`);
        return options.answers();
      });
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
