import type { DeltaSpec } from '../model/rule-spec.ts';
import { held, hold, type Say } from './hold.ts';
import type { EpisodeState, Rule, ValueInput } from './rule.ts';

/**
 * Away from a baseline: how a manhole cover lies when it lies well differs from one to the next. The baseline is configured, or
 * the mean of the first `learn` values and then kept: one that follows would learn the slow fall of a wall as well. The memory
 * holds the mean so far and how many values went into it.
 */
export const delta: Rule<DeltaSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return held(spec, state, say);
  const { value, time, receivedAt, openAt } = input;
  const baseline = baselineOf(spec, state);
  if (baseline === undefined) {
    const [mean = 0, count = 0] = state.memory;
    return { state: { ...state, memory: [mean + (value - mean) / (count + 1), count + 1] } };
  }
  const away = awayFrom(spec, value - baseline);
  const finding = { alarm: away >= spec.set, healthy: away < spec.clear, value, time, receivedAt, openAt };
  return hold(spec, state, finding, say);
};

/** Undefined while it is being learnt. */
export function baselineOf(spec: DeltaSpec, { memory: [mean, count = 0] }: EpisodeState): number | undefined {
  return spec.baseline ?? (count >= spec.learn ? mean : undefined);
}

function awayFrom({ direction }: DeltaSpec, difference: number): number {
  if (direction === 'above') return difference;
  return direction === 'below' ? -difference : Math.abs(difference);
}

const say: Say<DeltaSpec> = (spec, state) => ({
  ...{ [spec.channel]: state.value, baseline: baselineOf(spec, state) ?? 'none', set: spec.set, clear: spec.clear },
});
