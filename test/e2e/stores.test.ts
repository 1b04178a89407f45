import { connectAsync, type MqttClient } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { influxProgram, startInflux } from '../support/influx.ts';
import { redisProgram, startRedis } from '../support/redis.ts';
import { eventually } from '../support/server-process.ts';

async function device(gateway: RunningGateway, name: string, url = gateway.ready.mqtt): Promise<MqttClient> {
  const client = await connectAsync(url, { username: `lab/${name}`, password: 'lab', clientId: `lab/${name}` });
  onTestFinished(() => client.endAsync(true).catch(() => undefined));
  await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
  return client;
}

const get = async <T>(gateway: RunningGateway, path: string): Promise<T> =>
  (await (await fetch(gateway.ready.http + path)).json()) as T;
const cases = async (gateway: RunningGateway) =>
  (await get<{ items: { devices: string[] }[] }>(gateway, '/v1/cases')).items.map((entry) => entry.devices[0]);
const alarm = (client: MqttClient) =>
  client.publishAsync('v1/me/event', '{"code":"smoke_alarm","active":true}', { qos: 1 });

describe('stores', () => {
  it.skipIf(!influxProgram() || !redisProgram())(
    'takes a configured Redis and InfluxDB, and outlives the loss of both',
    async () => {
      const [redis, influx] = [await startRedis(), await startInflux()];
      onTestFinished(async () => {
        await Promise.all([redis.remove(), influx.remove()]);
      });
      const gateway = await startGateway({
        env: { GRIDWARDEN_REDIS_URL: redis.url, GRIDWARDEN_INFLUX_URL: influx.url },
      });
      expect(gateway.ready).toMatchObject({ queue: 'redis', series: 'influx' });
      const [first, second] = [await device(gateway, 'first'), await device(gateway, 'second')];
      const readings = async () =>
        (await get<{ items?: unknown[] }>(gateway, '/v1/series?device=lab/first&channel=smoke')).items?.length ?? -1;

      await first.publishAsync('v1/me/telemetry', '{"smoke":0.01}', { qos: 1 });
      await alarm(first);
      await eventually('the first case', async () => (await cases(gateway)).includes('lab/first'));
      await eventually('the reading in InfluxDB', async () => (await readings()) === 1);

      await Promise.all([redis.kill(), influx.kill()]);
      await first.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 });
      await alarm(second);
      // A fire does not wait for Redis.
      await eventually(
        'the second case without Redis',
        async () => (await cases(gateway)).includes('lab/second'),
        15_000,
      );
      // The next write finds out, and the series write ten times a second.
      await eventually('the series are degraded', async () => {
        const health = await get<{ parts: Record<string, { state: string }> }>(gateway, '/healthz');
        return health.parts['series']?.state === 'degraded';
      });
      expect((await fetch(`${gateway.ready.http}/readyz`)).status).toBe(200);

      await Promise.all([redis.start(), influx.start()]);
      await eventually('the reading of the outage', async () => (await readings()) === 2);
      expect((await get<{ balanced: boolean }>(gateway, '/v1/accounts')).balanced).toBe(true);
      expect(await cases(gateway)).toHaveLength(2);
      expect(await gateway.end()).toBe(0);
    },
  );

  it.skipIf(!influxProgram() || !redisProgram())(
    'comes up before its Redis and its InfluxDB, says so, and uses them once they are there',
    async () => {
      const [redis, influx] = [await startRedis(), await startInflux()];
      onTestFinished(async () => {
        await Promise.all([redis.remove(), influx.remove()]);
      });
      await Promise.all([redis.stop(), influx.stop()]);
      const gateway = await startGateway({
        env: { GRIDWARDEN_REDIS_URL: redis.url, GRIDWARDEN_INFLUX_URL: influx.url },
      });
      const probe = async () => {
        const response = await fetch(`${gateway.ready.http}/readyz`);
        return { code: response.status, ...((await response.json()) as { parts?: Record<string, object> }) };
      };
      const parts = {
        queue: { state: 'degraded', detail: expect.stringContaining('GRIDWARDEN_REDIS_URL') },
        series: { state: 'degraded', detail: expect.stringContaining('influx does not take writes') },
      };
      expect(await probe()).toMatchObject({ code: 200, parts });
      const early = await device(gateway, 'early');
      await early.publishAsync('v1/me/telemetry', '{"smoke":0.01}', { qos: 1 });
      await alarm(early);
      await eventually('the case without Redis', async () => (await cases(gateway)).includes('lab/early'));

      await Promise.all([redis.start(), influx.start()]);
      await eventually('both in use', async () => (await probe()).parts === undefined, 10_000);
      const readings = () => get<{ items: unknown[] }>(gateway, '/v1/series?device=lab/early&channel=smoke');
      await eventually('the reading', async () => (await readings()).items.length === 1);
      await alarm(await device(gateway, 'after'));
      await eventually('the case with Redis', async () => (await cases(gateway)).includes('lab/after'));
      expect((await get<{ balanced: boolean }>(gateway, '/v1/accounts')).balanced).toBe(true);
      expect(await gateway.end()).toBe(0);
    },
  );

  it('runs the same journey on the embedded PostgreSQL queue, over WebSocket', async () => {
    const gateway = await startGateway({ env: { GRIDWARDEN_QUEUE: 'postgres' } });
    expect(gateway.ready).toMatchObject({ queue: 'postgres', series: 'sqlite' });
    await alarm(await device(gateway, 'ws', gateway.ready.ws));
    await eventually('the case', async () => (await cases(gateway)).includes('lab/ws'));
    expect(await gateway.end()).toBe(0);
  });
});
