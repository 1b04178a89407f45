import { describe, expect, it } from 'vitest';
import type { ThresholdSpec } from '../../gateway/model/device.ts';
import { type EpisodeState, IDLE, type Verdict } from '../../gateway/rules/rule.ts';
import { threshold } from '../../gateway/rules/threshold.ts';
import { valueInput } from '../support/rule-kinds.ts';

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
