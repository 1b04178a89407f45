import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlappingSpec } from '../../gateway/model/rule-spec.ts';
import { flapping } from '../../gateway/rules/flapping.ts';
import { type EpisodeState, IDLE, TIMER, type Verdict } from '../../gateway/rules/rule.ts';
import { MINUTE } from '../support/rule-kinds.ts';

const spec: FlappingSpec = {
  ...{
    id: 'flapping',
    kind: 'flapping',
    category: 'E0490',
    count: 6,
    window: 10 * MINUTE,
    quiet: 10 * MINUTE,
    spare: 1,
  },
};

function run(alarms: readonly number[], until = 0, restarts = false) {
  let state: EpisodeState = IDLE;
  const verdicts: Verdict[] = [];
  const take = (step: ReturnType<typeof flapping>) => {
    state = restarts ? (JSON.parse(JSON.stringify(step.state)) as EpisodeState) : step.state;
    if (step.verdict) verdicts.push(step.verdict);
  };
  const moveTo = (now: number) => {
    while (state.fireAt > 0 && state.fireAt <= now) take(flapping(spec, state, TIMER));
  };
  for (const now of alarms) {
    moveTo(now);
    take(flapping(spec, state, { kind: 'alarm', now }));
  }
  moveTo(until);
  return { state, verdicts, said: verdicts.map(({ type, at }) => `${type} @${at / MINUTE}`) };
}

describe('flapping', () => {
  it('raises at the sixth alarm in ten minutes and clears ten minutes after the last', () => {
    const alarms = [1, 2, 3, 4, 5, 6, 9].map((minute) => minute * MINUTE);
    expect(run(alarms, 60 * MINUTE).said).toEqual(['raise @6', 'clear @19']);
  });

  it('lets alarms pass that are further apart', () => {
    expect(run([0, 2, 4, 6, 8, 11, 13].map((minute) => (minute + 1) * MINUTE)).said).toEqual([]);
  });

  it('remembers no more alarms than it counts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 * MINUTE }), { maxLength: 60 }), (waits) => {
        let now = 0;
        const alarms = waits.map((wait) => (now += wait));
        const { verdicts, state } = run(alarms, now + 60 * MINUTE);
        expect(state.times.length).toBeLessThan(spec.count);
        for (const [index, { type }] of verdicts.entries()) expect(type).toBe(index % 2 === 0 ? 'raise' : 'clear');
        expect(run(alarms, now + 60 * MINUTE, true).verdicts).toEqual(verdicts);
      }),
    );
  });
});
