import { expect, it } from 'vitest';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { watchSleep } from '../gateway/sleep-watch.ts';

const NOW = 1_772_323_200_000;
const HOUR = 3_600_000;

function setUp() {
  let now = NOW;
  const ticks = new Set<() => void>();
  const clock = {
    now: () => now,
    every(_ms: number, tick: () => void) {
      ticks.add(tick);
      return () => void ticks.delete(tick);
    },
  };
  const told: object[] = [];
  const log = Object.assign(silentLog(), { warn: (fields: object) => void told.push(fields) });
  const metrics = createMetrics();
  const watch = watchSleep({ clock, log, metrics });
  const count = async (name: string) =>
    (await metrics.registry.getSingleMetric(`gridwarden_${name}`)?.get())?.values[0]?.value;
  return {
    ...{ watch, told, ticks, count },
    pass(ms: number) {
      now += ms;
    },
    tick() {
      for (const tick of ticks) tick();
    },
  };
}

it('tells no sleep while it looks in time, however long it runs, nor for a clock put back', () => {
  const { watch, told, pass, tick } = setUp();
  for (let look = 0; look < 1_000; look++) {
    pass(look % 10 === 0 ? 30_000 : 5_000);
    tick();
  }
  pass(-HOUR);
  tick();
  pass(5_000);
  expect([watch.awakeSince(), told]).toEqual([0, []]);
});

it('tells a sleep once, to whoever asks first on waking', async () => {
  const { watch, told, pass, tick, count } = setUp();
  pass(5_000);
  tick();
  pass(HOUR);
  // No timer of its own has run yet.
  expect(watch.awakeSince()).toBe(NOW + 5_000 + HOUR);
  pass(1_000);
  tick();
  expect(watch.awakeSince()).toBe(NOW + 5_000 + HOUR);
  expect(told).toEqual([{ from: NOW + 5_000, to: NOW + 5_000 + HOUR, seconds: 3_600 }]);
  pass(5_000 + 30_001);
  tick();
  pass(5_000);
  tick();
  expect(watch.awakeSince()).toBe(NOW + 6_000 + HOUR + 35_001);
  expect([await count('sleeps_total'), await count('slept_seconds_total')]).toEqual([2, 3_635.001]);
});

it('keeps no timer after it was stopped', () => {
  const { watch, ticks } = setUp();
  expect(ticks.size).toBe(1);
  watch.stop();
  expect(ticks.size).toBe(0);
});
