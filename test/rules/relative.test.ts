import { describe, expect, it } from 'vitest';
import type { RelativeSpec } from '../../gateway/model/rule-spec.ts';
import { relative } from '../../gateway/rules/relative.ts';
import { HOUR, keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const dust: RelativeSpec = {
  ...{ id: 'dust', kind: 'relative', category: 'E0302', channel: 'pm10', ratio: 1.3, set: 150, dwell: 0, quiet: 0 },
  against: { type: 'air', channel: 'pm10', maxAge: HOUR },
};
const seen = (value: number, reference: number | undefined, n = 0): Reading => {
  const time = MONDAY + n * MINUTE;
  return [
    time,
    value,
    { reference: reference === undefined ? undefined : { deviceId: 'city/air', value: reference, time } },
  ];
};
const types = (...steps: Reading[]) => play(relative, dust, steps).verdicts.map(({ type }) => type);

describe('relative', () => {
  it('has no effect at 1.3 times the station, and raises above', () => {
    expect(types(seen(260, 200))).toEqual([]);
    expect(types(seen(261, 200))).toEqual(['raise']);
  });

  it('needs its own limit too', () => {
    expect(types(seen(149, 50))).toEqual([]);
  });

  it('clears when the station catches up, or the value goes below the limit', () => {
    expect(types(seen(300, 200), seen(300, 250, 1))).toEqual(['raise', 'clear']);
    expect(types(seen(300, 200), seen(140, 100, 1))).toEqual(['raise', 'clear']);
  });

  it('goes by the limit alone where there is no station, and says so', () => {
    const result = play(relative, dust, [seen(151, undefined)]);
    expect(result.verdicts[0]?.inputs).toMatchObject({
      pm10: 151,
      reference: 'none',
      referenceType: 'air',
      ratio: 1.3,
      set: 150,
    });
  });

  it('decides nothing without a station where it has no limit', () => {
    const { set: _, ...bare } = dust;
    expect(play(relative, bare, [seen(9_999, undefined)]).said).toEqual([]);
    expect(play(relative, bare, [seen(14, 10)]).verdicts[0]?.inputs).toMatchObject({ reference: 10 });
  });

  it('remembers the reference it decided by until a timer raises', () => {
    const slow = { ...dust, dwell: 5 * MINUTE };
    const result = play(relative, slow, [seen(300, 200)], { until: MONDAY + HOUR });
    expect(result.verdicts[0]?.inputs).toMatchObject({ reference: 200 });
  });

  it('keeps its word on any readings', () => {
    const stations = readings(0, 300).map((all) =>
      all.map(([time, value], n): Reading => [time, value, seen(0, n % 3 === 0 ? undefined : 40 * (n % 5))[2] ?? {}]),
    );
    keepsItsWord(relative, { ...dust, dwell: MINUTE, quiet: MINUTE }, stations);
  });
});
