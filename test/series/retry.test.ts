import { expect, it } from 'vitest';
import { type Clock, realClock } from '../../gateway/clock.ts';
import { backOff, untilDone } from '../../gateway/series/retry.ts';

/** A clock whose waits end at once and are written down. */
function patientClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return { ...realClock(), waits, wait: async (ms) => void waits.push(ms) };
}

const failing = (times: number) => {
  let count = 0;
  return async () => {
    if (count++ < times) throw new Error(`failure ${count}`);
    return count;
  };
};

it('repeats until it succeeds, waiting longer each time up to five seconds', async () => {
  const clock = patientClock();
  expect(await untilDone(failing(12), { clock, signal: new AbortController().signal })).toBe(13);
  expect(clock.waits).toHaveLength(12);
  for (const [index, ms] of clock.waits.entries()) {
    const full = Math.min(5_000, 100 * 2 ** index);
    expect(ms).toBeGreaterThanOrEqual(full / 2);
    expect(ms).toBeLessThanOrEqual(full);
  }
});

it('waits as long as the store asks, within bounds', async () => {
  const clock = patientClock();
  await untilDone(failing(1), { clock, signal: new AbortController().signal, onFailure: () => 3_000 });
  await untilDone(failing(1), { clock, signal: new AbortController().signal, onFailure: () => 3_600_000 });
  expect(clock.waits).toEqual([3_000, 5_000]);
});

it('throws at once what no repetition mends', async () => {
  const clock = patientClock();
  const attempt = untilDone(failing(5), { clock, signal: new AbortController().signal, final: () => true });
  await expect(attempt).rejects.toThrow('failure 1');
  expect(clock.waits).toEqual([]);
});

it('ends its waiting when told to', async () => {
  const stop = new AbortController();
  const attempt = untilDone(failing(1_000), {
    clock: realClock(),
    signal: stop.signal,
    onFailure: (_, count) => {
      if (count === 2) stop.abort();
      return undefined;
    },
  });
  await expect(attempt).rejects.toThrow('failure 2');
});

it('never waits longer than its longest', () => {
  for (let attempt = 2; attempt < 2_000; attempt += 97) expect(backOff(attempt)).toBeLessThanOrEqual(5_000);
});
