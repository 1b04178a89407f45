import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeanSpec } from '../../gateway/model/rule-spec.ts';
import { mean } from '../../gateway/rules/mean.ts';
import { DAY, HOUR, keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const QUARTER = 15 * MINUTE;
const spec: MeanSpec = {
  ...{ id: 'dust', kind: 'mean', category: 'E0302', channel: 'tsp', direction: 'above', set: 1_000, clear: 800 },
  ...{ window: QUARTER, windows: 1, clearWindows: 1, minSamples: 1 },
};

/** Readings every 5 minutes whose 15-minute means are those given. */
function quarters(levels: readonly number[], from = MONDAY): Reading[] {
  return levels.flatMap((level, n) =>
    [0, 5, 10].map((minute): Reading => [from + n * QUARTER + minute * MINUTE, level]),
  );
}

const after = (time: number) => (time - MONDAY) / MINUTE;
const said = (result: ReturnType<typeof play>) => result.verdicts.map(({ type, at }) => `${type} @${after(at)}`);

describe('mean', () => {
  it('decides at the end of a window aligned to the local day, by the mean and not by peaks', () => {
    const peaks: Reading[] = [
      [MONDAY + MINUTE, 2_500],
      [MONDAY + 5 * MINUTE, 100],
      [MONDAY + 9 * MINUTE, 100],
    ];
    expect(said(play(mean, spec, peaks, { until: MONDAY + HOUR }))).toEqual([]);
    const high = play(mean, spec, [...peaks, [MONDAY + 10 * MINUTE, 1_500]], { until: MONDAY + HOUR });
    expect(said(high)).toEqual(['raise @15']);
    expect(high.verdicts[0]).toMatchObject({
      since: MONDAY,
      inputs: { tsp: 1_050, samples: 4, windows: 1, needed: 1 },
    });
  });

  it('clears after windows on the healthy side of clear', () => {
    const result = play(mean, { ...spec, clearWindows: 2 }, quarters([1_200, 700, 900, 700, 700, 700]));
    expect(said(result)).toEqual(['raise @15', 'clear @75']);
  });

  it('asks for windows in a row where the rule does: two 15-minute Leq', () => {
    const twice = { ...spec, windows: 2 };
    expect(said(play(mean, twice, quarters([1_200, 900, 1_200, 900]), { until: MONDAY + DAY }))).toEqual([]);
    const result = play(mean, twice, quarters([900, 1_200, 1_200]), { until: MONDAY + DAY });
    expect(said(result)).toEqual(['raise @45']);
    expect(result.verdicts[0]?.since).toBe(MONDAY + QUARTER);
  });

  it('counts the windows of a local day: once is allowed, twice is not, and midnight starts anew', () => {
    const daily = { ...spec, perDay: 1 };
    const result = play(mean, daily, quarters([1_200, 500, 1_200, 500]), { until: MONDAY + HOUR });
    expect(said(result)).toEqual(['raise @45', 'clear @60']);
    expect(result.verdicts[0]?.inputs).toMatchObject({ exceededToday: 2, perDay: 1 });
    const overMidnight = quarters([1_200, 500, 1_200, 500], MONDAY - QUARTER);
    expect(said(play(mean, daily, overMidnight, { until: MONDAY + HOUR }))).toEqual([]);
  });

  it('adds up sound energies for levels in dB', () => {
    const noise: MeanSpec = { ...spec, channel: 'laeq', average: 'energetic', set: 70, clear: 67 };
    const result = play(
      mean,
      noise,
      [
        [MONDAY, 50],
        [MONDAY + MINUTE, 75],
      ],
      { until: MONDAY + HOUR },
    );
    expect(result.verdicts[0]?.inputs['laeq']).toBeCloseTo(72.0, 1);
  });

  it('says nothing of a window with too few values', () => {
    const many = { ...spec, minSamples: 4 };
    expect(said(play(mean, many, quarters([1_200, 1_200]), { until: MONDAY + HOUR }))).toEqual([]);
  });

  it('takes what the whole city breathes for no fault of the site', () => {
    const corrected: MeanSpec = { ...spec, background: { type: 'air', channel: 'pm10', maxAge: HOUR, ratio: 1.3 } };
    const with_ = (value: number | undefined) =>
      quarters([1_200]).map(([time, level]): Reading => {
        return [time, level, { reference: value === undefined ? undefined : { deviceId: 'city/air', value, time } }];
      });
    const until = MONDAY + HOUR;
    expect(said(play(mean, corrected, with_(1_000), { until }))).toEqual([]);
    expect(said(play(mean, corrected, with_(900), { until }))).toEqual(['raise @15']);
    expect(play(mean, corrected, with_(undefined), { until }).verdicts[0]?.inputs).toMatchObject({ reference: 'none' });
  });

  it('leaves out what lies outside its hours, but ends the window', () => {
    const closed = { openAt: Number.POSITIVE_INFINITY };
    const steps: Reading[] = [
      [MONDAY, 1_200],
      [MONDAY + MINUTE, 9_000, closed],
      [MONDAY + QUARTER, 9_000, closed],
    ];
    const result = play(mean, spec, steps);
    expect(result.verdicts[0]?.inputs).toMatchObject({ tsp: 1_200, samples: 1 });
  });

  it('keeps its word on any readings', () => {
    keepsItsWord(mean, spec, readings(0, 2_000));
    keepsItsWord(mean, { ...spec, perDay: 2, window: HOUR }, readings(0, 2_000, HOUR));
  });

  it('does not care in what order the values of a window come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 15 }), (levels) => {
        const until = MONDAY + HOUR;
        const of = (list: readonly number[]) =>
          play(
            mean,
            spec,
            list.map((level, n): Reading => [MONDAY + n * MINUTE, level]),
            { until },
          ).said;
        expect(of(levels.toReversed())).toEqual(of(levels));
      }),
    );
  });
});
