import type { Condition } from '../model/expressions.ts';
import type { ExpressionSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { Rule, ValueInput } from './rule.ts';

/** The conditions of one rule, ready to be asked. */
export interface Conditions {
  readonly raise: Condition;
  readonly clear?: Condition;
}

/**
 * What no other kind can say: a condition over the newest values of several channels of the device. A condition that cannot be
 * decided (a division by zero) is neither alarm nor healthy.
 */
export function expressionRule({ raise, clear }: Conditions): Rule<ExpressionSpec, ValueInput> {
  return (spec, state, input) => {
    if (input.kind === 'timer') return held(spec, state, say);
    const { value, time, receivedAt, openAt, values } = input;
    if (!values) return undefined;
    const alarm = ask(raise, values);
    const healthy = clear ? ask(clear, values) : alarm === false;
    const finding = { alarm: alarm === true, healthy: healthy === true, value, time, receivedAt, openAt };
    const step = hold(spec, state, finding, say);
    if (!step?.verdict) return step;
    return { ...step, verdict: { ...step.verdict, inputs: { ...values, ...step.verdict.inputs } } };
  };
}

function ask(condition: Condition, values: NonNullable<ValueInput['values']>): boolean | undefined {
  try {
    return condition(values);
  } catch {
    return undefined;
  }
}

const say: Say<ExpressionSpec> = ({ raise, clear }) => ({ raise, ...(clear !== undefined && { clear }) });
