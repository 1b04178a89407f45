import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface Report {
  readonly live: number;
  readonly shadow: number;
  readonly same: number;
  readonly counts: Record<string, number>;
  readonly differences: { change: string; device: string; explanation: string }[];
  readonly problem?: { code: string; detail: string };
}

const smoke = readFileSync(new URL('../../adapters/device-types/smoke.yaml', import.meta.url), 'utf8');

it('decides beside the live rules, goes on behind a restart, and stands in nobody’s way', async () => {
  const types = join(testDir(), 'types');
  mkdirSync(types);
  writeFileSync(join(types, 'smoke.yaml'), smoke.replace('set: 57, clear: 50', 'set: 50, clear: 45'));
  const dataDir = testDir();
  const start = async () => {
    const gateway = await startGateway({ dataDir, env: { GRIDWARDEN_SHADOW_TYPES: types } });
    const get = async <T>(path: string): Promise<T> => (await (await fetch(gateway.ready.http + path)).json()) as T;
    const report = () => get<Report>('/v1/shadow');
    const say = async (name: string, ...degrees: number[]) => {
      const client = await connectAsync(gateway.ready.mqtt, {
        ...{ username: `lab/${name}`, password: 'lab', clientId: `lab/${name}` },
      });
      onTestFinished(() => client.endAsync(true).catch(() => undefined));
      await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
      for (const each of degrees)
        await client.publishAsync('v1/me/telemetry', `{"values":{"temperature":${each}}}`, { qos: 1 });
      await client.endAsync();
    };
    return { gateway, get, report, say };
  };

  const first = await start();
  await first.say('hot', 21, 60);
  await first.say('warm', 21, 52);
  await first.say('cool', 21, 30);
  await eventually('both to have decided', async () => {
    const { live, shadow } = await first.report();
    return live === 1 && shadow === 2;
  });
  const { counts, same, differences } = await first.report();
  expect([same, counts]).toEqual([1, { gained: 1, lost: 0, earlier: 0, later: 0 }]);
  expect(differences[0]).toMatchObject({ change: 'gained', device: 'lab/warm' });
  expect(differences[0]?.explanation).toContain('shadow only: heat (temperature 52, set 50');
  expect((await first.get<{ items: object[] }>('/v1/cases')).items).toHaveLength(1);
  expect(await first.get('/v1/accounts')).toMatchObject({ balanced: true });
  expect(await first.gateway.end()).toBe(0);

  const second = await start();
  await second.say('warm-2', 51);
  await eventually('what was seen before, and what came since', async () => (await second.report()).shadow === 3);
  expect((await second.report()).counts).toMatchObject({ gained: 2, lost: 0 });
  expect(await second.gateway.end()).toBe(0);

  writeFileSync(join(types, 'smoke.yaml'), 'typeId: smoke\n');
  const third = await start();
  expect((await third.report()).problem).toMatchObject({ code: 'CITY_INVALID' });
  await third.say('hot-3', 60);
  await eventually(
    'the live rules',
    async () => (await third.get<{ items: object[] }>('/v1/cases')).items.length === 2,
  );
  expect(await third.gateway.end()).toBe(0);
}, 240_000);
