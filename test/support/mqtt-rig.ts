import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { type Clock, realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { InboxWriter } from '../../gateway/model/inbox-writer.ts';
import type { Login } from '../../gateway/model/login.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { createMqttBroker } from '../../gateway/transport/mqtt-broker.ts';
import { CONNACK, type ConnectFields, login, type RawClient, rawClient } from './mqtt-raw.ts';

/** A clock whose machine time the test moves. Waits end at once. */
export interface HandClock extends Clock {
  pass(ms: number): void;
}

export function handClock(): HandClock {
  let now = 1_000;
  const ticks = new Set<() => void>();
  const real = realClock();
  return {
    ...real,
    monotonic: () => now,
    every(_ms, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    wait: () => Promise.resolve(),
    pass(ms) {
      for (let passed = 0; passed < ms; passed += 250) {
        now += 250;
        for (const tick of ticks) tick();
      }
    },
  };
}

/** A broker whose inbox the test holds in its hand. Passwords are `right`; user `open/…` is open mode, `operator/…` an operator. */
export async function mqttRig(
  options: {
    append?: (arrival: Arrival) => Promise<unknown>;
    writer?: InboxWriter;
    clock?: Clock;
    maxPayload?: number;
    anybody?: boolean;
  } = {},
) {
  const arrivals: Arrival[] = [];
  const addresses: (string | undefined)[] = [];
  const notices: { topic: string; code: string }[] = [];
  const metrics = createMetrics();
  const broker = await createMqttBroker({
    ...{ maxPayload: options.maxPayload ?? 1000, maxConnections: 3000 },
    ...{ clock: options.clock ?? realClock(), log: silentLog(), metrics },
    ...(options.writer ? { writer: options.writer } : {}),
    append(arrival) {
      arrivals.push(arrival);
      return options.append?.(arrival) ?? Promise.resolve();
    },
    async authenticate({ username, password, address }): Promise<Login | 4> {
      addresses.push(address);
      if (options.anybody) return { kind: 'open' };
      const [vendor, device] = username.split('/');
      if (password.toString() !== 'right' || !vendor || !device) return 4;
      if (vendor === 'open' || vendor === 'operator') return { kind: vendor };
      return vendor === 'org' ? { kind: 'org', orgCode: device } : { kind: 'device', vendor, device };
    },
    rejected: (_login, topic, rejection) => notices.push({ topic, code: rejection.code }),
  });
  onTestFinished(() => broker.stop());
  const port = await broker.listen({ host: '127.0.0.1', port: 0 });
  const client = async (username: string, more: IClientOptions = {}): Promise<MqttClient> => {
    const made = connect(`mqtt://127.0.0.1:${port}`, {
      ...{ username, password: 'right', reconnectPeriod: 0 },
      ...more,
    });
    made.on('error', () => undefined);
    onTestFinished(() => made.endAsync(true).catch(() => undefined));
    await new Promise<void>((resolve) => made.once('connect', () => resolve()));
    return made;
  };
  const raw = async (): Promise<RawClient> => {
    const made = await rawClient(port);
    onTestFinished(() => void made.socket.destroy());
    return made;
  };
  const device = async (user: string, fields: ConnectFields = {}): Promise<RawClient> => {
    const made = await raw();
    made.send(login(user, fields));
    await made.gets(CONNACK);
    return made;
  };
  return { broker, port, arrivals, notices, addresses, metrics, client, raw, device };
}

/** Waits, one turn of the event loop after the other, until something is so. */
export async function until(there: () => boolean): Promise<void> {
  while (!there()) await new Promise((resolve) => setImmediate(resolve));
}
