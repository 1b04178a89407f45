import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished, vi } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { startGateway } from '../support/gateway.ts';

/** `YYYYMMDDhhmmss`, as view libraries write it, in the time of the city. */
const compact = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);

interface Listed {
  readonly occurrences: number;
  readonly restricted: boolean;
}

it('two people whom one camera recognises are two restricted cases, and no case tells who', async () => {
  const { ready } = await startGateway();
  await fetch(`${ready.http}/v1/devices/lab/cam`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ typeId: 'camera', position: { lon: 108.9402, lat: 34.2658, crs: 'wgs84' } }),
  });
  const client = await connectAsync(ready.mqtt, { username: 'lab/cam', password: 'lab', clientId: 'lab/cam' });
  onTestFinished(() => client.endAsync(true).catch(() => undefined));
  const now = realClock().now();
  const hit = (person: string, at: number) => {
    const seen = { DeviceID: '34020000001320000001', Name: `Name of ${person}` };
    const hits = [{ NotificationID: `${at}`, DispositionID: person, TriggerTime: compact(at), PersonObject: seen }];
    const body = { DispositionNotificationListObject: { DispositionNotificationObject: hits } };
    return client.publishAsync('v1/lab/cam/raw/gat1400', JSON.stringify(body), { qos: 1 });
  };
  for (const [index, person] of ['D-1', 'D-2', 'D-1'].entries()) await hit(person, now - 10_000 + index * 1_000);

  const cases = async () => {
    const answer = (await (await fetch(`${ready.http}/v1/cases`)).json()) as { items: readonly Listed[] };
    return answer.items;
  };
  await vi.waitUntil(async () => (await cases()).reduce((sum, { occurrences }) => sum + occurrences, 0) === 3, 10_000);
  const found = await cases();
  expect(found.map(({ occurrences, restricted }) => [occurrences, restricted]).sort()).toEqual([
    [1, true],
    [2, true],
  ]);
  expect(JSON.stringify(found)).not.toMatch(/Name of|D-1|D-2/);
});
