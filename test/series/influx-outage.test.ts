import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { openSeriesSink } from '../../gateway/series/open.ts';
import type { SeriesSink } from '../../gateway/series/sink.ts';
import { influxProgram, startInflux, type TestInflux } from '../support/influx.ts';
import { eventually } from '../support/server-process.ts';
import { decoded, device, readings, T0, value, writeTo } from './sample.ts';

// The real InfluxDB: what a stub would only repeat of our own beliefs.
const clock = realClock();
const DB = 'city';

describe.runIf(influxProgram())('a real InfluxDB', () => {
  let influx: TestInflux;
  let sink: SeriesSink;
  const count = async (name: string, field = 'smoke') => {
    const rows = await influx.query(DB, `SELECT count("${field}") AS n FROM telemetry WHERE device = '${name}'`);
    return rows[0]?.['n'] ?? 0;
  };

  beforeAll(async () => {
    influx = await startInflux();
    const options = { dataDir: '', clock, log: silentLog(), metrics: createMetrics() };
    sink = await openSeriesSink({ influx: { url: influx.url, bucket: DB }, ...options });
  });
  afterAll(async () => {
    await sink?.close();
    await influx?.remove();
  });

  it('creates the database and stores in the promised form', async () => {
    await writeTo(sink, [
      decoded([
        value('smoke', 0.5, { seq: 17 }),
        value('door', true, { seq: 17 }),
        value('mode', 'a "b"', { seq: 17 }),
      ]),
    ]);
    expect(await influx.query(DB, 'SELECT * FROM telemetry')).toEqual([
      { time: T0, device: 'acme/d1', type: 'smoke', smoke: 0.5, 'door.flag': true, 'mode.text': 'a "b"' },
    ]);
  });

  it('loses nothing when the server is killed while batches are written', async () => {
    const of = device('acme/outage');
    const batches = Array.from({ length: 40 }, (_, index) => readings(250, of, index * 250));
    const done: number[] = [];
    const writes = batches.map((batch, index) => writeTo(sink, batch).then(() => done.push(index)));
    await eventually('first batches', () => done.length > 2);
    await influx.kill();
    expect(done.length).toBeLessThan(40);
    await eventually('the outage is noticed', () => !sink.healthy());
    await influx.start();
    await Promise.all(writes);
    expect(await count('acme/outage')).toBe(10_000);
    expect(sink.healthy()).toBe(true);
  });

  it('keeps what it acknowledged over a kill', async () => {
    const of = device('acme/kept');
    await writeTo(sink, readings(1_000, of));
    await influx.kill();
    await influx.start();
    expect(await count('acme/kept')).toBe(1_000);
  });

  it('makes the database again when it was dropped', async () => {
    await influx.query('', `DROP DATABASE "${DB}"`);
    await writeTo(sink, readings(10, device('acme/dropped')));
    expect(await count('acme/dropped')).toBe(10);
  });

  it('finds the points the server refuses among those it takes', async () => {
    // Another client made these fields text: the server will not take a number there.
    expect(await influx.write(DB, `telemetry,device=other/x poison="text" ${T0}000000`)).toBe(204);
    const of = device('acme/poison');
    const batch = readings(300, of);
    const poison = decoded(
      [value('poison', 1, { deviceId: 'acme/poison', seq: 5 })],
      { position: { commit: 900, frame: 7 } },
      of,
    );
    batch.splice(150, 0, poison);
    const refused = await writeTo(sink, batch);
    expect(refused.map((point) => [point.position, point.code])).toEqual([[poison.message.position, 'INFLUX_REFUSED']]);
    expect(refused[0]?.detail).toContain('field type conflict');
    expect(await count('acme/poison')).toBe(300);
  });

  it('answers no query while the server is away, and says why', async () => {
    await influx.kill();
    const query = sink.query({ device: 'a', channel: 'b', from: 0, to: 1 }, 1);
    await expect(query).rejects.toMatchObject({
      code: 'INFLUX_UNREACHABLE',
      detail: expect.stringContaining(influx.url),
    });
    await influx.start();
  });
});
