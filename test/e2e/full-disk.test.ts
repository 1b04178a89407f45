import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { smallDisk } from '../support/small-disk.ts';

const clock = realClock();

/** A device that raises one alarm and sends readings until told, connecting and sending anew what was not acknowledged. */
function stubborn(gateway: RunningGateway, name: string) {
  let running = true;
  let acknowledged = 0;
  const send = async (topic: string, payload: string): Promise<void> => {
    while (running) {
      try {
        const client = await connectAsync(gateway.ready.mqtt, {
          ...{
            username: `lab/${name}`,
            password: 'lab',
            clientId: `lab/${name}`,
            reconnectPeriod: 0,
            connectTimeout: 2_000,
          },
        });
        client.on('error', () => undefined);
        try {
          await Promise.race([
            client.publishAsync(topic, payload, { qos: 1 }),
            clock.wait(2_000).then(() => Promise.reject(new Error('not acknowledged'))),
          ]);
          acknowledged++;
          return;
        } finally {
          await client.endAsync(true);
        }
      } catch {
        await clock.wait(200);
      }
    }
  };
  const done = (async () => {
    await send('v1/me/status', '{"online":true,"profile":"smoke"}');
    await send('v1/me/event', '{"code":"smoke_alarm","active":true}');
    for (let seq = 1; running; seq++)
      await send(
        'v1/me/telemetry',
        JSON.stringify({ ts: clock.now(), seq, values: { smoke: 0.01 }, note: 'x'.repeat(2_000) }),
      );
  })();
  return {
    acknowledged: () => acknowledged,
    async end() {
      running = false;
      await done;
    },
  };
}

/** The readiness probe, whose body names every part that is not ready. */
function probe(gateway: RunningGateway) {
  let body = '';
  return {
    async status() {
      const response = await fetch(`${gateway.ready.http}/readyz`);
      body = await response.text();
      return response.status;
    },
    seen: () => `${body}\n${gateway.log()}`,
  };
}

/** From the moment there is room again until messages are taken: no part of the gateway waits longer between two tries. */
const PROMPT_MS = 5_000;

const get = async <T>(gateway: RunningGateway, path: string): Promise<T> =>
  (await (await fetch(gateway.ready.http + path)).json()) as T;

describe('a full disk', () => {
  it('stops acknowledgements and nothing else; once there is room everything goes on by itself', async () => {
    const disk = smallDisk(256);
    if (!disk) return;
    const gateway = await startGateway({ dataDir: join(disk.path, 'data') });
    const early = ['e1', 'e2', 'e3'].map((name) => stubborn(gateway, name));
    await eventually(
      'early cases',
      async () => (await get<{ items: unknown[] }>(gateway, '/v1/cases')).items.length === 3,
    );

    const readyz = probe(gateway);
    for (let round = 0; round < 2; round++) {
      const giveBack = await disk.fillAsDisksDo();
      await eventually('not ready', async () => (await readyz.status()) === 503, PROMPT_MS, readyz.seen);
      const late = stubborn(gateway, `late${round}`);
      const before = early.map((device) => device.acknowledged());
      await clock.wait(3_000);
      expect(late.acknowledged()).toBe(0);
      expect(early.map((device) => device.acknowledged())).toEqual(before);
      expect(await (await fetch(`${gateway.ready.http}/metrics`)).text()).toMatch(/^gridwarden_inbox_refusing 1$/m);
      expect(gateway.process.exitCode).toBe(null);
      giveBack();
      await eventually('ready again', async () => (await readyz.status()) === 200, PROMPT_MS, readyz.seen);
      // Its tries are 2 s apart.
      await eventually('late alarm', () => late.acknowledged() >= 3, 2 * PROMPT_MS, readyz.seen);
      await late.end();
    }
    await Promise.all(early.map((device) => device.end()));
    await eventually(
      'level and balanced',
      async () => {
        const accounts = await get<{ balanced: boolean; messages: { pending: number } }>(gateway, '/v1/accounts');
        return accounts.balanced && accounts.messages.pending === 0;
      },
      30_000,
    );
    await eventually(
      'every case',
      async () => {
        const { items } = await get<{ items: { devices: string[] }[] }>(gateway, '/v1/cases');
        return (
          items
            .map(({ devices }) => devices.join())
            .sort()
            .join() === 'lab/e1,lab/e2,lab/e3,lab/late0,lab/late1'
        );
      },
      20_000,
    );
    expect(await gateway.end()).toBe(0);
    expect(gateway.log()).not.toMatch(/unhandled|uncaught|"INTERNAL/i);
    const lines = gateway
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50'));
    expect(lines.length, gateway.log()).toBeLessThan(12);
  });
});
