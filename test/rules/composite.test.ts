import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompositeSpec } from '../../gateway/model/rule-spec.ts';
import { composite } from '../../gateway/rules/composite.ts';
import { type EpisodeState, IDLE, type Verdict } from '../../gateway/rules/rule.ts';
import { MINUTE } from '../support/rule-kinds.ts';

const spec: CompositeSpec = {
  ...{ id: 'storm', kind: 'composite', category: 'E0205', a: 'tilt', window: 10 * MINUTE },
  b: { rule: 'wind-high', type: 'weather', distance: 2_000 },
};
type Step = readonly ['a' | 'b' | 'clear', number];

function run(steps: readonly Step[], restarts = false) {
  let state: EpisodeState = IDLE;
  const verdicts: Verdict[] = [];
  for (const [what, minute] of steps) {
    const at = minute * MINUTE;
    const step =
      what === 'clear'
        ? composite(spec, state, { kind: 'cleared', at })
        : composite(spec, state, { kind: 'raised', side: what, at, deviceNo: 7, deviceId: 'city/w1' });
    if (step) state = step.state;
    if (restarts) state = JSON.parse(JSON.stringify(state)) as EpisodeState;
    if (step?.verdict) verdicts.push(step.verdict);
  }
  return { verdicts, said: verdicts.map(({ type, at }) => `${type} @${at / MINUTE}`) };
}

describe('composite', () => {
  it('raises when both came within the window, in either order', () => {
    expect(
      run([
        ['a', 100],
        ['b', 109],
      ]).said,
    ).toEqual(['raise @109']);
    expect(
      run([
        ['b', 100],
        ['a', 109],
      ]).said,
    ).toEqual(['raise @109']);
    expect(
      run([
        ['a', 100],
        ['b', 111],
      ]).said,
    ).toEqual([]);
    expect(
      run([
        ['a', 100],
        ['a', 105],
      ]).said,
    ).toEqual([]);
  });

  it('says which two, how far apart, and which device nearby', () => {
    expect(
      run([
        ['a', 100],
        ['b', 109],
      ]).verdicts[0],
    ).toMatchObject({
      since: 100 * MINUTE,
      inputs: { a: 'tilt', b: 'wind-high', apart: 9 * MINUTE, window: 10 * MINUTE, distance: 2_000, nearby: 'city/w1' },
    });
  });

  it('ends with a, which then counts no more', () => {
    expect(
      run([
        ['a', 100],
        ['b', 101],
        ['clear', 105],
      ]).said,
    ).toEqual(['raise @101', 'clear @105']);
    expect(
      run([
        ['a', 100],
        ['clear', 101],
        ['b', 102],
      ]).said,
    ).toEqual([]);
  });

  it('raises and clears in turns whatever happens, also over restarts', () => {
    const steps = fc
      .array(fc.tuple(fc.constantFrom('a' as const, 'b' as const, 'clear' as const), fc.nat(8)), { maxLength: 60 })
      .map((list) => {
        let minute = 1;
        return list.map(([what, wait]): Step => {
          minute += wait;
          return [what, minute];
        });
      });
    fc.assert(
      fc.property(steps, (all) => {
        const { verdicts } = run(all);
        for (const [index, { type }] of verdicts.entries()) expect(type).toBe(index % 2 === 0 ? 'raise' : 'clear');
        expect(run(all, true).verdicts).toEqual(verdicts);
      }),
    );
  });
});
