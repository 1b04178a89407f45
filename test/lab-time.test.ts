import { describe, expect, it } from 'vitest';
import { realClock, stepClock } from '../gateway/clock.ts';
import { createLabTime } from '../gateway/lab-time.ts';

describe('lab time', () => {
  it('lets every effect of one instant happen before the next instant comes', async () => {
    const clock = stepClock(0);
    const seen: string[] = [];
    let work = 0;
    let busy: Promise<void> = Promise.resolve();
    // Two parts: a timer makes work for the second, whose end arms another timer.
    clock.at(10, () => {
      work++;
      busy = busy.then(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`work at ${clock.now()}`);
        clock.at(15, () => seen.push(`timer at ${clock.now()}`));
      });
    });
    clock.at(20, () => seen.push(`late timer at ${clock.now()}`));
    const time = createLabTime({ clock, parts: [{ idle: () => busy }], trace: () => String(work + seen.length) });
    expect(await time.advance(30)).toBe(30);
    expect(seen).toEqual(['work at 10', 'timer at 15', 'late timer at 20']);
  });

  it('never moves backwards, and answers calls one after the other', async () => {
    const clock = stepClock(100);
    const time = createLabTime({ clock, parts: [], trace: () => '' });
    expect(await Promise.all([time.advance(200), time.advance(50), time.advance(300)])).toEqual([200, 200, 300]);
  });

  it('refuses to step a clock that runs by itself', () => {
    const time = createLabTime({ clock: realClock(), parts: [], trace: () => '' });
    expect(() => time.advance(1)).toThrowError(/REQUEST_INVALID: the clock is real/);
  });
});
