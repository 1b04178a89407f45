import { beforeEach, expect, it } from 'vitest';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { createSeries, type Series } from '../../gateway/series/batcher.ts';
import type { Points, RefusedPoint, SeriesSink } from '../../gateway/series/sink.ts';
import { hastyClock, readings, storeIn } from './sample.ts';

interface Waiting {
  readonly batch: readonly Points[];
  finish(refused?: readonly RefusedPoint[]): void;
  fail(error: Error): void;
}

let waiting: Waiting[];
let buried: RefusedPoint[];
let deadLetter: (refused: readonly RefusedPoint[]) => Promise<void>;
let series: Series;
const metrics = createMetrics();

const sink: SeriesSink = {
  kind: 'sqlite',
  prepare: ({ length: count }) => ({ count, refused: [] }),
  write: (batch) =>
    new Promise((finish, fail) => waiting.push({ batch, finish: (refused = []) => finish(refused), fail })),
  query: async () => [],
  healthy: () => true,
  close: async () => undefined,
};

beforeEach(() => {
  waiting = [];
  buried = [];
  deadLetter = async (refused) => void buried.push(...refused);
  metrics.registry.clear();
  const options = { sink, clock: hastyClock(), log: silentLog(), metrics };
  series = createSeries({ ...options, deadLetter: (refused) => deadLetter(refused) });
});

const refusedOf = ({ message }: Decoded): RefusedPoint => ({
  position: message.position,
  code: 'INFLUX_REFUSED',
  detail: 'no',
});

it('hands batches on at once and resolves them in order', async () => {
  const order: number[] = [];
  const calls = [1, 2, 3].map((size) => storeIn(series, readings(size)).then(({ points }) => order.push(points)));
  expect(waiting.map(({ batch }) => batch[0]?.count)).toEqual([1, 2, 3]);
  waiting[2]?.finish();
  waiting[1]?.finish();
  waiting[0]?.finish();
  await Promise.all(calls);
  expect(order).toEqual([1, 2, 3]);
});

it('takes the batches behind a failed one along, and starts afresh after it', async () => {
  const first = storeIn(series, readings(1));
  const second = storeIn(series, readings(2));
  const outcomes = Promise.allSettled([first, second]);
  waiting[1]?.finish();
  waiting[0]?.fail(new Error('closed'));
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const third = storeIn(series, readings(3));
  waiting[2]?.finish();
  expect(await third).toEqual({ points: 3, stored: 3, deadLettered: 0 });
});

it('counts points and buries each message once', async () => {
  const batch = readings(4);
  const [one, other] = batch as [Decoded, Decoded];
  const call = storeIn(series, batch);
  waiting[0]?.finish([refusedOf(one), refusedOf(one), refusedOf(other)]);
  expect(await call).toEqual({ points: 4, stored: 1, deadLettered: 3 });
  expect(buried.map(({ position }) => position)).toEqual([one.message.position, other.message.position]);
  const text = await metrics.registry.metrics();
  expect(text).toContain('gridwarden_series_points_total{outcome="stored"} 1');
  expect(text).toContain('gridwarden_series_points_total{outcome="dead_lettered"} 3');
});

it('resolves only when the dead letter is kept, however long that takes', async () => {
  let failures = 3;
  deadLetter = async (refused) => {
    if (failures-- > 0) throw new Error('disk full');
    buried.push(...refused);
  };
  const batch = readings(1);
  const call = storeIn(series, batch);
  waiting[0]?.finish(batch.map(refusedOf));
  await call;
  expect(failures).toBe(-1);
  expect(buried).toHaveLength(1);
});

it('rejects a batch whose dead letter could not be kept before it was closed', async () => {
  deadLetter = async () => {
    void series.close();
    throw new Error('disk full');
  };
  const batch = readings(1);
  const call = storeIn(series, batch);
  waiting[0]?.finish(batch.map(refusedOf));
  await expect(call).rejects.toThrow('disk full');
});
