import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface Cases {
  readonly items: readonly { readonly categoryCode: string; readonly clearedAt?: string }[];
}

it('takes the events of a camera that speaks ONVIF Profile M over MQTT', async () => {
  const gateway = await startGateway({ dataDir: testDir() });
  const cases = async () => ((await (await fetch(`${gateway.ready.http}/v1/cases`)).json()) as Cases).items;
  const camera = { username: 'lab/yard', password: 'lab', clientId: 'lab/yard' };
  const client = await connectAsync(gateway.ready.mqtt, camera);
  onTestFinished(() => client.endAsync(true).catch(() => undefined));
  await client.publishAsync('v1/me/status', '{"online":true,"profile":"camera"}', { qos: 1 });
  const topic = 'v1/lab/yard/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&VideoSource1/&Analytics1/&Field1';
  const inside = (value: boolean, at: number) =>
    JSON.stringify({
      UtcTime: new Date(at).toISOString(),
      Source: {
        VideoSourceConfigurationToken: 'VideoSource1',
        VideoAnalyticsConfigurationToken: 'Analytics1',
        Rule: 'Field1',
      },
      Data: { IsInside: String(value) },
    });
  const now = Date.now();
  await client.publishAsync(topic, inside(false, now - 10_000), { qos: 1 });
  await client.publishAsync(topic, inside(true, now - 9_000), { qos: 1 });
  await client.publishAsync(topic, inside(true, now - 4_000), { qos: 1 });
  await eventually('a case', async () => (await cases()).length === 1);
  expect((await cases())[0]).toMatchObject({ categoryCode: 'E0491' });
  await client.publishAsync(topic, inside(false, now), { qos: 1 });
  // A property that is deleted leaves zero bytes: nothing new, and no dead letter.
  await client.publishAsync(topic, '', { qos: 1, retain: true });
  const accounts = await (await fetch(`${gateway.ready.http}/v1/accounts`)).json();
  expect(accounts).toMatchObject({ balanced: true, messages: { deadLettered: 0 } });
  expect(await gateway.end()).toBe(0);
}, 60_000);
