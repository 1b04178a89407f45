import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { tempDir } from '../../support/temp-dir.ts';
import { type Running, type System, startStores, stopped } from '../system.ts';
import { deviceAt } from '../workload.ts';

const cli = fileURLToPath(new URL('../../../gateway/cli.js', import.meta.url));

interface Accounts {
  readonly balanced: boolean;
  readonly messages: { readonly decoded: number; readonly duplicate: number; readonly pending: number };
  readonly series: { readonly stored: number; readonly deadLettered: number };
  readonly candidates: { readonly emitted: number; readonly pending: number };
}

async function request(url: string, method = 'GET', body?: object): Promise<string> {
  const response = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}

/** The gateway as a user starts it: lab mode, its own data directory on disk, a real InfluxDB and a real Redis. */
export const gridwarden: System = {
  name: 'gridwarden',
  missing: () => undefined,
  async start({ webhook, profile, turns, env = {} }): Promise<Running> {
    const stores = await startStores();
    const dir = tempDir('bench');
    const flags = [
      ...(profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : []),
      ...(turns ? ['--import', new URL('../turns.ts', import.meta.url).href] : []),
      ...(process.env['GRIDWARDEN_BENCH_NODE_FLAGS']?.split(' ') ?? []),
    ];
    const began = performance.now();
    const child = spawn(process.execPath, [...flags, cli, 'start'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        GRIDWARDEN_DATA_DIR: dir.path,
        GRIDWARDEN_MQTT_PORT: '0',
        GRIDWARDEN_HTTP_PORT: '0',
        GRIDWARDEN_INFLUX_URL: stores.influxUrl,
        GRIDWARDEN_REDIS_URL: stores.redisUrl,
        GRIDWARDEN_DEVICE_RATE: '0',
        ...(turns ? { GRIDWARDEN_BENCH_TURNS: turns } : {}),
        ...env,
      },
    });
    const killNow = () => child.kill('SIGKILL');
    process.on('exit', killNow);
    const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    if (done) throw new Error('gridwarden start ended');
    const readyMs = performance.now() - began;
    const { mqtt, http } = JSON.parse(value) as { mqtt: string; http: string };
    if (webhook) await request(`${http}/v1/receivers`, 'POST', { receiverId: 'bench', url: webhook });
    return {
      ...{ readyMs, port: Number(new URL(mqtt).port) },
      processes: { gateway: child.pid ?? 0, ...stores.processes },
      async progress() {
        const { messages, series, candidates } = JSON.parse(await request(`${http}/v1/accounts`)) as Accounts;
        return {
          stored: Math.min(messages.decoded + messages.duplicate, series.stored),
          alarms: candidates.emitted - candidates.pending,
          idle: messages.pending === 0 && candidates.pending === 0,
        };
      },
      async longestStall() {
        const text = await request(`${http}/metrics`);
        const lags = [...text.matchAll(/^nodejs_eventloop_lag_max_seconds(?:\{.*?\})? (\S+)/gm)];
        return Math.max(...lags.map(([, seconds]) => Number(seconds))) * 1_000;
      },
      async register(count) {
        for (let from = 0; from < count; from += 50)
          await Promise.all(
            Array.from({ length: Math.min(50, count - from) }, (_, index) =>
              request(`${http}/v1/devices/lab/d${from + index}`, 'PUT', deviceAt(from + index)),
            ),
          );
      },
      points: () => stores.points('gridwarden'),
      async stop() {
        await stopped(child);
        process.off('exit', killNow);
        dir.remove();
        await stores.stop();
      },
    };
  },
};
