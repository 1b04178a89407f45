import { expect, test } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { createWakeUps } from '../../gateway/pipeline/queue-wake-ups.ts';
import { memoryStore } from './memory-store.ts';

/** Wake-ups over a store in memory, with machine time in the test's hands. */
function stand() {
  const machine = { time: 0, ticks: new Map<number, () => void>() };
  const clock = {
    ...stepClock(0),
    monotonic: () => machine.time,
    every: (ms: number, tick: () => void) => {
      machine.ticks.set(ms, tick);
      return () => undefined;
    },
  };
  const store = memoryStore();
  const metrics = createMetrics();
  const wakeUps = createWakeUps(store, { clock, log: silentLog(), metrics });
  const handled: string[] = [];
  wakeUps.serve('cases', 4, async (key) => void handled.push(key));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    machine.time += ms;
    for (const tick of machine.ticks.values()) tick();
    await settle();
  };
  return { store, wakeUps, handled, metrics, settle, pass };
}

test('every woken key gets its turn from the store, and idle waits for the last', async () => {
  const { store, wakeUps, handled } = stand();
  for (let i = 0; i < 1_000; i++) wakeUps.wake('cases', `k${i}`);
  await wakeUps.idle();
  expect(handled).toHaveLength(1_000);
  // Those that were woken together share turns.
  expect(store.added).toHaveLength(Math.ceil(1_000 / 16));
});

test('a store that refuses: the work runs in process at once, and goes back when turns come again', async () => {
  const { store, wakeUps, handled, settle, pass, metrics } = stand();
  store.refuses = true;
  wakeUps.wake('cases', 'fire');
  await wakeUps.idle();
  expect(handled).toEqual(['fire']);
  expect(wakeUps.healthy()).toBe(false);
  wakeUps.wake('cases', 'fire');
  await wakeUps.idle();
  expect(handled).toEqual(['fire', 'fire']);
  expect(await metrics.registry.metrics()).toContain('gridwarden_queue_healthy 0');

  await pass(1_000);
  expect(wakeUps.healthy(), 'still refused').toBe(false);
  store.refuses = false;
  await pass(1_000);
  await settle();
  expect(wakeUps.healthy()).toBe(true);
  wakeUps.wake('cases', 'later');
  await wakeUps.idle();
  expect(store.added.at(-1)).toEqual({ keys: ['later'] });
});

test('a store that answers but gives no turn: after 5 s the work runs in process', async () => {
  const { store, wakeUps, handled, pass } = stand();
  store.swallows = true;
  wakeUps.wake('cases', 'fire');
  await pass(4_000);
  expect(handled).toEqual([]);
  await pass(1_001);
  expect(handled).toEqual(['fire']);
  await pass(1_000);
  expect(wakeUps.healthy(), 'the probe was swallowed too').toBe(false);
  store.swallows = false;
  await pass(1_000);
  expect(wakeUps.healthy()).toBe(true);
});

test('a store that goes away while there is nothing to do: it is noticed all the same', async () => {
  const { store, wakeUps, pass, settle } = stand();
  await pass(5_000);
  expect(wakeUps.healthy()).toBe(true);
  store.refuses = true;
  await pass(5_000);
  expect([wakeUps.healthy(), wakeUps.trouble()]).toEqual([false, 'there is no connection to it']);
  store.refuses = false;
  await pass(1_000);
  await settle();
  expect([wakeUps.healthy(), wakeUps.trouble()]).toEqual([true, undefined]);
});

test('a wiped store: turns are asked for again and listeners are told', async () => {
  const { store, wakeUps, handled, settle } = stand();
  let told = 0;
  const unsubscribe = wakeUps.onWiped(() => told++);
  store.swallows = true;
  wakeUps.wake('cases', 'a');
  await settle();
  store.swallows = false;
  store.wiped = true;
  store.reconnect();
  await wakeUps.idle();
  expect(handled).toEqual(['a']);
  expect(told).toBe(1);
  unsubscribe();
  store.reconnect();
  await settle();
  expect(told).toBe(1);
});

test('lanes are served once, and unknown ones are a defect', () => {
  const { wakeUps } = stand();
  expect(() => wakeUps.serve('cases', 1, async () => undefined)).toThrow('INTERNAL');
  expect(() => wakeUps.wake('none', 'k')).toThrow('INTERNAL');
});

test('close waits for what runs, starts nothing more, and twice is harmless', async () => {
  const { wakeUps, handled, settle } = stand();
  let finish: () => void = () => undefined;
  wakeUps.serve(
    'slow',
    1,
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  wakeUps.wake('slow', 'a');
  await settle();
  const closed = wakeUps.close();
  wakeUps.wake('cases', 'late');
  finish();
  await closed;
  await wakeUps.close();
  expect(handled).toEqual([]);
});
