import type { FlappingSpec } from '../model/rule-spec.ts';
import { type EpisodeState, type RuleStep, rest, type TimerInput } from './rule.ts';

/** A rule of the device raised; by the log's time, since a device that flaps may well have a clock that does. */
export interface AlarmInput {
  readonly kind: 'alarm';
  readonly now: number;
}

/**
 * Alarms that come and go are a fault of the device: the `count`th within `window` raises, and `quiet` without another clears.
 * In between the alarms of the device are muted by the caller.
 */
export function flapping(spec: FlappingSpec, state: EpisodeState, input: AlarmInput | TimerInput): RuleStep {
  if (input.kind === 'timer') {
    const { due: at, since } = state;
    return { state: rest(state), verdict: { type: 'clear', at, since, inputs: { quiet: spec.quiet } } };
  }
  const { now } = input;
  const due = now + spec.quiet;
  if (state.phase === 'active') return { state: { ...state, due, fireAt: due } };
  const times = [...state.times.filter((at) => at > now - spec.window), now].slice(-spec.count);
  if (times.length < spec.count) return { state: { ...state, times } };
  const since = times[0] ?? now;
  return {
    state: { ...rest(state), phase: 'active', episode: state.episode + 1, since, due, fireAt: due },
    verdict: { type: 'raise', at: now, since, inputs: { alarms: times.length, window: spec.window } },
  };
}
