import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { realClock } from '../../gateway/clock.ts';
import { type RawClient, rawClient } from '../support/mqtt-raw.ts';
import type { Server } from './conversation.ts';

const clock = realClock();
/** How long a scenario listens for what should not come, machine ms. */
const QUIET = 150;

export interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly dup: boolean;
}

/** An mqtt.js client that remembers what it received. */
export interface Listener {
  readonly client: MqttClient;
  readonly heard: Heard[];
  readonly sessionPresent: boolean;
  /** Waits for so many messages; fails when they do not come. */
  hears(count: number): Promise<readonly Heard[]>;
  leave(): Promise<void>;
}

/** What a scenario may use: clients of one server, all gone at its end. */
export interface Stage {
  join(clientId: string, options?: IClientOptions): Promise<Listener>;
  raw(): Promise<RawClient>;
  /** Waits until something is so; fails when it never is. */
  until(what: string, there: () => boolean): Promise<void>;
  /** Waits long enough for what should not happen. */
  quiet(): Promise<void>;
  wait(ms: number): Promise<void>;
}

/** Plays a scenario; one that waits for what never comes is over after the server's patience. */
export async function onStage<T>({ port, patience }: Server, play: (stage: Stage) => Promise<T>): Promise<T> {
  const leave: (() => unknown)[] = [];
  const until = async (what: string, there: () => boolean) => {
    const end = clock.monotonic() + patience;
    while (!there()) {
      if (clock.monotonic() > end) throw new Error(`never: ${what}`);
      await clock.wait(5);
    }
  };
  const join = async (clientId: string, options: IClientOptions = {}): Promise<Listener> => {
    const client = connect(`mqtt://127.0.0.1:${port}`, {
      ...{ clientId, reconnectPeriod: 0, connectTimeout: patience, queueQoSZero: false },
      ...options,
    });
    leave.push(() => client.endAsync(true).catch(() => undefined));
    const heard: Heard[] = [];
    client.on('message', (topic, payload, { qos, retain, dup }) =>
      heard.push({ topic, payload: payload.toString(), qos, retain, dup }),
    );
    const sessionPresent = await new Promise<boolean>((resolve, reject) => {
      client.once('connect', (packet) => resolve(packet.sessionPresent));
      client.on('error', reject);
      client.once('close', () => reject(new Error('closed before its CONNACK')));
    });
    const hears = async (count: number) => {
      await until(`${clientId} hears ${count} messages`, () => heard.length >= count);
      return heard;
    };
    return { client, heard, sessionPresent, hears, leave: () => client.endAsync() };
  };
  const raw = async () => {
    const client = await rawClient(port);
    leave.push(() => client.socket.destroy());
    return client;
  };
  try {
    const late = clock.wait(patience).then(() => Promise.reject(new Error('what should come does not')));
    const stage = { join, raw, until, quiet: () => clock.wait(QUIET), wait: (ms: number) => clock.wait(ms) };
    return await Promise.race([play(stage), late]);
  } finally {
    for (const one of leave) await one();
  }
}
