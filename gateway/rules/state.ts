import type { StateSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { Rule, RuleStep, ValueInput } from './rule.ts';

/** The words of an enum channel, in the order in which their values count. */
export type Words = readonly string[];

/**
 * An enum channel that stands at one of `values`; with `from`, only where it went there from one of those. Any other word is
 * healthy.
 */
export function stateRule(words: Words): Rule<StateSpec, ValueInput> {
  const say: Say<StateSpec> = ({ channel, values }, { value }) => ({
    ...{ [channel]: words[Number(value)] ?? 'unknown', values: values.join(', ') },
  });
  return (spec, state, input): RuleStep | undefined => {
    if (input.kind === 'timer') return held(spec, state, say);
    const { value, previous, time, receivedAt, openAt } = input;
    const there = spec.values.includes(words[value] ?? '');
    const came = state.phase !== 'idle' || !spec.from || spec.from.includes(words[previous] ?? '');
    return hold(spec, state, { alarm: there && came, healthy: !there, value, time, receivedAt, openAt }, say);
  };
}
