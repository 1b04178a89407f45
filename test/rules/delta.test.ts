import { describe, expect, it } from 'vitest';
import type { DeltaSpec } from '../../gateway/model/rule-spec.ts';
import { delta } from '../../gateway/rules/delta.ts';
import { keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const cover: DeltaSpec = {
  ...{
    id: 'tilt',
    kind: 'delta',
    category: 'C0101',
    channel: 'tilt',
    set: 10,
    clear: 5,
    learn: 4,
    dwell: 2_000,
    quiet: 5 * MINUTE,
  },
};
const steps = (...levels: number[]) => levels.map((level, n): Reading => [MONDAY + n * 1_000, level]);

describe('delta', () => {
  it('learns how the cover lies, and raises 10° away from there', () => {
    const result = play(delta, cover, steps(7, 9, 8, 8, 17, 18, 19, 18.5));
    expect(result.verdicts[0]).toMatchObject({ type: 'raise', inputs: { baseline: 8, set: 10, clear: 5 } });
  });

  it('takes no notice of a truck', () => {
    expect(play(delta, cover, steps(0, 0, 0, 0, 40, 0, 0)).said).toEqual([]);
  });

  it('counts both ways unless told otherwise', () => {
    const at = (direction: 'above' | 'below') =>
      play(delta, { ...cover, direction, baseline: 0, dwell: 0 }, steps(-12)).verdicts.length;
    expect(play(delta, { ...cover, baseline: 0, dwell: 0 }, steps(-12)).verdicts).toHaveLength(1);
    expect([at('above'), at('below')]).toEqual([0, 1]);
  });

  it('does not learn a slow fall', () => {
    const slow = Array.from({ length: 400 }, (_, n) => n / 20);
    expect(play(delta, cover, steps(...slow)).verdicts).toHaveLength(1);
  });

  it('uses the configured baseline at once', () => {
    const configured = { ...cover, baseline: 90, dwell: 0 };
    expect(play(delta, configured, steps(91)).said).toEqual([]);
    expect(play(delta, configured, steps(79)).verdicts[0]?.inputs).toMatchObject({ baseline: 90, tilt: 79 });
  });

  it('keeps its word on any readings', () => {
    keepsItsWord(delta, cover, readings(-30, 30, 3_000));
  });
});
