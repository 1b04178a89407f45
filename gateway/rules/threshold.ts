import type { ThresholdSpec } from '../model/device.ts';
import { type EpisodeState, type Rule, type RuleStep, rest } from './rule.ts';

/** One trusted value of the channel; booleans as 1 and 0. */
export interface ValueInput {
  readonly kind: 'value';
  readonly value: number;
  /** Event time, epoch ms. */
  readonly time: number;
  readonly receivedAt: number;
}

/**
 * Set level with a clear level of its own. At or beyond `set` for `dwell` raises; then strictly on the healthy side of `clear`
 * for `quiet` clears. A value between the two levels ends neither an episode nor a wait for its end, but it does end a dwell:
 * the condition that must hold is the set level. Dwell and quiet end with the first later value that still holds and is late
 * enough, or when the log's time has moved as far: a device that reports once a day cannot be waited for.
 */
export const threshold: Rule<ThresholdSpec, ValueInput> = (spec, state, input) => {
  if (input.kind === 'timer') return state.phase === 'pending' ? raise(spec, state, state.value) : clear(spec, state);
  const { value, time, receivedAt } = input;
  const above = spec.direction === 'above';
  const alarm = above ? value >= spec.set : value <= spec.set;
  switch (state.phase) {
    case 'idle': {
      if (!alarm) return undefined;
      const { dwell } = spec;
      const pending: EpisodeState = {
        ...rest(state),
        phase: 'pending',
        since: time,
        due: time + dwell,
        fireAt: receivedAt + dwell,
        value,
      };
      return dwell === 0 ? raise(spec, pending, value) : { state: pending };
    }
    case 'pending':
      if (!alarm) return { state: rest(state) };
      return time >= state.due ? raise(spec, state, value) : undefined;
    case 'active': {
      if (!(above ? value < spec.clear : value > spec.clear)) return undefined;
      const clearing: EpisodeState = {
        ...state,
        phase: 'clearing',
        due: time + spec.quiet,
        fireAt: receivedAt + spec.quiet,
        value,
      };
      return spec.quiet === 0 ? clear(spec, clearing) : { state: clearing };
    }
    case 'clearing':
      if (!(above ? value < spec.clear : value > spec.clear))
        return { state: { ...state, phase: 'active', due: 0, fireAt: 0, value } };
      return time >= state.due ? clear(spec, { ...state, value }) : undefined;
  }
};

function raise(spec: ThresholdSpec, state: EpisodeState, value: number | boolean): RuleStep {
  return {
    state: { ...state, phase: 'active', episode: state.episode + 1, due: 0, fireAt: 0, value },
    verdict: {
      type: 'raise',
      at: state.due,
      since: state.since,
      inputs: { [spec.channel]: value, set: spec.set, clear: spec.clear, dwell: spec.dwell },
    },
  };
}

function clear(spec: ThresholdSpec, state: EpisodeState): RuleStep {
  return {
    state: rest(state),
    verdict: {
      type: 'clear',
      at: state.due,
      since: state.since,
      inputs: { [spec.channel]: state.value, clear: spec.clear, quiet: spec.quiet },
    },
  };
}
