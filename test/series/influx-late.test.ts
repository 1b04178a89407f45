import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { silentLog } from '../../gateway/log.ts';
import { lateInflux } from '../../gateway/series/influx-late.ts';
import type { Points, SeriesSink } from '../../gateway/series/sink.ts';
import { counter, hastyClock, readings } from './sample.ts';

const away = () => Promise.reject(new GatewayError('INFLUX_UNREACHABLE', 'still away: start InfluxDB'));

/** A store that notes what it is asked. */
function noting() {
  const seen: string[] = [];
  let healthy = true;
  const sink: SeriesSink = {
    kind: 'influx',
    prepare: () => ({ count: 0, refused: [] }),
    async write(batch: readonly Points[]) {
      seen.push(`write ${batch.reduce((sum, { count }) => sum + count, 0)}`);
      return [];
    },
    async query() {
      seen.push('query');
      return [];
    },
    healthy: () => healthy,
    async close() {
      seen.push('close');
      healthy = false;
    },
  };
  return { seen, sink };
}

const query = { device: 'a/b', channel: 'smoke', from: 0, to: 1 };

it('keeps points waiting until the store is found, in their order, and is that store from then on', async () => {
  const { seen, sink } = noting();
  let tries = 0;
  const retries = counter();
  const late = lateInflux(() => (++tries < 4 ? away() : Promise.resolve(sink)), {
    ...{ reason: 'away', clock: hastyClock(), log: silentLog(), retries },
  });
  expect(late.healthy()).toBe(false);
  await expect(late.query(query, 1)).rejects.toMatchObject({ code: 'INFLUX_UNREACHABLE' });
  const writes = [3, 2].map((count) => late.write([late.prepare(readings(count))]));
  expect(await Promise.all(writes)).toEqual([[], []]);
  expect([seen, tries, retries.count, late.healthy()]).toEqual([['write 3', 'write 2'], 4, 3, true]);
  expect(await late.query(query, 1)).toEqual([]);
  await late.close();
  expect(seen.slice(2)).toEqual(['query', 'close']);
});

it('lets go of points that wait when it is closed before', async () => {
  const late = lateInflux(away, {
    ...{ reason: 'still away: start InfluxDB', clock: realClock(), log: silentLog(), retries: counter() },
  });
  const write = expect(late.write([late.prepare(readings(1))])).rejects.toMatchObject({ code: 'INFLUX_UNREACHABLE' });
  await expect(late.query(query, 1)).rejects.toMatchObject({ detail: 'still away: start InfluxDB' });
  await late.close();
  await write;
});
