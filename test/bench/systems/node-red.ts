import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { freePorts } from '../../support/server-process.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { childNamed } from '../cpu.ts';
import { wait } from '../measure.ts';
import { type Running, type Stores, type System, startStores, stopped } from '../system.ts';
import { brokerMissing, startBroker } from './broker.ts';
import { nodeRedFlow } from './node-red-flow.ts';

const folder = fileURLToPath(new URL('../peers/node-red', import.meta.url));
const modules = join(folder, 'node_modules');
/** ms for Node-RED to come up, and the least between two questions of how many points there are: counting is work for InfluxDB. */
const START_MS = 60_000;
const COUNT_EVERY_MS = 1_000;

async function startNodeRed(
  port: number,
  stores: Stores,
  flow: object,
): Promise<{ pid: number; stop(): Promise<void> }> {
  const dir = tempDir('node-red');
  const [uiPort] = await freePorts(1);
  mkdirSync(dir.path, { recursive: true });
  const settings = {
    ...{ uiPort, uiHost: '127.0.0.1', flowFile: 'flows.json', nodesDir: join(modules, 'node-red-contrib-influxdb') },
    ...{ logging: { console: { level: 'error' } }, telemetry: { enabled: false, updateNotification: false } },
  };
  writeFileSync(join(dir.path, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  writeFileSync(join(dir.path, 'flows.json'), JSON.stringify(flow));
  const child = spawn(process.execPath, [join(modules, 'node-red/red.js'), '--userDir', dir.path], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const killNow = () => child.kill('SIGKILL');
  process.on('exit', killNow);
  // A message that comes through to the database says more than a line of its log.
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const asked = new URLSearchParams({ db: 'bench', q: 'SELECT count(probe) FROM telemetry' });
  for (let waited = 0; ; waited += 250) {
    if (waited > START_MS || child.exitCode !== null) throw new Error('Node-RED stored no message');
    await client.publishAsync('v1/lab/probe/telemetry', '{"ts":1764720000000,"seq":1,"values":{"probe":1}}', {
      qos: 1,
    });
    if ((await (await fetch(`${stores.influxUrl}/query?${asked}`)).text()).includes('"values"')) break;
    await wait(250);
  }
  await client.endAsync();
  return {
    pid: child.pid ?? 0,
    async stop() {
      await stopped(child);
      process.off('exit', killNow);
      dir.remove();
    },
  };
}

/** Node-RED behind mosquitto with the flow its users draw; batched: readings joined by the thousand before they are written. */
function nodeRed(name: string, batched: boolean): System {
  return {
    name,
    missing: () =>
      brokerMissing() ??
      (existsSync(join(modules, 'node-red'))
        ? undefined
        : 'not installed: npm install --prefix test/bench/peers/node-red'),
    async start({ webhook }): Promise<Running> {
      const stores = await startStores();
      const created = new URLSearchParams({ q: 'CREATE DATABASE bench' });
      await fetch(`${stores.influxUrl}/query`, { method: 'POST', body: created });
      const broker = await startBroker();
      const began = performance.now();
      const flow = nodeRedFlow({ port: broker.port, influxUrl: stores.influxUrl, batched, webhook });
      const red = await startNodeRed(broker.port, stores, flow);
      const readyMs = performance.now() - began;
      let counted = { at: Number.NEGATIVE_INFINITY, points: 0 };
      return {
        ...{ port: broker.port, readyMs },
        processes: { 'node-red': red.pid, mosquitto: childNamed('mosquitto'), ...stores.processes },
        async progress() {
          const at = performance.now();
          if (at - counted.at > COUNT_EVERY_MS) counted = { at, points: await stores.points('bench') };
          return { stored: counted.points, alarms: 0, idle: true };
        },
        longestStall: async () => undefined,
        register: async () => undefined,
        points: () => stores.points('bench'),
        async stop() {
          await red.stop();
          await broker.stop();
          await stores.stop();
        },
      };
    },
  };
}

export const nodeRedDefault = nodeRed('Node-RED', false);
export const nodeRedBatched = nodeRed('Node-RED batched', true);
