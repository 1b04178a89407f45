import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type LabClock, timeText } from './lab-clock.ts';

const REPOSITORY = join(import.meta.dirname, '..');
/** A first start may have to unpack a database. */
const READY_MS = 60_000;
const STOP_MS = 15_000;
/** Lines of the gateway's own output kept for an explanation; the oldest go first. */
const KEPT_LINES = 40;

const portOrUrl = z.union([z.int(), z.string()]);
const readyLine = z.object({
  event: z.literal('ready'),
  mqtt: portOrUrl,
  http: portOrUrl,
  queue: z.string().optional(),
  series: z.string().optional(),
  dataDir: z.string().optional(),
});

export interface GatewayAddress {
  readonly mqtt: { readonly host: string; readonly port: number };
  readonly http: { readonly host: string; readonly port: number };
  readonly queue: string;
  readonly series: string;
}

/** The gateway as a child process that can be killed and started again on the same data and the same ports. */
export interface GatewayProcess {
  readonly address: GatewayAddress;
  /** Resolves with the last lines of its output if it ends without having been told to. */
  readonly died: Promise<string>;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again; resolves when it is ready. */
  restart(): Promise<void>;
  /** SIGTERM, and SIGKILL when it takes longer than 15 s. Harmless when it is gone. */
  stop(): Promise<void>;
}

/** Host and port of `mqtt://127.0.0.1:1883`, `http://…`, or a bare port. */
export function endpointOf(address: string | number): { host: string; port: number } {
  if (typeof address === 'number') return { host: '127.0.0.1', port: address };
  const url = new URL(address);
  return { host: url.hostname, port: Number(url.port) };
}

/** What the ready line says, or nothing when a line of output is something else. */
export function parseReadyLine(line: string): GatewayAddress | undefined {
  if (!line.startsWith('{')) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    return undefined;
  }
  const ready = readyLine.safeParse(content);
  if (!ready.success) return undefined;
  const { mqtt, http, queue = '', series = '' } = ready.data;
  return { mqtt: endpointOf(mqtt), http: endpointOf(http), queue, series };
}

interface Launched {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
  readonly output: readonly string[];
  readonly address: GatewayAddress;
}

/** On Linux a gateway whose lab was killed ends with it, even by `kill -9`; elsewhere it is killed when the lab exits. */
function dyingWithUs(program: string, ...args: string[]): [string, ...string[]] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM', program, ...args] : [program, ...args];
}

async function launch(options: {
  dataDir: string;
  clock: LabClock;
  profile: string;
  ports: { mqtt: number; http: number };
  environment?: Readonly<Record<string, string>>;
}): Promise<Launched> {
  const { GRIDWARDEN_CONFIG: _file, ...inherited } = process.env;
  const [program, ...args] = dyingWithUs(process.execPath, join(REPOSITORY, 'gateway', 'main.ts'), 'start');
  const child = spawn(program, args, {
    cwd: REPOSITORY,
    // A group of its own: Ctrl-C is for the lab, which then stops the gateway in good order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited,
      ...options.environment,
      GRIDWARDEN_DATA_DIR: options.dataDir,
      GRIDWARDEN_PROFILE: options.profile,
      GRIDWARDEN_MQTT_PORT: String(options.ports.mqtt),
      GRIDWARDEN_HTTP_PORT: String(options.ports.http),
      GRIDWARDEN_CLOCK: `${timeText(options.clock.now())}@step`,
    },
  });
  const output: string[] = [];
  const orphaned = () => void child.kill('SIGKILL');
  process.once('exit', orphaned);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void gone.then(() => process.removeListener('exit', orphaned));
  const ready = new Promise<GatewayAddress>((resolve) => {
    const read = (line: string) => {
      output.push(line);
      if (output.length > KEPT_LINES) output.shift();
      const address = parseReadyLine(line);
      if (address) resolve(address);
    };
    if (child.stdout) createInterface({ input: child.stdout }).on('line', read);
    if (child.stderr) createInterface({ input: child.stderr }).on('line', read);
  });
  const patience = new AbortController();
  const outcome = await Promise.race([
    ready,
    gone.then(() => 'ended' as const),
    options.clock.wait(READY_MS, patience.signal).then(() => 'silent' as const),
  ]);
  patience.abort();
  if (typeof outcome === 'object') return { child, gone, output, address: outcome };
  child.kill('SIGKILL');
  const why = outcome === 'ended' ? `ended with code ${child.exitCode}` : `was not ready after ${READY_MS / 1000} s`;
  throw new Error(`the gateway ${why}:\n${output.join('\n')}`);
}

/** Starts the gateway in lab mode on `dataDir`, its clock standing at the lab's time. Throws with its output if it fails. */
export async function startGateway(options: {
  dataDir: string;
  clock: LabClock;
  profile: string;
  /** Further variables of its own, such as where its profiles lie. */
  environment?: Readonly<Record<string, string>>;
}): Promise<GatewayProcess> {
  let current = await launch({ ...options, ports: { mqtt: 0, http: 0 } });
  const { address } = current;
  let expected = false;
  let reportDeath: (output: string) => void = () => {};
  const died = new Promise<string>((resolve) => {
    reportDeath = resolve;
  });
  const watch = ({ gone, output }: Launched) =>
    void gone.then(() => {
      if (!expected) reportDeath(output.join('\n'));
    });
  watch(current);
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    expected = true;
    if (current.child.exitCode === null && current.child.signalCode === null) current.child.kill(signal);
    const patience = new AbortController();
    await Promise.race([current.gone, options.clock.wait(STOP_MS, patience.signal)]);
    patience.abort();
    if (current.child.exitCode === null && current.child.signalCode === null) {
      current.child.kill('SIGKILL');
      await current.gone;
    }
  };
  return {
    address,
    died,
    kill: () => end('SIGKILL'),
    async restart() {
      current = await launch({ ...options, ports: { mqtt: address.mqtt.port, http: address.http.port } });
      expected = false;
      watch(current);
    },
    stop: () => end('SIGTERM'),
  };
}
