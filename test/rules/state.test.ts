import { describe, expect, it } from 'vitest';
import type { StateSpec } from '../../gateway/model/rule-spec.ts';
import { stateRule } from '../../gateway/rules/state.ts';
import { keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const words = ['auto', 'manual', 'off', 'fault'];
const pump: StateSpec = {
  ...{ id: 'pump', kind: 'state', category: 'C2115', channel: 'pump', values: ['fault', 'off'], dwell: 0, quiet: 0 },
};
const steps = (...states: string[]) => states.map((word, n): Reading => [MONDAY + n * MINUTE, words.indexOf(word)]);
const run = (spec: StateSpec, ...states: string[]) =>
  play(stateRule(words), spec, steps(...states)).verdicts.map(({ type, inputs }) => `${type} ${inputs['pump']}`);

describe('state', () => {
  it('raises at the words named and clears at any other', () => {
    expect(run(pump, 'auto', 'fault', 'off', 'manual')).toEqual(['raise fault', 'clear manual']);
  });

  it('with from, raises on that transition only', () => {
    const stopped = { ...pump, values: ['off'], from: ['auto'] };
    expect(run(stopped, 'manual', 'off', 'auto', 'off')).toEqual(['raise off']);
    expect(run(stopped, 'off')).toEqual([]);
  });

  it('keeps its word on any words', () => {
    keepsItsWord(
      stateRule(words),
      { ...pump, from: ['auto'], dwell: MINUTE, quiet: MINUTE },
      readings(0, 4).map((all) => all.map(([time, value]): Reading => [time, Math.min(3, Math.floor(value))])),
    );
  });
});
