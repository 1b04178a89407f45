import { describe, expect, it } from 'vitest';
import { createStormGuard } from '../../gateway/transport/onvif-storm.ts';

const never = new AbortController().signal;

/** A machine whose time passes only while somebody waits; the city's runs `speed` times as fast. */
function guarded(speed = 1) {
  const told: boolean[] = [];
  let machine = 0;
  const pass = (ms: number) => {
    machine += ms;
  };
  const clock = { now: () => machine * speed, monotonic: () => machine, wait: async (ms: number) => pass(ms) };
  const guard = createStormGuard({ clock, told: (storming) => told.push(storming) });
  return { guard, told, clock, passed: () => machine, pass };
}

describe('a device', () => {
  it('may begin with 1,000 notifications at once and go on with 50 a second', async () => {
    const { guard, told, passed, pass } = guarded();
    await guard.admit(1_000, never);
    for (let second = 0; second < 10; second += 1) {
      pass(1_000);
      await guard.admit(50, never);
    }
    expect(passed()).toBe(10_000);
    expect(told).toEqual([]);
  });

  it('that sends more waits its turn and is told of once, until it was calm for a minute', async () => {
    const { guard, told, passed, pass } = guarded();
    for (let batch = 0; batch < 100; batch += 1) await guard.admit(100, never);
    // 10,000 less the 1,000 of the beginning at 50 a second.
    expect(passed()).toBeGreaterThanOrEqual(180_000);
    expect(passed()).toBeLessThan(181_000);
    expect(told).toEqual([true]);
    pass(59_000);
    await guard.admit(1, never);
    expect(told).toEqual([true]);
    pass(1_100);
    await guard.admit(1, never);
    expect(told).toEqual([true, false]);
  });

  it('in a city whose day is hurried is measured by the time of that city', async () => {
    const { guard, told, pass } = guarded(60);
    for (let second = 0; second < 10; second += 1) {
      pass(1_000);
      await guard.admit(200, never);
    }
    expect(told).toEqual([]);
  });

  it('with one batch larger than all it may have at once does not wait for ever', async () => {
    const { guard, passed } = guarded();
    await guard.admit(2_000, never);
    expect(passed()).toBe(0);
    await guard.admit(1, never);
    expect(passed()).toBeGreaterThanOrEqual(20_000);
  });

  it('that is being stopped waits no more', async () => {
    const { guard, passed } = guarded();
    await guard.admit(1_000_000, never);
    const stopped = AbortSignal.abort();
    await guard.admit(1, stopped);
    expect(passed()).toBe(0);
  });
});
