import { describe, expect, it } from 'vitest';
import { clockFrom, realClock, scaledClock, stepClock } from '../gateway/clock.ts';

describe('step clock', () => {
  it('fires due timers in order of their time, each at its own time, also those armed on the way', () => {
    const clock = stepClock(1000);
    const fired: [string, number][] = [];
    const note = (name: string) => () => fired.push([name, clock.now()]);
    clock.at(1300, note('c'));
    clock.at(1100, () => {
      note('a')();
      clock.at(1200, note('b'));
    });
    clock.at(1100, note('a2'));
    const cancel = clock.at(1150, note('cancelled'));
    cancel();
    clock.at(9000, note('later'));
    expect(clock.nextDue()).toBe(1100);
    clock.advance(2000);
    expect(fired).toEqual([
      ['a', 1100],
      ['a2', 1100],
      ['b', 1200],
      ['c', 1300],
    ]);
    expect([clock.now(), clock.nextDue()]).toEqual([2000, 9000]);
    clock.advance(500);
    expect(clock.now()).toBe(2000);
  });

  it('fires an overdue timer on the next move, at the current time', () => {
    const clock = stepClock(1000);
    let at = 0;
    clock.at(10, () => {
      at = clock.now();
    });
    expect(at).toBe(0);
    clock.advance(1000);
    expect(at).toBe(1000);
  });
});

describe('running clocks', () => {
  it('fire once the time has come', async () => {
    for (const clock of [realClock(), scaledClock(Date.parse('2026-07-01T00:00:00Z'), 1000)]) {
      const due = clock.now() + 5;
      await new Promise<void>((resolve) => clock.at(due, resolve));
      expect(clock.now()).toBeGreaterThanOrEqual(due);
    }
  });

  it('come from their setting and never start before what a data directory has seen', () => {
    expect(clockFrom('real').mode).toBe('real');
    expect(clockFrom('2026-07-01T00:00:00+08:00@step').now()).toBe(Date.parse('2026-06-30T16:00:00Z'));
    expect(clockFrom('2026-07-01T00:00:00Z@60', Date.parse('2026-07-02T00:00:00Z')).now()).toBeGreaterThanOrEqual(
      Date.parse('2026-07-02T00:00:00Z'),
    );
    for (const setting of ['', 'now', '2026-07-01T00:00:00Z', '2026-07-01T00:00:00Z@0', '2026-07-01T00:00:00Z@fast'])
      expect(() => clockFrom(setting)).toThrowError(/CONFIG_INVALID/);
  });
});
