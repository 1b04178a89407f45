import { readFileSync } from 'node:fs';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { type RunningGateway, startGateway } from './gateway.ts';
import { type ConnectFields, login, type RawClient, rawClient, text } from './mqtt-raw.ts';
import { eventually } from './server-process.ts';

const clock = realClock();

/** What a gateway says of its messages and candidates. */
export interface Balance {
  readonly messages: {
    received: number;
    decoded: number;
    duplicate: number;
    deadLettered: number;
    pending: number;
    balanced: boolean;
  };
  readonly candidates: { emitted: number; opened: number; pending: number; balanced: boolean };
}

/** A real gateway in lab mode, in a process of its own, that a test does something bad to. Devices are `lab/…`, password `lab`. */
export interface Site {
  readonly gateway: RunningGateway;
  readonly port: number;
  /** A request of the lab, and the JSON of its answer. Fails on any status but 2xx. */
  ask<T>(path: string, method?: string, body?: string | object): Promise<T>;
  register(device: string, fields?: object): Promise<void>;
  /** A connected device that stays until the test ends; more options as of mqtt.js. */
  device(user: string, options?: IClientOptions): Promise<MqttClient>;
  /** The same with raw packets. */
  rawDevice(user: string, fields?: ConnectFields): Promise<RawClient>;
  raw(): Promise<RawClient>;
  /** The accounts, once nothing is under way any more. */
  settled(): Promise<Balance>;
  /** Devices of every case, one entry for each case. */
  cases(): Promise<readonly string[]>;
  metric(name: string): Promise<number>;
  /** Resident memory of its own, MiB; the pages of mapped files are the system's. */
  memory(): number;
}

export async function siteUnderFault(options: Parameters<typeof startGateway>[0] = {}): Promise<Site> {
  const gateway = await startGateway(options);
  const { mqtt, http } = gateway.ready;
  const port = Number(new URL(mqtt).port);
  const ask = async <T>(path: string, method = 'GET', body?: string | object): Promise<T> => {
    const type = typeof body === 'string' ? 'application/x-ndjson' : 'application/json';
    const response = await fetch(http + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': type }, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return (answer === '' ? undefined : JSON.parse(answer)) as T;
  };
  const raw = async () => {
    const made = await rawClient(port);
    onTestFinished(() => void made.socket.destroy());
    return made;
  };
  return {
    ...{ gateway, port, ask, raw },
    async register(device, fields = {}) {
      const position = { lon: 108.9402, lat: 34.2658, crs: 'wgs84' };
      await ask(`/v1/devices/lab/${device}`, 'PUT', { typeId: 'smoke', position, ...fields });
    },
    async device(user, more = {}) {
      const client = await connectAsync(mqtt, {
        ...{ username: user, clientId: user, password: 'lab', reconnectPeriod: 0 },
        ...more,
      });
      client.on('error', () => undefined);
      onTestFinished(() => client.endAsync(true).catch(() => undefined));
      return client;
    },
    async rawDevice(user, fields = {}) {
      const made = await raw();
      made.send(login(user, { rest: [text(user), text('lab')], ...fields }));
      if (!(await made.length(4)) || made.received()[3] !== 0) throw new Error(`${user} was not let in`);
      return made;
    },
    async settled() {
      let balance = await ask<Balance>('/v1/accounts');
      await eventually('everything is worked off', async () => {
        balance = await ask<Balance>('/v1/accounts');
        return balance.messages.pending === 0 && balance.candidates.pending === 0;
      });
      return balance;
    },
    cases: async () =>
      (await ask<{ items: { devices: string[] }[] }>('/v1/cases?limit=100')).items.flatMap(({ devices }) => devices),
    async metric(name) {
      const exposed = await (await fetch(`${http}/metrics`)).text();
      const found = exposed.split('\n').find((line) => line.startsWith(`${name} `));
      if (!found) throw new Error(`no metric ${name}`);
      return Number(found.slice(name.length + 1));
    },
    memory: () => memoryOf(gateway.process.pid ?? 0),
  };
}

/** RssAnon of a process, MiB; 0 where there is no /proc. */
function memoryOf(pid: number): number {
  try {
    return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return 0;
  }
}

/** An honest device that publishes all the while at QoS 1. */
export interface Canary {
  /** Ends it; ms from each PUBLISH to its PUBACK, sorted. Rejects when one was not acknowledged. */
  stop(): Promise<readonly number[]>;
}

export function canary(client: MqttClient, everyMs = 20): Canary {
  const took: number[] = [];
  let going = true;
  const run = async () => {
    for (let seq = 0; going; seq++) {
      const began = clock.monotonic();
      await client.publishAsync('v1/me/telemetry', JSON.stringify({ ts: clock.now(), seq, values: { smoke: 0.01 } }), {
        qos: 1,
      });
      took.push(clock.monotonic() - began);
      await clock.wait(everyMs);
    }
  };
  const ended = run();
  ended.catch(() => undefined);
  return {
    async stop() {
      going = false;
      await ended;
      return took.toSorted((a, b) => a - b);
    },
  };
}

/** The value that a share of sorted values does not exceed. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
