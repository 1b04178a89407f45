/** F4: InfluxDB hangs, refuses, is overloaded, dawdles and dies, and one point is poison. Devices notice nothing of it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { nightly } from '../chaos/row.ts';
import { influxProgram, startInflux, type TestInflux } from '../support/influx.ts';
import { eventually } from '../support/server-process.ts';
import { canary, quantile, siteUnderFault } from '../support/site-under-fault.ts';

const clock = realClock();

/** `drop` stores what it gets and breaks off before its answer. */
type Mood = 'well' | 'hang' | 'busy' | 'slow' | 'drop';

/** Stands before a real InfluxDB and spoils its writes. */
async function moody(influx: TestInflux) {
  let mood: Mood = 'well';
  const pass = async (request: IncomingMessage, response: ServerResponse, as: Mood) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    if (as === 'hang') return; // ends with the mood
    if (as === 'busy') return void response.writeHead(503, { 'retry-after': '1' }).end();
    if (as === 'slow') await clock.wait(400);
    const type = request.headers['content-type'];
    const answer = await fetch(influx.url + (request.url ?? ''), {
      method: request.method ?? 'GET',
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
      ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (as === 'drop') return void request.socket.destroy();
    const version = answer.headers.get('x-influxdb-version');
    response.writeHead(answer.status, version === null ? {} : { 'x-influxdb-version': version }).end(body);
  };
  const server = createServer((request, response) => {
    const isWrite = request.url?.startsWith('/write') === true;
    pass(request, response, isWrite ? mood : 'well').catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    feel(next: Mood) {
      mood = next;
      server.closeAllConnections();
    },
  };
}

it.skipIf(!influxProgram())('stores every point once whatever InfluxDB does, and keeps acknowledging', async () => {
  const influx = await startInflux();
  onTestFinished(() => influx.remove());
  const front = await moody(influx);
  const site = await siteUnderFault({ env: { GRIDWARDEN_INFLUX_URL: front.url } });
  // Another client made this field text: the server will not take the number that a device sends later.
  const text = `telemetry,device=other/x poison="text" ${clock.now()}000000`;
  expect(await influx.write('gridwarden', text)).toBe(204);
  const poisonous = await site.device('lab/poisonous');
  const device = canary(await site.device('lab/busy'), 5);

  for (let round = 0; round < (nightly ? 10 : 1); round++) {
    for (const mood of ['hang', 'busy', 'slow', 'drop'] as const) {
      front.feel(mood);
      if (mood === 'busy')
        await poisonous.publishAsync('v1/me/telemetry', `{"seq":${round},"values":{"poison":${round}}}`, { qos: 1 });
      await clock.wait(700);
      front.feel('well');
      await clock.wait(200);
    }
    await influx.kill();
    await clock.wait(700);
    await influx.start();
  }
  const took = await device.stop();
  expect(took.length).toBeGreaterThan(100);
  // Two cores are shared with InfluxDB, the device and whatever else runs here.
  expect(quantile(took, 0.99)).toBeLessThan(400);

  const stored = async () => {
    const [row] = await influx.query('gridwarden', `SELECT count(smoke) AS n FROM telemetry WHERE device = 'lab/busy'`);
    return row?.['n'];
  };
  await eventually('every point is stored', async () => (await stored()) === took.length, 40_000);
  await eventually('the poison is put aside', async () => (await letters()).length === (nightly ? 10 : 1), 20_000);
  const times = await influx.query('gridwarden', `SELECT smoke FROM telemetry WHERE device = 'lab/busy'`);
  expect(times).toHaveLength(took.length);
  const { series } = await site.ask<{ series: { points: number; stored: number; balanced: boolean } }>('/v1/accounts');
  expect(series).toMatchObject({ stored: took.length, deadLettered: nightly ? 10 : 1, balanced: true });

  async function letters() {
    const { items } = await site.ask<{ items: { code: string; deviceId: string }[] }>('/v1/dead-letters');
    return items.filter(({ code, deviceId }) => code === 'INFLUX_REFUSED' && deviceId === 'lab/poisonous');
  }
});
