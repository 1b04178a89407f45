import type { EventSpec } from '../model/rule-spec.ts';
import { type EpisodeState, type Rule, type RuleStep, rest } from './rule.ts';

/** One happening of the code, from one part of the device. */
export interface EventInput {
  readonly kind: 'event';
  readonly active: boolean;
  readonly stateful: boolean;
  /** The state differs from the last known one; always true for an occurrence. */
  readonly changed: boolean;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** Event time, epoch ms. */
  readonly time: number;
  readonly receivedAt: number;
  /** The earliest event time from `time` on at which the rule may begin an episode; Infinity: not as things are. */
  readonly openAt: number;
}

/**
 * An event code going on and off, or occurring.
 *
 * A state that changes to on, and stays so for `dwell`, raises; off for `quiet` clears. On again within `quiet` is the same
 * episode. With `maxOn`, an on that is neither repeated nor taken back for so long is cleared as synthetic, and its last known
 * state forgotten: some cameras never send off (quirks of ONVIF property events).
 *
 * An on outside the rule's hours begins its dwell when they do: a door that stands open at closing time. Where a mode forbids the
 * rule, the idle state keeps `true` as its value, and the first repeat after the mode changed counts as the change.
 *
 * Occurrences raise at the `count`th within `window`. Further ones belong to the episode until `quiet` has passed without any,
 * which clears it as lapsed. With `quiet` 0 an occurrence is over at once and nothing ever clears it but a person.
 */
export const event: Rule<EventSpec, EventInput> = (spec, state, input) => {
  if (input.kind === 'timer') return timer(spec, state);
  if (input.active && !matches(spec, input.data)) return undefined;
  if (!input.stateful) return input.active ? occurrence(spec, state, input) : undefined;
  return input.active ? on(spec, state, input) : off(spec, state, input);
};

function matches({ where }: EventSpec, data: EventInput['data']): boolean {
  if (where === undefined) return true;
  for (const [name, value] of Object.entries(where))
    if (!Object.hasOwn(data, name) || data[name] !== value) return false;
  return true;
}

function on(spec: EventSpec, state: EpisodeState, input: EventInput): RuleStep | undefined {
  const { changed, time, receivedAt, openAt } = input;
  switch (state.phase) {
    case 'idle': {
      const unheard = state.value === true;
      if (!changed && !unheard) return undefined;
      if (openAt === Number.POSITIVE_INFINITY) return unheard ? undefined : { state: { ...state, value: true } };
      const due = openAt + spec.dwell;
      const pending: EpisodeState = {
        ...rest(state),
        phase: 'pending',
        since: openAt,
        due,
        fireAt: receivedAt + due - time,
        value: true,
      };
      return due === time ? raise(spec, pending, time, receivedAt) : { state: pending };
    }
    case 'pending':
      if (openAt === Number.POSITIVE_INFINITY) return { state: { ...rest(state), value: true } };
      return time >= state.due ? raise(spec, state, time, receivedAt) : undefined;
    case 'active':
      return spec.maxOn === undefined ? undefined : { state: armed(spec, state, time, receivedAt) };
    case 'clearing':
      return { state: armed(spec, { ...state, phase: 'active', due: 0, fireAt: 0 }, time, receivedAt) };
  }
}

function off(spec: EventSpec, state: EpisodeState, { time, receivedAt }: EventInput): RuleStep | undefined {
  switch (state.phase) {
    case 'idle':
      return state.value === true ? { state: { ...state, value: false } } : undefined;
    case 'pending':
      return { state: rest(state) };
    case 'active': {
      const { quiet } = spec;
      const clearing: EpisodeState = { ...state, phase: 'clearing', due: time + quiet, fireAt: receivedAt + quiet };
      return quiet === 0 ? clear(spec, clearing, {}) : { state: clearing };
    }
    case 'clearing':
      return time >= state.due ? clear(spec, state, {}) : undefined;
  }
}

function occurrence(spec: EventSpec, state: EpisodeState, input: EventInput): RuleStep | undefined {
  const { time, receivedAt, openAt } = input;
  const { quiet, window = 0, count = 1 } = spec;
  if (state.phase === 'active') return { state: { ...state, due: time + quiet, fireAt: receivedAt + quiet } };
  if (openAt !== time) return undefined;
  const times = [...state.times, time].sort((a, b) => a - b);
  const newest = times.at(-1) ?? time;
  const counted = times.filter((at) => at > newest - window || at === newest).slice(-count);
  if (counted.length < count) return { state: { ...rest(state), times: counted } };
  const episode = state.episode + 1;
  return {
    state:
      quiet === 0
        ? { ...rest(state), episode }
        : {
            ...rest(state),
            phase: 'active',
            episode,
            since: counted[0] ?? time,
            due: newest + quiet,
            fireAt: receivedAt + quiet,
          },
    verdict: {
      type: 'raise',
      at: newest,
      since: counted[0] ?? time,
      ...subjectOf(input),
      inputs: { code: spec.code, occurrences: counted.length, count, window },
    },
  };
}

/** The person of the occurrence that decided, where an adapter has a pseudonym for it. */
function subjectOf({ data: { subject } }: EventInput): { readonly subject?: string } {
  return typeof subject === 'string' && subject !== '' ? { subject } : {};
}

function timer(spec: EventSpec, state: EpisodeState): RuleStep {
  if (state.phase === 'pending') {
    // The log's time stands for the device's: the on is as old as its dwell.
    return raise(spec, state, state.due, state.fireAt);
  }
  if (state.phase === 'clearing') return clear(spec, state, {});
  // Occurrences carry no value; a state that is on carries `true`.
  if (state.value !== true) return clear(spec, state, { lapsed: true });
  return { ...clear(spec, state, { synthetic: true }), forget: true };
}

/** An episode in alarm, with the limit of an on that is never taken back. */
function armed(spec: EventSpec, state: EpisodeState, time: number, receivedAt: number): EpisodeState {
  return spec.maxOn === undefined ? state : { ...state, due: time + spec.maxOn, fireAt: receivedAt + spec.maxOn };
}

function raise(spec: EventSpec, state: EpisodeState, time: number, receivedAt: number): RuleStep {
  const active: EpisodeState = { ...state, phase: 'active', episode: state.episode + 1, due: 0, fireAt: 0 };
  return {
    state: armed(spec, active, time, receivedAt),
    verdict: {
      type: 'raise',
      at: state.due,
      since: state.since,
      inputs: { code: spec.code, active: true, dwell: spec.dwell },
    },
  };
}

function clear(spec: EventSpec, state: EpisodeState, why: Readonly<Record<string, boolean>>): RuleStep {
  return {
    state: rest(state),
    verdict: {
      type: 'clear',
      at: state.due,
      since: state.since,
      inputs: { code: spec.code, active: false, quiet: spec.quiet, ...why },
    },
  };
}
