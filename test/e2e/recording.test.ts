import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';
import { cli, runCli, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

it('records what devices say and plays it to another gateway, which raises the same case', async () => {
  const file = join(testDir(), 'fire.ndjson.gz');
  const first = await startGateway({ dataDir: testDir() });
  const token = readFileSync(join(first.ready.dataDir, 'admin-token'), 'utf8').trim();
  const recorder = spawn(
    process.execPath,
    [cli, 'sim', 'record', file, '--broker', first.ready.mqtt, '--password', token, '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const out = text(recorder.stdout);
  await once(recorder.stderr, 'data');
  const client = await connectAsync(first.ready.mqtt, {
    ...{ username: 'lab/detector-17', password: 'lab', clientId: 'lab/detector-17' },
  });
  await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
  for (let seq = 0; seq < 20; seq += 1)
    await client.publishAsync('v1/me/telemetry', JSON.stringify({ ts: Date.now(), seq, values: { smoke: 0.02 } }), {
      qos: 1,
    });
  await client.publishAsync('v1/me/event', JSON.stringify({ ts: Date.now(), code: 'smoke_alarm', active: true }), {
    qos: 1,
  });
  await client.endAsync();
  recorder.kill('SIGINT');
  expect(JSON.parse(await out)).toMatchObject({ messages: 22, devices: 1, dropped: 0 });
  expect(recorder.exitCode ?? (await once(recorder, 'close'))[0]).toBe(0);
  expect(await first.end()).toBe(0);

  const second = await startGateway({ dataDir: testDir() });
  const played = await runCli(['sim', 'replay', file, '--broker', second.ready.mqtt, '--speed', 'max', '--json']);
  expect(played.code).toBe(0);
  expect(JSON.parse(played.out)).toEqual({ messages: 22, devices: 1, skipped: 0, refused: [] });
  interface Cases {
    readonly items: readonly { categoryCode: string; devices: string[]; simulated: boolean }[];
  }
  const cases = async () => (await ((await fetch(`${second.ready.http}/v1/cases`)).json() as Promise<Cases>)).items;
  await eventually('the same case', async () => (await cases()).length === 1);
  const [raised] = await cases();
  expect(raised).toMatchObject({ categoryCode: 'E0498', simulated: true });
  expect(raised?.devices[0]).toMatch(/^lab\/d-[0-9a-f]{12}$/);
  expect(await second.end()).toBe(0);

  expect((await runCli(['sim', 'replay', file, '--broker', 'mqtt://192.0.2.1'])).err).toContain('--i-own-this-broker');
  expect((await runCli(['sim', 'replay', 'no-such-file', '--broker', second.ready.mqtt])).code).toBe(2);
}, 60_000);
