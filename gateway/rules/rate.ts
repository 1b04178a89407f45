import type { RateSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { Rule, ValueInput } from './rule.ts';
import { lineThrough, withPoint } from './trend.ts';

/**
 * How fast a value changes: the slope of the line through the readings of the last `window`, as change per `per`. Nothing is
 * said before the readings span half the window: two readings a second apart are no trend.
 */
export const rate: Rule<RateSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return held(spec, state, say);
  const { value, time, receivedAt, openAt } = input;
  const points = withPoint(state.memory, spec.window, time, value);
  const next = { ...state, memory: points };
  const change = changeOf(spec, points);
  if (change === undefined) return { state: next };
  const above = spec.direction === 'above';
  const alarm = above ? change >= spec.set : change <= spec.set;
  const healthy = above ? change < spec.clear : change > spec.clear;
  return hold(spec, next, { alarm, healthy, value: change, time, receivedAt, openAt }, say) ?? { state: next };
};

/** Change per `per` ms in units or percent; undefined while it cannot be told. */
export function changeOf(spec: RateSpec, points: readonly number[]): number | undefined {
  const line = lineThrough(points);
  if (!line || line.span < spec.window / 2) return undefined;
  const change = line.slope * spec.per;
  if (!spec.percent) return change;
  return line.start === 0 ? undefined : (change / Math.abs(line.start)) * 100;
}

const say: Say<RateSpec> = ({ channel, set, clear, window, per, percent }, { value }) => ({
  ...{ [`${channel}Change`]: value, set, clear, window, per },
  ...(percent && { percent }),
});
