import type { DeviceType } from '../model/device.ts';
import type { Expressions } from '../model/expressions.ts';
import type { ChannelRuleSpec, ReferenceSpec, RuleSpec } from '../model/rule-spec.ts';
import { delta } from './delta.ts';
import { distinct } from './distinct.ts';
import { type EventInput, event } from './event.ts';
import { expressionRule } from './expression.ts';
import { flapping } from './flapping.ts';
import { forecast } from './forecast.ts';
import { mean } from './mean.ts';
import { rate } from './rate.ts';
import { relative } from './relative.ts';
import { type EpisodeState, type Rule, type RuleStep, TIMER, type ValueInput } from './rule.ts';
import { stateRule } from './state.ts';
import { threshold } from './threshold.ts';

type Step<Input> = (state: EpisodeState, input: Input) => RuleStep | undefined;

/** A rule with its limits settled, and what to call for it. Undefined: the kind takes no such input. */
export interface Plan {
  readonly spec: RuleSpec;
  readonly onValue: Step<ValueInput> | undefined;
  readonly onEvent: Step<EventInput> | undefined;
  readonly onTimer: ((state: EpisodeState) => RuleStep | undefined) | undefined;
  /** The station it compares with. */
  readonly reference: ReferenceSpec | undefined;
  /** The channels whose values it wants all at once. */
  readonly reads: readonly string[] | undefined;
}

const NOTHING = { onValue: undefined, onEvent: undefined, onTimer: undefined, reference: undefined, reads: undefined };

/** What to call for a rule of a device type. Throws what `expressions` throws; without it an expression rule does nothing. */
export function planOf(spec: RuleSpec, type: DeviceType, expressions: Expressions | undefined): Plan {
  switch (spec.kind) {
    case 'threshold':
      return onValues(spec, threshold);
    case 'mean':
      return { ...onValues(spec, mean), reference: spec.background };
    case 'rate':
      return onValues(spec, rate);
    case 'forecast':
      return onValues(spec, forecast);
    case 'relative':
      return { ...onValues(spec, relative), reference: spec.against };
    case 'delta':
      return onValues(spec, delta);
    case 'state':
      return onValues(spec, stateRule(type.channels[spec.channel]?.values ?? []));
    case 'expression': {
      if (!expressions) return { ...NOTHING, spec };
      const names = Object.fromEntries(
        spec.channels.map((channel) => [channel, type.channels[channel]?.kind ?? 'number'] as const),
      );
      const raise = expressions.compile(spec.raise, names);
      const clear = spec.clear === undefined ? {} : { clear: expressions.compile(spec.clear, names) };
      return { ...onValues(spec, expressionRule({ raise, ...clear })), reads: spec.channels };
    }
    case 'event':
      return onEvents(spec, event);
    case 'distinct':
      return onEvents(spec, distinct);
    case 'flapping':
      return { ...NOTHING, spec, onTimer: (state) => flapping(spec, state, TIMER) };
    case 'composite':
    case 'silent':
      return { ...NOTHING, spec };
  }
}

function onValues<Spec extends ChannelRuleSpec>(spec: Spec, rule: Rule<Spec, ValueInput>): Plan {
  return {
    ...NOTHING,
    spec,
    onValue: (state, input) => rule(spec, state, input),
    onTimer: (state) => rule(spec, state, TIMER),
  };
}

function onEvents<Spec extends RuleSpec>(spec: Spec, rule: Rule<Spec, EventInput>): Plan {
  return {
    ...NOTHING,
    spec,
    onEvent: (state, input) => rule(spec, state, input),
    onTimer: (state) => rule(spec, state, TIMER),
  };
}
