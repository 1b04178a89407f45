import { describe, expect, it } from 'vitest';
import { type Clock, clockFrom, clockOn, realClock, scaledClock, shareTime, stepClock } from '../gateway/clock.ts';

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

describe('the clock on another thread', () => {
  /** What a thread is sent. */
  const there = (clock: Clock) => clockOn(structuredClone(shareTime(clock)));

  it('shows the steps of a step clock as they are made', () => {
    const clock = stepClock(1_000);
    const other = there(clock);
    const seen: number[] = [];
    clock.at(1_500, () => seen.push(other.now()));
    clock.advance(2_000);
    expect([other.mode, ...seen, other.now()]).toEqual(['step', 1_500, 2_000]);
  });

  it('runs along with a scaled and with a real one', () => {
    const scaled = scaledClock(1_000, 100);
    const [before, shown, after] = [scaled.now(), there(scaled).now(), scaled.now()];
    expect(shown).toBeGreaterThanOrEqual(before - 1);
    expect(shown).toBeLessThanOrEqual(after + 1);
    const real = realClock();
    const [earliest, now, latest] = [real.now(), there(real).now(), real.now()];
    expect(now).toBeGreaterThanOrEqual(earliest);
    expect(now).toBeLessThanOrEqual(latest);
  });

  it('is not made of a clock that is not ours', () => {
    expect(() => shareTime({ ...realClock() })).toThrow(TypeError);
  });
});
