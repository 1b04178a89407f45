import { describe, expect, it } from 'vitest';
import type { Observation } from '../../gateway/model/observation.ts';
import { isJump, levelOf, newestTimes, skewWith } from '../../gateway/rules/admission.ts';
import type { ChannelState } from '../../gateway/rules/device-state.ts';

const channel = (more: Partial<ChannelState>): ChannelState => ({
  ...{
    time: 1_000,
    value: 10,
    min: 0,
    max: 100,
    maxRate: Number.POSITIVE_INFINITY,
    kind: 'number',
    words: [],
    slots: [],
  },
  ...more,
});

describe('admission', () => {
  it('counts booleans as 1 and 0 and words by their place', () => {
    const pump = channel({ kind: 'enum', words: ['auto', 'off'] });
    expect([levelOf(channel({}), 7), levelOf(channel({ kind: 'boolean' }), true)]).toEqual([7, 1]);
    expect([levelOf(pump, 'off'), levelOf(pump, 'on'), levelOf(pump, 1)]).toEqual([1, undefined, undefined]);
    expect([levelOf(channel({}), 101), levelOf(channel({}), Number.NaN), levelOf(channel({}), true)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('sees what cannot be: 50 units in a second where 1 is possible', () => {
    const slow = channel({ maxRate: 1 / 1_000 });
    expect(isJump(slow, 60, 2_000)).toBe(true);
    expect(isJump(slow, 60, 52_000)).toBe(false);
    expect(isJump(slow, 11, 1_000)).toBe(false);
    expect(isJump(channel({}), 60, 1_000)).toBe(false);
    expect(isJump(channel({ maxRate: 1 / 1_000, time: -1 }), 60, 2_000)).toBe(false);
  });

  it('knows the newest of every channel in a message of several readings', () => {
    const of = (reading: number, name: string, time: number) =>
      ({ kind: 'value', channel: name, reading, time }) as unknown as Observation;
    expect(newestTimes([of(0, 'a', 5), of(0, 'b', 6)])).toBeUndefined();
    expect(newestTimes([of(0, 'a', 9), of(1, 'a', 5), of(1, 'b', 5)])).toEqual(
      new Map([
        ['a', 9],
        ['b', 5],
      ]),
    );
  });

  it('takes the smallest lag for the clock, and drifts slowly', () => {
    const lags = [900, 300, 5_000, 310];
    const skew = lags.reduce<number | undefined>((before, lag) => skewWith(before, lag), undefined);
    expect(skew).toBeLessThan(400);
    const drifted = Array.from({ length: 400 }, () => 2_000).reduce((before, lag) => skewWith(before, lag), skew ?? 0);
    expect(drifted).toBeGreaterThan(1_900);
  });
});
