import { describe, expect, it } from 'vitest';
import type { ExpressionSpec } from '../../gateway/model/rule-spec.ts';
import { expressionRule } from '../../gateway/rules/expression.ts';
import { keepsItsWord, MINUTE, MONDAY, play, type Reading, readings } from '../support/rule-kinds.ts';

const sign: ExpressionSpec = {
  ...{ id: 'sign', kind: 'expression', category: 'E0205', channels: ['wind', 'tilt'], dwell: 0, quiet: 0 },
  raise: 'wind >= 17.2 && tilt >= 1.0',
};
const raise = (values: Readonly<Record<string, unknown>>) =>
  Number(values['wind']) >= 17.2 && Number(values['tilt']) >= 1;
const at = (n: number, wind: number, tilt: number): Reading => [MONDAY + n * MINUTE, wind, { values: { wind, tilt } }];

describe('expression', () => {
  it('raises while the condition holds and clears when it does not', () => {
    const result = play(expressionRule({ raise }), sign, [at(0, 20, 0.5), at(1, 20, 1.5), at(2, 10, 1.5)]);
    expect(result.verdicts.map(({ type }) => type)).toEqual(['raise', 'clear']);
    expect(result.verdicts[0]?.inputs).toMatchObject({ wind: 20, tilt: 1.5, raise: sign.raise });
  });

  it('has a condition of its own for health', () => {
    const clear = (values: Readonly<Record<string, unknown>>) => Number(values['tilt']) < 0.5;
    const result = play(expressionRule({ raise, clear }), sign, [at(0, 20, 1.5), at(1, 10, 1.5), at(2, 10, 0.2)]);
    expect(result.said).toEqual([`raise @${MONDAY}`, `clear @${MONDAY + 2 * MINUTE}`]);
  });

  it('waits until all channels have a value', () => {
    expect(play(expressionRule({ raise: () => true }), sign, [[MONDAY, 20]]).said).toEqual([]);
  });

  it('takes what cannot be decided for neither alarm nor health', () => {
    let broken = false;
    const rule = expressionRule({
      raise: (values) => {
        if (broken) throw new Error('division by zero');
        return raise(values);
      },
    });
    expect(play(rule, sign, [at(0, 20, 2)]).state.phase).toBe('active');
    broken = true;
    expect(play(rule, sign, [at(0, 20, 2)]).state.phase).toBe('idle');
  });

  it('keeps its word on any values', () => {
    const values = readings(0, 30).map((all) =>
      all.map(([time, value]): Reading => [time, value, { values: { wind: value, tilt: 2 } }]),
    );
    keepsItsWord(expressionRule({ raise }), { ...sign, dwell: MINUTE, quiet: MINUTE }, values);
  });
});
