import type { ForecastSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { Rule, ValueInput } from './rule.ts';
import { lineThrough, withPoint } from './trend.ts';

/** Points a slope needs before it is believed, and how many times its own error it must be. */
const MIN_POINTS = 4;
const MIN_SIGNIFICANCE = 4;

/**
 * Early warning: level and slope say that the value will be beyond `set` within `horizon`. The slope is that of the line through
 * the last `window`; one that is not clearly larger than its own error is taken for noise and counts as none.
 */
export const forecast: Rule<ForecastSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return held(spec, state, say);
  const { value, time, receivedAt, openAt } = input;
  const points = withPoint(state.memory, spec.window, time, value);
  const next = { ...state, memory: points };
  const found = predict(spec, points);
  if (found === undefined) return { state: next };
  const above = spec.direction === 'above';
  const alarm = above ? found >= spec.set : found <= spec.set;
  const healthy = above ? found < spec.clear : found > spec.clear;
  return hold(spec, next, { alarm, healthy, value: found, time, receivedAt, openAt }, say) ?? { state: next };
};

/** The value expected `horizon` ms after the last reading; undefined while too little is known. */
export function predict(spec: ForecastSpec, points: readonly number[]): number | undefined {
  const line = lineThrough(points);
  if (!line || line.points < MIN_POINTS || line.span < spec.window / 2) return undefined;
  const towards = spec.direction === 'above' ? line.slope > 0 : line.slope < 0;
  if (!towards || Math.abs(line.slope) < MIN_SIGNIFICANCE * line.error) return line.level;
  return line.level + line.slope * spec.horizon;
}

const say: Say<ForecastSpec> = ({ channel, set, clear, window, horizon }, { value, memory }) => {
  const line = lineThrough(memory);
  return {
    ...{ [`${channel}Expected`]: value, [channel]: line?.level ?? value, perMinute: (line?.slope ?? 0) * 60_000 },
    ...{ set, clear, window, horizon },
  };
};
