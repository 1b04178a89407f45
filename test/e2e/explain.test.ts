import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface Explained {
  readonly conclusion: { readonly stage: string; readonly reason: string };
}

it('leads from a case to its packets, and from a moment without a case to the stage where the way ended', async () => {
  const gateway = await startGateway({ dataDir: testDir() });
  const client = await connectAsync(gateway.ready.mqtt, { username: 'lab/s1', password: 'lab', clientId: 'lab/s1' });
  onTestFinished(() => client.endAsync(true).catch(() => undefined));
  const get = async <T>(path: string): Promise<T> => (await (await fetch(gateway.ready.http + path)).json()) as T;
  const why = (at: number) => get<Explained>(`/v1/explain?device=lab/s1&at=${at}`);
  const cli = (...args: string[]) => runCli(['explain', '--http', gateway.ready.http, ...args]);

  await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
  await client.publishAsync('v1/me/telemetry', '{"values":{"smoke":0.02}}', { qos: 1 });
  await eventually('healthy readings', async () => (await why(Date.now())).conclusion.stage === 'rules');

  await client.publishAsync('v1/me/telemetry', '{"values":{"smok":0.02}}', { qos: 1 });
  await eventually('a refused one', async () => (await why(Date.now())).conclusion.stage === 'decode');
  expect((await why(Date.now())).conclusion.reason).toContain('CHANNEL_UNKNOWN');
  expect((await why(Date.now() - 86_400_000)).conclusion.stage).toBe('receive');

  await client.publishAsync('v1/me/event', '{"code":"smoke_alarm","active":true,"data":{"by":"Wang Wu"}}', { qos: 1 });
  await eventually('a case', async () => (await why(Date.now())).conclusion.stage === 'raise');
  const [{ caseNo } = { caseNo: '' }] = (await get<{ items: { caseNo: string }[] }>('/v1/cases')).items;
  const text = await cli(caseNo);
  expect(text.code).toBe(0);
  expect(text.out).toContain('v1/lab/s1/event');
  expect(text.out).toMatch(/raise smoke_alarm.* rule smoke-alarm .*opened/);
  expect(text.out).not.toContain('Wang');
  expect((await cli('--device', 'lab/s1', '--at', new Date().toISOString())).out).toContain(`case ${caseNo}`);
  expect((await cli('9912S0000009')).code).toBe(1);
  expect((await cli()).err).toContain('--device');
  expect(await gateway.end()).toBe(0);
}, 60_000);
