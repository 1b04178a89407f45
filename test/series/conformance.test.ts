import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { createSeries, type Series } from '../../gateway/series/batcher.ts';
import { openSeriesSink } from '../../gateway/series/open.ts';
import type { RefusedPoint } from '../../gateway/series/sink.ts';
import { influxProgram, startInflux, type TestInflux } from '../support/influx.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';
import { decoded, device, happening, presence, readings, storeIn, T0, value } from './sample.ts';

/** A store for the suite; `open` opens the same data again. */
interface Store {
  readonly name: string;
  open(deadLetters: RefusedPoint[]): Promise<Series>;
  remove(): Promise<void>;
}

const log = silentLog();
const clock: Clock = realClock();

function wired(sink: Awaited<ReturnType<typeof openSeriesSink>>, deadLetters: RefusedPoint[]): Series {
  const deadLetter = async (refused: readonly RefusedPoint[]) => void deadLetters.push(...refused);
  return createSeries({ sink, clock, log, metrics: createMetrics(), deadLetter });
}

function sqliteStore(): Store {
  const dir: TempDir = tempDir('series');
  return {
    name: 'sqlite',
    open: async (deadLetters) =>
      wired(await openSeriesSink({ dataDir: dir.path, clock, log, metrics: createMetrics() }), deadLetters),
    remove: async () => dir.remove(),
  };
}

async function influxStore(): Promise<Store> {
  const server: TestInflux = await startInflux();
  const influx = { url: server.url, bucket: 'city' };
  return {
    name: 'influx',
    open: async (deadLetters) =>
      wired(await openSeriesSink({ influx, dataDir: '', clock, log, metrics: createMetrics() }), deadLetters),
    remove: () => server.remove(),
  };
}

const stores: [string, () => Promise<Store>][] = [['sqlite', async () => sqliteStore()]];
if (influxProgram()) stores.push(['influx', influxStore]);
console.info(`series conformance runs on: ${stores.map(([name]) => name).join(', ')}`);

it('has a real InfluxDB wherever the build runs', () => {
  if (process.env['CI']) expect(influxProgram(), 'influxd').toBeDefined();
});

describe.each(stores)('series on %s', (name, makeStore) => {
  let store: Store;
  let series: Series;
  const deadLetters: RefusedPoint[] = [];
  let number = 0;
  /** A device of its own for each test. */
  const fresh = () => device(`acme/${name}-${++number}`);
  const all = (of: { deviceId: string }, channel = 'smoke') =>
    series.query({ device: of.deviceId, channel, from: 0, to: T0 * 2 });

  beforeAll(async () => {
    store = await makeStore();
    series = await store.open(deadLetters);
  });
  afterAll(async () => {
    await series?.close();
    await store?.remove();
  });

  it('says which store it is', () => {
    expect(series.kind).toBe(name);
    expect(series.healthy()).toBe(true);
  });

  it('gives back what it was given', async () => {
    const of = fresh();
    expect(await storeIn(series, readings(3, of))).toEqual({ points: 3, stored: 3, deadLettered: 0 });
    expect(await all(of)).toEqual([0, 1, 2].map((seq) => ({ time: T0 + seq * 1000, value: seq })));
  });

  it('takes an empty batch and a rejected message', async () => {
    expect(await storeIn(series, [])).toEqual({ points: 0, stored: 0, deadLettered: 0 });
    expect(await storeIn(series, [decoded([])])).toEqual({ points: 0, stored: 0, deadLettered: 0 });
  });

  it('includes the start of a window and excludes its end', async () => {
    const of = fresh();
    await storeIn(series, readings(4, of));
    const window = { device: of.deviceId, channel: 'smoke', from: T0 + 1000, to: T0 + 3000 };
    expect((await series.query(window)).map((row) => row.value)).toEqual([1, 2]);
    expect((await series.query({ ...window, step: 60_000 })).map((row) => row.value)).toEqual([1.5]);
  });

  it('mixes neither devices nor channels', async () => {
    const [one, other] = [fresh(), fresh()];
    await storeIn(series, [...readings(1, one), ...readings(2, other)]);
    expect(await all(one)).toHaveLength(1);
    expect(await all(one, 'heat')).toEqual([]);
    expect(await all({ deviceId: 'acme/nobody' })).toEqual([]);
  });

  it('keeps two readings of one millisecond', async () => {
    const of = fresh();
    const burst = [1, 2, 3].map((n) =>
      decoded([value('smoke', n, { deviceId: of.deviceId })], { payload: Buffer.from(`{"smoke":${n}}`) }, of),
    );
    const backfill = decoded(
      [10, 11].map((n, reading) => value('smoke', n, { deviceId: of.deviceId, reading })),
      { payload: Buffer.from('[]') },
      of,
    );
    expect(await storeIn(series, [...burst, backfill])).toEqual({ points: 5, stored: 5, deadLettered: 0 });
    const found = await all(of);
    expect(found.every((row) => row.time === T0)).toBe(true);
    expect(found.map((row) => row.value).sort((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 10, 11]);
  });

  it('overwrites itself on a replay, with the same counts', async () => {
    const of = fresh();
    const withoutTime = (position: number) => {
      const { deviceTime: _, ...untimed } = value('smoke', position, { deviceId: of.deviceId });
      return decoded([untimed], { position: { commit: 7, frame: position } }, of);
    };
    const batch: Decoded[] = [...readings(50, of), withoutTime(0), withoutTime(1)];
    const first = await storeIn(series, batch);
    expect(await storeIn(series, batch)).toEqual(first);
    expect(await all(of)).toHaveLength(52);
  });

  it('averages numbers and takes the last flag and text of a step', async () => {
    const of = fresh();
    const step = 10_000;
    const start = Math.ceil(T0 / step) * step;
    const at = (seq: number, is: number | boolean | string, channel: string) =>
      decoded([value(channel, is, { deviceId: of.deviceId, seq, time: start + seq * 2_500 })], {}, of);
    await storeIn(
      series,
      [0, 1, 2, 3, 4, 5].map((seq) => at(seq, seq, 'smoke')),
    );
    await storeIn(
      series,
      [0, 1, 2, 3, 4, 5].map((seq) => at(seq, seq % 2 === 0, 'door')),
    );
    await storeIn(
      series,
      [0, 1, 2, 3, 4, 5].map((seq) => at(seq, `mode ${seq}`, 'mode')),
    );
    const window = { device: of.deviceId, from: start, to: start + 20_000, step };
    expect(await series.query({ ...window, channel: 'smoke' })).toEqual([
      { time: start, value: 1.5 },
      { time: start + step, value: 4.5 },
    ]);
    expect(await series.query({ ...window, channel: 'door' })).toEqual([
      { time: start, value: false },
      { time: start + step, value: false },
    ]);
    expect((await series.query({ ...window, channel: 'mode' })).map((row) => row.value)).toEqual(['mode 3', 'mode 5']);
    expect((await series.query({ ...window, channel: 'door', from: start + 1 })).map((row) => row.time)).toEqual([
      start,
      start + step,
    ]);
  });

  it('lets no device decide the kind of a channel for another', async () => {
    const [one, other] = [fresh(), fresh()];
    const of = (owner: typeof one, is: number | boolean | string, seq: number) =>
      decoded([value('shared', is, { deviceId: owner.deviceId, seq, time: T0 + seq })], {}, owner);
    const delta = await storeIn(series, [of(one, 'ON', 1), of(other, 1.5, 1), of(other, true, 2), of(one, 2, 2)]);
    expect(delta).toEqual({ points: 4, stored: 4, deadLettered: 0 });
    expect((await all(one, 'shared')).map((row) => row.value)).toEqual(['ON', 2]);
    expect((await all(other, 'shared')).map((row) => row.value)).toEqual([1.5, true]);
  });

  it.each(['a b', 'a,b', 'a=b', 'a\nb', 'a\\', "it's", 'say "hi"', '烟雾🔥', 'time', 'type', 'x.flag', '%0A', ''])(
    'stores and finds the channel %j',
    async (channel) => {
      const of = fresh();
      const observations = [
        value(channel, 1, { deviceId: of.deviceId, seq: 1 }),
        value(channel, `"${channel}"\\\n`, { deviceId: of.deviceId, seq: 2, reading: 1 }),
      ];
      await storeIn(series, [decoded(observations, {}, of)]);
      expect((await all(of, channel)).map((row) => row.value)).toEqual([1, `"${channel}"\\\n`]);
    },
  );

  it('stores events and presence as points', async () => {
    const batch = [
      decoded([happening('door', { source: 'a "b"\n' }), happening('烟, =\\')]),
      decoded([presence(true)]),
    ];
    expect(await storeIn(series, batch)).toEqual({ points: 3, stored: 3, deadLettered: 0 });
  });

  it('makes a dead letter of what cannot be stored and stores its neighbours', async () => {
    const of = fresh();
    const batch = readings(5, of);
    const poison = decoded(
      [value('smoke', Number.NaN, { deviceId: of.deviceId, seq: 9 })],
      { position: { commit: 77, frame: 3 } },
      of,
    );
    batch.splice(2, 0, poison);
    deadLetters.length = 0;
    expect(await storeIn(series, batch)).toEqual({ points: 6, stored: 5, deadLettered: 1 });
    expect(deadLetters.map((refused) => [refused.position, refused.code])).toEqual([
      [poison.message.position, 'PAYLOAD_INVALID'],
    ]);
    expect(await all(of)).toHaveLength(5);
  });

  it('goes on after a restart in the middle', async () => {
    const of = fresh();
    const batch = readings(1_000, of);
    await storeIn(series, batch.slice(0, 400));
    await series.close();
    series = await store.open(deadLetters);
    // The cursor was behind: part of the first batch is read again.
    await storeIn(series, batch.slice(200));
    expect((await all(of)).map((row) => row.value)).toEqual(batch.map((_, index) => index));
  });

  it('resolves overlapping batches in the order they were made', async () => {
    const of = fresh();
    const order: number[] = [];
    const sizes = [1_500, 1, 700, 1];
    await Promise.all(
      sizes.map((size, index) => storeIn(series, readings(size, of, index * 10_000)).then(() => order.push(index))),
    );
    expect(order).toEqual([0, 1, 2, 3]);
    expect(await all(of)).toHaveLength(2_202);
  });

  it('ends a page of readings with a whole millisecond', async () => {
    const of = fresh();
    const at = (seq: number) => value('smoke', seq, { deviceId: of.deviceId, seq, time: T0 + Math.floor(seq / 4) });
    await storeIn(
      series,
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((seq) => decoded([at(seq)], {}, of)),
    );
    const seen: unknown[] = [];
    for (let from = T0, pages = 0; ; pages++) {
      const page = await series.query({ device: of.deviceId, channel: 'smoke', from, to: T0 * 2 }, 3);
      seen.push(...page.map((row) => row.value));
      if (page.length < 3) break;
      expect(pages).toBeLessThan(3);
      from = (page.at(-1)?.time ?? 0) + 1;
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('refuses windows it will not answer', async () => {
    const of = fresh();
    await storeIn(series, readings(10_001, of));
    const window = { device: of.deviceId, channel: 'smoke', from: T0, to: T0 + 20_000_000 };
    expect(await series.query(window)).toHaveLength(10_000);
    await expect(series.query({ ...window, step: 100 })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      path: 'step',
    });
    expect(await series.query({ ...window, step: 2_500 })).toHaveLength(4_001);
    await expect(series.query({ ...window, to: T0 })).rejects.toMatchObject({ path: 'to' });
    await expect(series.query({ ...window, from: 0.5 })).rejects.toMatchObject({ path: 'from' });
    await expect(series.query({ ...window, step: 0 })).rejects.toMatchObject({ path: 'step' });
  });
});
