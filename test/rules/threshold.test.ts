import { describe, expect, it } from 'vitest';
import type { ThresholdSpec } from '../../gateway/model/device.ts';
import { type EpisodeState, IDLE, type Verdict } from '../../gateway/rules/rule.ts';
import { threshold } from '../../gateway/rules/threshold.ts';
import { keepsItsWord, MINUTE, MONDAY, play, type Reading, readings, valueInput } from '../support/rule-kinds.ts';

const spec: ThresholdSpec = {
  ...{ id: 'smoke', kind: 'threshold', category: 'E0498', channel: 'smoke', direction: 'above' },
  ...{ set: 0.15, clear: 0.1, dwell: 10, quiet: 100 },
};

/** Runs `[time, value]` readings and `timer` marks through the rule; readings arrive `lag` after their time. */
function run(rule: ThresholdSpec, steps: readonly ([number, number] | 'timer')[], lag = 0) {
  let state: EpisodeState = IDLE;
  const verdicts: Verdict[] = [];
  for (const step of steps) {
    const input =
      step === 'timer'
        ? { kind: 'timer' as const }
        : valueInput({ time: step[0], receivedAt: step[0] + lag, value: step[1] });
    const result = threshold(rule, state, input);
    if (result) state = result.state;
    if (result?.verdict) verdicts.push(result.verdict);
  }
  return { state, verdicts, said: verdicts.map(({ type, at }) => `${type} @${at}`) };
}

describe('threshold', () => {
  it('raises once the level was held for the dwell, at the end of the dwell', () => {
    const { said, verdicts, state } = run(spec, [
      [0, 0.2],
      [5, 0.3],
      [12, 0.25],
    ]);
    expect(said).toEqual(['raise @10']);
    expect(verdicts[0]).toMatchObject({ since: 0, inputs: { smoke: 0.25, set: 0.15, clear: 0.1, dwell: 10 } });
    expect(state).toMatchObject({ phase: 'active', episode: 1, fireAt: 0 });
  });

  it('raises by the timer with the same time as by a reading', () => {
    expect(run(spec, [[0, 0.2], 'timer']).said).toEqual(['raise @10']);
  });

  it('takes no notice of a spike shorter than the dwell', () => {
    expect(
      run(spec, [
        [0, 0.9],
        [9, 0.01],
        [50, 0.9],
        [58, 0.14],
      ]).said,
    ).toEqual([]);
  });

  it('starts the dwell anew after a reading between the levels', () => {
    expect(
      run(spec, [
        [0, 0.2],
        [6, 0.12],
        [8, 0.2],
        [16, 0.2],
        [18, 0.2],
      ]).said,
    ).toEqual(['raise @18']);
  });

  it('makes one episode of flapping around the set level', () => {
    const flapping = Array.from({ length: 50 }, (_, n): [number, number] => [20 + n, n % 2 ? 0.2 : 0.11]);
    expect(run(spec, [[0, 0.2], [10, 0.2], ...flapping]).said).toEqual(['raise @10']);
  });

  it('clears after the quiet period and not before; coming back in between is the same episode', () => {
    const { said, state } = run(spec, [
      [0, 0.2],
      [10, 0.2],
      [20, 0.05],
      [90, 0.12],
      [95, 0.05],
      [150, 0.05],
      [195, 0.05],
    ]);
    expect(said).toEqual(['raise @10', 'clear @195']);
    expect(state).toEqual({ ...IDLE, episode: 1 });
  });

  it('does not clear at the clear level itself', () => {
    expect(
      run({ ...spec, quiet: 0 }, [
        [0, 0.2],
        [10, 0.2],
        [20, 0.1],
      ]).said,
    ).toEqual(['raise @10']);
  });

  it('numbers episodes', () => {
    const instant = { ...spec, dwell: 0, quiet: 0 };
    const { said, state } = run(instant, [
      [1, 0.2],
      [2, 0.05],
      [3, 0.15],
      [4, 0.09],
    ]);
    expect(said).toEqual(['raise @1', 'clear @2', 'raise @3', 'clear @4']);
    expect(state.episode).toBe(2);
  });

  it('watches falling levels the other way round', () => {
    const low: ThresholdSpec = { ...spec, direction: 'below', set: 20, clear: 30, dwell: 0, quiet: 0 };
    expect(
      run(low, [
        [1, 25],
        [2, 20],
        [3, 30],
        [4, 31],
      ]).said,
    ).toEqual(['raise @2', 'clear @4']);
  });

  it('sets timers by the arrival, so that a slow device clock shortens no dwell', () => {
    const { state } = run(spec, [[0, 0.2]], 3_600);
    expect(state).toMatchObject({ phase: 'pending', due: 10, fireAt: 3_610 });
  });
});

describe('threshold on n of m', () => {
  const spec3of5: ThresholdSpec = { ...spec, of: { n: 3, m: 5 }, dwell: 0, quiet: 0 };

  it('raises when three of the last five are beyond set, spikes between them or not', () => {
    const { said, verdicts } = run(spec3of5, [
      [1, 0.2],
      [2, 0.01],
      [3, 0.2],
      [4, 0.12],
      [5, 0.2],
    ]);
    expect(said).toEqual(['raise @5']);
    expect(verdicts[0]?.inputs).toMatchObject({ beyond: 3, n: 3, m: 5 });
  });

  it('forgets what is more than five values ago', () => {
    const values = [0.2, 0.2, 0, 0, 0, 0.2, 0.2, 0].map((value, n): [number, number] => [n, value]);
    expect(run(spec3of5, values).said).toEqual([]);
  });

  it('looks at 32 values at most', () => {
    const all = { ...spec3of5, of: { n: 32, m: 32 } };
    const high = (count: number) =>
      run(
        all,
        Array.from({ length: count }, (_, n): [number, number] => [n, 0.2]),
      ).said;
    expect([high(31), high(32)]).toEqual([[], ['raise @31']]);
  });
});

describe('threshold on any readings', () => {
  it('keeps its word', () => {
    const minutes = { ...spec, dwell: MINUTE, quiet: 3 * MINUTE };
    keepsItsWord(threshold, minutes, readings(0, 0.3));
    keepsItsWord(threshold, { ...minutes, of: { n: 2, m: 4 } }, readings(0, 0.3));
    keepsItsWord(threshold, { ...minutes, direction: 'below', set: 0.1, clear: 0.2 }, readings(0, 0.3));
  });

  it('waits for its hours, and begins the dwell with them', () => {
    const later = { openAt: MONDAY + 30 * MINUTE };
    const open = play(threshold, { ...spec, dwell: MINUTE }, [[MONDAY, 0.2, later]], { until: MONDAY + 60 * MINUTE });
    expect(open.said).toEqual([`raise @${MONDAY + 31 * MINUTE}`]);
    const healed: Reading[] = [
      [MONDAY, 0.2, later],
      [MONDAY + MINUTE, 0.05, later],
    ];
    expect(play(threshold, spec, healed, { until: MONDAY + 60 * MINUTE }).said).toEqual([]);
  });

  it('ends an episode at any time', () => {
    const closed = { openAt: Number.POSITIVE_INFINITY };
    const result = play(threshold, { ...spec, dwell: 0, quiet: 0 }, [
      [MONDAY, 0.2],
      [MONDAY + MINUTE, 0.05, closed],
      [MONDAY + 2 * MINUTE, 0.2, closed],
    ]);
    expect(result.verdicts.map(({ type }) => type)).toEqual(['raise', 'clear']);
  });
});
