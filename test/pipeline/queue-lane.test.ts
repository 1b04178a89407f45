import { expect, test } from 'vitest';
import { createLane, type LaneOptions } from '../../gateway/pipeline/queue-lane.ts';

function laneOf(change: Partial<LaneOptions> = {}) {
  const started: string[] = [];
  const finish: (() => void)[] = [];
  const seen = { time: 0, quiet: 0, errors: [] as unknown[] };
  const lane = createLane({
    concurrency: 2,
    handler: (key) => {
      started.push(key);
      return new Promise((resolve) => finish.push(resolve));
    },
    monotonic: () => seen.time,
    onError: (_key, error) => seen.errors.push(error),
    onQuiet: () => seen.quiet++,
    ...change,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const end = async () => {
    finish.shift()?.();
    await settle();
  };
  return { lane, started, seen, settle, end };
}

test('wake-ups of a waiting key are one', () => {
  const { lane } = laneOf();
  expect(lane.wake('a')).toBe('new');
  expect(lane.wake('a')).toBe('known');
  expect(lane.waiting).toBe(1);
});

test('a key woken while it runs runs once more, never twice at once', async () => {
  const { lane, started, end, seen } = laneOf();
  lane.wake('a');
  void lane.take('a');
  for (let i = 0; i < 3; i++) expect(lane.wake('a')).toBe('known');
  expect(started).toEqual(['a']);
  await end();
  expect(started).toEqual(['a', 'a']);
  await end();
  expect(started).toEqual(['a', 'a']);
  expect(seen.quiet).toBe(1);
});

test('no more keys run than places; a further turn waits for one', async () => {
  const { lane, started, end } = laneOf();
  for (const key of ['a', 'b', 'c']) {
    lane.wake(key);
    void lane.take(key);
  }
  expect(started).toEqual(['a', 'b']);
  await end();
  expect(started).toEqual(['a', 'b', 'c']);
});

test('a turn for a key that does not wait does nothing', async () => {
  const { lane, started } = laneOf();
  await lane.take('stale');
  expect(started).toEqual([]);
});

test('in process, places fill as they become free, until told otherwise', async () => {
  const { lane, started, end } = laneOf();
  let away = true;
  for (const key of ['a', 'b', 'c', 'd']) lane.wake(key);
  lane.runInProcess(() => away);
  expect(started).toEqual(['a', 'b']);
  await end();
  expect(started).toEqual(['a', 'b', 'c']);
  away = false;
  await end();
  expect(started).toEqual(['a', 'b', 'c']);
  expect(lane.resubmit()).toEqual(['d']);
});

test('a rejected handler is reported and its place becomes free', async () => {
  const { lane, seen } = laneOf({ handler: () => Promise.reject(new Error('no')) });
  lane.wake('a');
  await lane.take('a');
  expect(seen.errors).toHaveLength(1);
  expect([lane.waiting, lane.running, seen.quiet]).toEqual([0, 0, 1]);
});

test('at the bound a further key is dropped', () => {
  const { lane } = laneOf({ bound: 2 });
  expect([lane.wake('a'), lane.wake('b'), lane.wake('c'), lane.wake('a')]).toEqual(['new', 'new', 'dropped', 'known']);
});

test('a lane stalls while something waits, a place is free and no turn comes', async () => {
  const { lane, seen, end } = laneOf({ concurrency: 1 });
  expect(lane.stalledFor()).toBe(0);
  lane.wake('a');
  seen.time = 6_000;
  expect(lane.stalledFor()).toBe(6_000);
  void lane.take('a');
  lane.wake('b');
  seen.time = 20_000;
  expect(lane.stalledFor(), 'all places are taken').toBe(0);
  await end();
  expect(lane.stalledFor()).toBe(0);
});

test('a key that later ones overtook has lost its turn', async () => {
  const { lane, seen, end } = laneOf({ concurrency: 1 });
  for (const key of ['lost', 'b', 'c', 'd']) lane.wake(key);
  for (const key of ['b', 'c', 'd']) {
    void lane.take(key);
    await end();
  }
  expect(lane.overtaken(5_000), 'too early to say').toEqual([]);
  seen.time = 5_000;
  expect(lane.overtaken(5_000)).toEqual(['lost']);
  expect(lane.overtaken(5_000), 'asked for anew').toEqual([]);
});

test('a stopped lane forgets what waits and takes nothing more', async () => {
  const { lane, started, end, seen } = laneOf();
  lane.wake('a');
  void lane.take('a');
  lane.wake('b');
  lane.wake('a');
  lane.stop();
  expect(lane.wake('c')).toBe('dropped');
  await end();
  expect(started).toEqual(['a']);
  expect([lane.waiting, lane.running, seen.quiet]).toEqual([0, 0, 1]);
});
