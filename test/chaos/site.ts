import { connect } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../../gateway/clock.ts';
import { influxProgram, startInflux, type TestInflux } from '../support/influx.ts';
import { redisProgram, startRedis, type TestRedis } from '../support/redis.ts';
import { freePorts } from '../support/server-process.ts';
import { tempDir } from '../support/temp-dir.ts';
import { createGatewayChild, type GatewayChild } from './gateway-child.ts';
import { PARTS, type Part } from './plan.ts';
import { type Platform, startPlatform } from './platform.ts';
import { startProxy, type Tap, type TcpProxy } from './tcp-proxy.ts';

/** Everything that runs: real gateway process, real Redis without persistence, real InfluxDB, network, dispatch platform. */
export interface Site {
  readonly dataDir: string;
  readonly gateway: GatewayChild;
  readonly redis: TestRedis | undefined;
  readonly influx: TestInflux | undefined;
  /** Between devices and gateway. */
  readonly net: TcpProxy;
  /** Between gateway and store. */
  readonly redisNet: TcpProxy | undefined;
  readonly influxNet: TcpProxy | undefined;
  /** Between gateway and platform. */
  readonly receiverNet: TcpProxy;
  readonly platform: Platform;
  readonly http: string;
  /** The parts that are there and can fail. */
  readonly parts: readonly Part[];
  /** GET, parsed; throws while the gateway is down. */
  get<T>(path: string): Promise<T>;
  end(): Promise<void>;
}

const GET_TIMEOUT_MS = 10_000;

/** Starts the site, its receiver registered from the first case event on. Without Redis or InfluxDB the embedded stores serve. */
export async function openSite(clock: Clock, tapped?: () => Tap): Promise<Site> {
  const dir = tempDir('chaos');
  const [redis, influx] = await Promise.all([
    redisProgram() ? startRedis() : undefined,
    influxProgram() ? startInflux() : undefined,
  ]);
  const [mqttPort = 0, httpPort = 0, receiverPort = 0] = await freePorts(3);
  const http = `http://127.0.0.1:${httpPort}`;
  const dataDir = join(dir.path, 'data');
  const platform = await startPlatform(receiverPort);
  const net = await startProxy(mqttPort, tapped);
  const redisNet = redis && (await startProxy(redis.port));
  const receiverNet = await startProxy(receiverPort);
  const influxNet = influx && (await startProxy(influx.port));
  const gateway = createGatewayChild({
    clock,
    env: {
      GRIDWARDEN_DATA_DIR: dataDir,
      GRIDWARDEN_MQTT_PORT: String(mqttPort),
      GRIDWARDEN_HTTP_PORT: String(httpPort),
      ...(redisNet ? { GRIDWARDEN_REDIS_URL: `redis://127.0.0.1:${redisNet.port}` } : {}),
      ...(influxNet ? { GRIDWARDEN_INFLUX_URL: `http://127.0.0.1:${influxNet.port}` } : {}),
    },
  });
  await gateway.start().ready;
  const answer = await fetch(`${http}/v1/receivers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receiverId: 'dispatch', url: `http://127.0.0.1:${receiverNet.port}/cases`, after: 0 }),
  });
  platform.trust(((await answer.json()) as { secret: string }).secret);
  const missing = (part: Part) => (part === 'redis' && !redis) || (part === 'influx' && !influx);
  return {
    ...{ dataDir, gateway, redis, influx, net, redisNet, influxNet, receiverNet, platform, http },
    parts: PARTS.filter((part) => !missing(part)),
    async get<T>(path: string) {
      const response = await fetch(http + path, { signal: AbortSignal.timeout(GET_TIMEOUT_MS) });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async end() {
      await gateway.stop();
      await Promise.all([net.close(), redisNet?.close(), influxNet?.close(), receiverNet.close(), platform.close()]);
      await Promise.all([redis?.remove(), influx?.remove()]);
      dir.remove();
    },
  };
}

/** Sends one inline command to a Redis and resolves with the first bytes of its answer. */
export function redisCommand(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString());
    });
  });
}
