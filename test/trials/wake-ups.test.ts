import { expect, it } from 'vitest';
import { trialWakeUps } from '../../gateway/trials/wake-ups.ts';

it('never runs a key twice at once, runs it again when it was woken meanwhile, and keeps to the number at a time', async () => {
  const wakeUps = trialWakeUps(() => {});
  const running = new Set<string>();
  const ran: string[] = [];
  let most = 0;
  wakeUps.serve('lane', 2, async (key) => {
    expect(running.has(key)).toBe(false);
    running.add(key);
    most = Math.max(most, running.size);
    if (key === 'a' && ran.length === 0) wakeUps.wake('lane', 'a');
    ran.push(key);
    await Promise.resolve();
    running.delete(key);
  });
  for (const key of ['a', 'b', 'c', 'a']) wakeUps.wake('lane', key);
  await wakeUps.idle();
  expect([ran.sort(), most]).toEqual([['a', 'a', 'b', 'c'], 2]);
});

it('tells of a handler that fails, and of nothing once it is closed', async () => {
  const failed: unknown[] = [];
  const wakeUps = trialWakeUps((error) => failed.push(error));
  wakeUps.serve('lane', 1, async (key) => {
    throw new Error(key);
  });
  wakeUps.wake('lane', 'a');
  await wakeUps.idle();
  expect(failed).toEqual([new Error('a')]);
  await wakeUps.close();
  wakeUps.wake('lane', 'b');
  await wakeUps.idle();
  expect(failed).toHaveLength(1);
});
