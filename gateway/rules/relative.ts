import type { RelativeSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { Rule, ValueInput } from './rule.ts';

/**
 * More than `ratio` times what the reference station has (what the whole city breathes is no fault of one site), and at or
 * beyond `set` where the rule has it. Without a reference `set` alone decides, and the verdict says so; without either, nothing
 * is decided. The memory holds the reference of the last value; none: it is empty.
 */
export const relative: Rule<RelativeSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return held(spec, state, say);
  const { value, time, receivedAt, openAt, reference } = input;
  const over = reference ? value > spec.ratio * reference.value : spec.set !== undefined;
  const under = reference ? value < (spec.clearRatio ?? spec.ratio) * reference.value : false;
  const alarm = over && (spec.set === undefined || value >= spec.set);
  const healthy = under || (spec.set !== undefined && value < spec.set);
  const finding = { alarm, healthy, value, time, receivedAt, openAt };
  const next = { ...state, memory: reference ? [reference.value] : [] };
  // The reference of a value that decides nothing is not worth writing.
  return hold(spec, next, finding, say) ?? (state.phase === 'idle' ? undefined : { state: next });
};

const say: Say<RelativeSpec> = ({ channel, ratio, clearRatio, set, against }, { value, memory }) => ({
  ...{ [channel]: value, reference: memory[0] ?? 'none', referenceType: against.type, ratio },
  ...(clearRatio !== undefined && { clearRatio }),
  ...(set !== undefined && { set }),
});
