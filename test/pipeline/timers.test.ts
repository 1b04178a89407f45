import { afterEach, beforeEach, expect, test } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { createTimers, type Timer, type TimerHandler } from '../../gateway/pipeline/timers.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords, type Records } from '../../gateway/records/records.ts';
import { inProcessWakeUps } from '../support/in-process-wake-ups.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';

let dir: TempDir;
let records: Records;

beforeEach(() => {
  dir = tempDir('timers');
  records = openRecords(openDatabase(`${dir.path}/records.sqlite`), stepClock(0));
});

afterEach(async () => {
  await records.close();
  dir.remove();
});

const set = (timerId: string, dueAt: number, kind = 'ring', key = timerId) =>
  records.write((tx) =>
    tx.run('INSERT INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?)', timerId, kind, key, dueAt),
  );

function stand(start = 0, handler?: TimerHandler) {
  const clock = stepClock(start);
  const wakeUps = inProcessWakeUps();
  const fired: (Timer & { now: number })[] = [];
  const ring: TimerHandler = (tx, timer, now) => {
    handler?.(tx, timer, now);
    fired.push({ ...timer, now });
  };
  const timers = createTimers({ records, wakeUps, clock, handlers: { ring } });
  return { clock, wakeUps, timers, fired, ids: () => fired.map(({ timerId }) => timerId) };
}

test('a timer fires when its time comes, once, in the order of due times', async () => {
  const { clock, timers, wakeUps, ids, fired } = stand();
  timers.start();
  await set('b', 200, 'ring', 'case');
  await set('a', 100, 'ring', 'case');
  expect(timers.nextDue()).toBe(100);
  clock.advance(99);
  await wakeUps.idle();
  expect(ids()).toEqual([]);
  clock.advance(250);
  await wakeUps.idle();
  expect(ids()).toEqual(['a', 'b']);
  expect(fired.map(({ now }) => now)).toEqual([250, 250]);
  expect(timers.nextDue()).toBeUndefined();
});

test('what was due before the start, or is due when it is set, fires at once', async () => {
  await set('old', 10);
  const { timers, wakeUps, ids } = stand(1_000);
  timers.start();
  await wakeUps.idle();
  expect(ids()).toEqual(['old']);
  await set('past', 20);
  await wakeUps.idle();
  expect(ids()).toEqual(['old', 'past']);
});

test('a timer that was removed or moved does not fire', async () => {
  const { clock, timers, wakeUps, ids } = stand();
  timers.start();
  await set('gone', 100);
  await set('moved', 100);
  await records.write((tx) => tx.run(`DELETE FROM timer WHERE timer_id = 'gone'`));
  await records.write((tx) => tx.run(`UPDATE timer SET due_at = 300 WHERE timer_id = 'moved'`));
  clock.advance(200);
  await wakeUps.idle();
  expect(ids()).toEqual([]);
  clock.advance(300);
  await wakeUps.idle();
  expect(ids()).toEqual(['moved']);
});

test('a handler that fails keeps its timer until the auditor wakes it; unknown kinds are kept too', async () => {
  let broken = true;
  const { timers, wakeUps, ids } = stand(1_000, () => {
    if (broken) throw new Error('not now');
  });
  await set('a', 1);
  await set('b', 1, 'unheard-of');
  timers.start();
  await wakeUps.idle();
  expect(wakeUps.errors).toHaveLength(2);
  await set('c', 2_000);
  await wakeUps.idle();
  expect(wakeUps.errors, 'no hot loop').toHaveLength(2);
  broken = false;
  timers.wakeDue();
  await wakeUps.idle();
  expect(ids()).toEqual(['a']);
  expect(timers.nextDue()).toBe(1);
});

test('a handler may set its timer again; a stopped one fires nothing', async () => {
  const { clock, timers, wakeUps, ids } = stand(0, (tx, { timerId, dueAt }) => {
    tx.run(`INSERT INTO timer (timer_id, kind, key, due_at) VALUES (?, 'ring', ?, ?)`, timerId, timerId, dueAt + 100);
  });
  timers.start();
  await set('again', 100);
  for (const to of [100, 200]) {
    clock.advance(to);
    await wakeUps.idle();
  }
  expect(ids()).toEqual(['again', 'again']);
  timers.stop();
  clock.advance(1_000);
  timers.wakeDue();
  await wakeUps.idle();
  expect(ids()).toEqual(['again', 'again']);
});
