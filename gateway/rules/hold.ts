import { type EpisodeState, type Inputs, type RuleStep, rest } from './rule.ts';

/** How long a condition must hold, ms. */
export interface Held {
  readonly dwell: number;
  readonly quiet: number;
}

/** What one value says about a condition. Neither alarm nor healthy is possible: between the levels, or not known. */
export interface Finding {
  readonly alarm: boolean;
  readonly healthy: boolean;
  /** What it was found on, for the explanation. */
  readonly value: number;
  readonly time: number;
  readonly receivedAt: number;
  readonly openAt: number;
}

/** What a verdict of the state gives as its inputs. */
export type Say<Spec> = (spec: Spec, state: EpisodeState) => Inputs;

/**
 * The four phases of every rule on a condition: alarm for `dwell` raises; then healthy for `quiet` clears. What is neither ends
 * neither an episode nor a wait for its end, but it does end a dwell: the condition that must hold is the alarm. Dwell and quiet
 * end with the first later finding that still holds and is late enough, or when the log's time has moved as far: a device that
 * reports once a day cannot be waited for. Outside the rule's hours a dwell begins when they do.
 */
export function hold<Spec extends Held>(
  spec: Spec,
  state: EpisodeState,
  finding: Finding,
  say: Say<Spec>,
): RuleStep | undefined {
  const { alarm, healthy, value, time, receivedAt, openAt } = finding;
  switch (state.phase) {
    case 'idle': {
      if (!alarm || openAt === Number.POSITIVE_INFINITY) return undefined;
      const due = openAt + spec.dwell;
      const pending: EpisodeState = {
        ...rest(state),
        phase: 'pending',
        since: openAt,
        due,
        fireAt: receivedAt + due - time,
        value,
      };
      return due === time ? raise(spec, pending, say) : { state: pending };
    }
    case 'pending':
      if (!alarm || openAt === Number.POSITIVE_INFINITY) return { state: rest(state) };
      return time >= state.due ? raise(spec, { ...state, value }, say) : undefined;
    case 'active': {
      if (!healthy) return undefined;
      const due = time + spec.quiet;
      const clearing: EpisodeState = { ...state, phase: 'clearing', due, fireAt: receivedAt + spec.quiet, value };
      return spec.quiet === 0 ? clear(spec, clearing, say) : { state: clearing };
    }
    case 'clearing':
      if (!healthy) return { state: { ...state, phase: 'active', due: 0, fireAt: 0, value } };
      return time >= state.due ? clear(spec, { ...state, value }, say) : undefined;
  }
}

/** The dwell or the quiet time of a state is over, and nothing has spoken against it. */
export function held<Spec extends Held>(spec: Spec, state: EpisodeState, say: Say<Spec>): RuleStep | undefined {
  if (state.phase === 'pending') return raise(spec, state, say);
  return state.phase === 'clearing' ? clear(spec, state, say) : undefined;
}

function raise<Spec extends Held>(spec: Spec, state: EpisodeState, say: Say<Spec>): RuleStep {
  const { due, since } = state;
  return {
    state: { ...state, phase: 'active', episode: state.episode + 1, due: 0, fireAt: 0 },
    verdict: { type: 'raise', at: due, since, inputs: { ...say(spec, state), dwell: spec.dwell } },
  };
}

function clear<Spec extends Held>(spec: Spec, state: EpisodeState, say: Say<Spec>): RuleStep {
  const { due, since } = state;
  return {
    state: rest(state),
    verdict: { type: 'clear', at: due, since, inputs: { ...say(spec, state), quiet: spec.quiet } },
  };
}
