import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { connect, type IClientOptions } from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli, startGateway } from '../support/gateway.ts';
import { redisProgram, startRedis } from '../support/redis.ts';
import { testDir } from '../support/test-dir.ts';

/** Every refusal of a start is one line: the code, what was wrong, what to do. */
const start = (env: Record<string, string> = {}, args: string[] = []) =>
  runCli(['start', ...args], {
    GRIDWARDEN_DATA_DIR: join(testDir(), 'data'),
    GRIDWARDEN_MQTT_PORT: '0',
    GRIDWARDEN_HTTP_PORT: '0',
    ...env,
  });

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as { port: number }).port);
}

describe('a start that cannot succeed', () => {
  it('names file, line and column of a bad configuration', async () => {
    const file = join(testDir(), 'gridwarden.yaml');
    writeFileSync(file, 'host: 127.0.0.1\nmqtt:\n  prot: 1883\n');
    const { code, err } = await start({}, ['--config', file]);
    expect([code, err]).toEqual([2, `gridwarden: CONFIG_INVALID: ${file}:3:3: mqtt: unknown key prot\n`]);
  });

  it.each(['GRIDWARDEN_MQTT_PORT', 'GRIDWARDEN_HTTP_PORT'])('says that %s is taken', async (variable) => {
    const port = await takenPort();
    const { code, err } = await start({ [variable]: port });
    expect(code).toBe(3);
    expect(err.split('\n').at(-2)).toMatch(new RegExp(`^gridwarden: PORT_TAKEN: .*${port}.*${variable}`));
  });

  it.skipIf(!redisProgram())('says that Redis refuses the login', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.remove());
    const client = new Redis(redis.url);
    await client.config('SET', 'requirepass', 'right');
    client.disconnect();
    const { code, err } = await start({ GRIDWARDEN_REDIS_URL: redis.url.replace('//', '//:wrong@') });
    expect(code).toBe(2);
    expect(err.split('\n').at(-2)).toMatch(/^gridwarden: CONFIG_INVALID: .*refused the login.*GRIDWARDEN_REDIS_URL/);
  });

  it('says that another gateway holds the data directory', async () => {
    const dataDir = testDir();
    await startGateway({ dataDir });
    const { code, err } = await start({ GRIDWARDEN_DATA_DIR: dataDir });
    expect([code, err.split('\n').at(-2)]).toEqual([4, expect.stringMatching(/^gridwarden: DATA_DIR_LOCKED: /)]);
  });

  it('does not listen beyond loopback without a configuration', async () => {
    const { code, err } = await start({ GRIDWARDEN_HOST: '0.0.0.0' });
    expect([code, err]).toEqual([2, expect.stringContaining('HOST_NOT_LOOPBACK')]);
  });

  it('names unknown keys of a scenario', async () => {
    const file = join(testDir(), 'scenario.yaml');
    writeFileSync(file, 'title: x\nseeed: 7\n');
    const { code, err, out } = await runCli(['sim', 'check', file]);
    expect(code).toBe(2);
    expect(err + out).toMatch(/SCENARIO_INVALID.*scenario\.yaml:2:1.*seeed/);
  });
});

describe('a device that does something wrong', () => {
  it('hears of it, and the gateway goes on', async () => {
    const gateway = await startGateway();
    const client = (options: IClientOptions) => {
      const made = connect(gateway.ready.mqtt, { username: 'lab/s1', password: 'lab', reconnectPeriod: 0, ...options });
      onTestFinished(() => made.endAsync(true).catch(() => undefined));
      return made;
    };
    const refused = (options: IClientOptions) =>
      new Promise<number>((resolve) =>
        client(options).once('error', (error) => resolve((error as { code?: number }).code ?? -1)),
      );

    expect(await refused({ password: 'wrong' })).toBe(4);
    expect(await refused({ username: 'acme/unknown' })).toBe(4);
    expect(await refused({ clientId: 'lab/other' })).toBe(2);

    const listener = client({ clientId: 'lab/s1/listener' });
    await listener.subscribeAsync('v1/me/down/rejected');
    const notices: { code: string; detail: string }[] = [];
    const next = () =>
      new Promise<{ code: string; detail: string }>((resolve) =>
        listener.once('message', (_topic, body) => {
          const notice = JSON.parse(body.toString());
          notices.push(notice);
          resolve(notice);
        }),
      );

    const notJson = next();
    const device = client({ clientId: 'lab/s1/device' });
    await device.publishAsync('v1/me/telemetry', '{oops', { qos: 1 });
    expect(await notJson).toMatchObject({ code: 'PAYLOAD_NOT_JSON', topic: 'v1/lab/s1/telemetry' });

    // More than one notice a second would be held back and counted: the next ones come with the tick.
    const tooLarge = next();
    device.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
    device.publish('v1/me/telemetry', Buffer.alloc(1_000_000, 'x'), { qos: 1 });
    expect(await tooLarge).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', detail: expect.stringContaining('262144') });
    await closed;

    const survivor = client({ clientId: 'lab/s1/again' });
    await survivor.publishAsync('v1/me/telemetry', '{"smoke":0.02}', { qos: 1 });
    expect(await gateway.end()).toBe(0);
  });
});
