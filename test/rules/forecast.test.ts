import { describe, expect, it } from 'vitest';
import type { ForecastSpec } from '../../gateway/model/rule-spec.ts';
import { forecast } from '../../gateway/rules/forecast.ts';
import { keepsItsWord, MINUTE, MONDAY, noise, play, type Reading, readings } from '../support/rule-kinds.ts';

const flood: ForecastSpec = {
  ...{
    id: 'flood-rising',
    kind: 'forecast',
    category: 'E0406',
    raises: 'WARNING',
    channel: 'level',
    direction: 'above',
  },
  ...{ set: 25, clear: 20, window: 10 * MINUTE, horizon: 15 * MINUTE, dwell: 0, quiet: 10 * MINUTE },
};
const series = (minutes: number, level: (minute: number) => number, every = 1) =>
  Array.from(
    { length: Math.floor(minutes / every) },
    (_, n): Reading => [MONDAY + n * every * MINUTE, level(n * every)],
  );
const minute = (at = 0) => (at - MONDAY) / MINUTE;

describe('forecast', () => {
  it.each([1, 2])(
    'warns 10 minutes and more before 25 cm when water rises 1 cm a minute, reported every %i min',
    (every) => {
      const result = play(
        forecast,
        flood,
        series(26, (m) => m, every),
      );
      expect(result.verdicts.map(({ type }) => type)).toEqual(['raise']);
      expect(minute(result.verdicts[0]?.at)).toBeLessThanOrEqual(15);
      expect(result.verdicts[0]?.inputs).toMatchObject({ set: 25, horizon: 15 * MINUTE });
      expect(result.verdicts[0]?.inputs['perMinute']).toBeCloseTo(1, 3);
    },
  );

  it('warns as early through noise of half a centimetre', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const shake = noise(seed, 0.5);
      const result = play(
        forecast,
        flood,
        series(26, (m) => m + shake()),
      );
      expect(minute(result.verdicts[0]?.at), `seed ${seed}`).toBeLessThanOrEqual(15);
    }
  });

  it('never warns on noise around a level, in a day of every seed', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const shake = noise(seed, 1);
      expect(
        play(
          forecast,
          flood,
          series(1_440, () => 8 + shake()),
        ).said,
        `seed ${seed}`,
      ).toEqual([]);
    }
  });

  it('never warns of a slow tide', () => {
    expect(
      play(
        forecast,
        flood,
        series(720, (m) => 8 + 6 * Math.sin(m / 115)),
      ).said,
    ).toEqual([]);
  });

  it('clears when the water falls again', () => {
    const hill = (m: number) => (m < 20 ? m : Math.max(0, 40 - m));
    const result = play(forecast, flood, series(60, hill));
    expect(result.verdicts.map(({ type }) => type)).toEqual(['raise', 'clear']);
  });

  it('looks down as well: a tank that runs dry', () => {
    const tank: ForecastSpec = { ...flood, channel: 'tank', direction: 'below', set: 10, clear: 15 };
    expect(
      play(
        forecast,
        tank,
        series(30, (m) => 40 - m),
      ).verdicts.map(({ type }) => type),
    ).toEqual(['raise']);
  });

  it('keeps its word on any readings', () => {
    keepsItsWord(forecast, { ...flood, dwell: MINUTE }, readings(0, 30));
  });
});
