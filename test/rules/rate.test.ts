import { describe, expect, it } from 'vitest';
import type { RateSpec } from '../../gateway/model/rule-spec.ts';
import { rate } from '../../gateway/rules/rate.ts';
import { keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const falling: RateSpec = {
  ...{ id: 'pressure-drop', kind: 'rate', category: 'E0402', channel: 'pressure', direction: 'below' },
  ...{ window: 10 * MINUTE, per: 10 * MINUTE, percent: true, set: -30, clear: -5, dwell: 0, quiet: 0 },
};
const minutes = (levels: readonly number[]) => levels.map((level, n): Reading => [MONDAY + n * MINUTE, level]);

describe('rate', () => {
  it('raises on a fall of 30 % in 10 minutes and clears once the level stands', () => {
    const fall = Array.from({ length: 11 }, (_, n) => 300 - 10 * n);
    const result = play(
      rate,
      falling,
      minutes([...Array.from({ length: 10 }, () => 300), ...fall, ...Array.from({ length: 15 }, () => 200)]),
    );
    expect(result.verdicts.map(({ type }) => type)).toEqual(['raise', 'clear']);
    expect(result.verdicts[0]?.inputs).toMatchObject({ percent: true, set: -30 });
    expect(Number(result.verdicts[0]?.inputs['pressureChange'])).toBeLessThanOrEqual(-30);
  });

  it('says nothing of two readings a second apart', () => {
    expect(
      play(rate, falling, [
        [MONDAY, 300],
        [MONDAY + 1_000, 100],
      ]).said,
    ).toEqual([]);
  });

  it('says nothing in percent of nothing', () => {
    expect(
      play(rate, { ...falling, direction: 'above', set: 1, clear: 0 }, minutes([0, 0, 0, 0, 0, 0, 0])).said,
    ).toEqual([]);
  });

  it('counts in units where it is not told otherwise: 0.1° an hour', () => {
    const tilt: RateSpec = {
      ...falling,
      ...{
        channel: 'tilt',
        direction: 'above',
        percent: false,
        set: 0.1,
        clear: 0.02,
        window: 60 * MINUTE,
        per: 60 * MINUTE,
      },
    };
    const slow = Array.from({ length: 61 }, (_, n) => 0.0015 * n);
    const fast = Array.from({ length: 61 }, (_, n) => 0.002 * n);
    expect(play(rate, tilt, minutes(slow)).said).toEqual([]);
    expect(play(rate, tilt, minutes(fast)).verdicts.map(({ type }) => type)).toEqual(['raise']);
  });

  it('keeps its word on any readings', () => {
    keepsItsWord(rate, { ...falling, percent: false, dwell: 2 * MINUTE, quiet: MINUTE }, readings(0, 300));
  });
});
