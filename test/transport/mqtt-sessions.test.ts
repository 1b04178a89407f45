import { describe, expect, it } from 'vitest';
import { mqttRig, until } from '../support/mqtt-rig.ts';

const closed = (client: { once(name: 'close', call: () => void): unknown }) =>
  new Promise<void>((resolve) => client.once('close', () => resolve()));

describe('a device whose rights changed', () => {
  it('loses all its connections, without its will, and nobody else does', async () => {
    const { broker, client, arrivals } = await mqttRig();
    const will = {
      topic: 'v1/acme/s1/status',
      payload: Buffer.from('{"online":false}'),
      qos: 1,
      retain: true,
    } as const;
    const own = [
      await client('acme/s1', { clientId: 'acme/s1', will }),
      await client('acme/s1', { clientId: 'acme/s1/b' }),
    ];
    const other = await client('acme/s10');
    const gone = own.map(closed);
    expect(broker.disconnect('acme/s1')).toBe(2);
    await Promise.all(gone);
    await until(() => broker.connections() === 1);
    await other.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 });
    expect(arrivals.map((arrival) => arrival.topic)).toEqual(['v1/acme/s10/telemetry']);
    expect(broker.disconnect('acme/s1')).toBe(0);
  });

  it('may come again, and is found again', async () => {
    const { broker, client } = await mqttRig();
    for (let n = 0; n < 3; n++) {
      const gone = closed(await client('acme/s1', { clientId: 'acme/s1' }));
      expect(broker.disconnect('acme/s1')).toBe(1);
      await gone;
    }
    await until(() => broker.connections() === 0);
  });
});
