import type { SilentSpec } from '../model/rule-spec.ts';
import { type EpisodeState, type Rule, type RuleStep, rest } from './rule.ts';

/** A device that the broker knows to be offline (last will) for this long is a fault, however rarely it reports. */
export const OFFLINE_GRACE_MS = 2 * 60_000;

/** What silence is judged by; all times are the log's, never the device's clock. */
export interface SilenceInput {
  readonly kind: 'silence';
  /** The log's time. */
  readonly now: number;
  /** Arrival of the last message. */
  readonly seenAt: number;
  /** Arrival of the last will, 0 while online. */
  readonly offlineAt: number;
  /** Start of the gateway, or its waking: what happened before says nothing about the time it was down or asleep. */
  readonly graceFrom: number;
}

/** The device said something: it is not silent. */
export interface SeenInput {
  readonly kind: 'seen';
  readonly now: number;
}

/**
 * No message for `offlineAfter`, or known offline for two minutes: a fault, cleared by the next message. Being asked too early
 * only sets the timer to the earliest time at which the answer could change, so that messages need not move it.
 */
export const silent: Rule<SilentSpec, SilenceInput | SeenInput> = (spec, state, input) => {
  if (input.kind === 'timer') return undefined;
  if (input.kind === 'seen') return state.phase === 'active' ? clear(state, input.now) : undefined;
  if (state.phase === 'active') return undefined;
  const { now, seenAt, offlineAt, graceFrom } = input;
  let due = Math.max(seenAt, graceFrom) + spec.offlineAfter;
  if (offlineAt > graceFrom) due = Math.min(due, offlineAt + OFFLINE_GRACE_MS);
  if (due > now) return { state: { ...state, due, fireAt: due } };
  return {
    state: { ...state, phase: 'active', episode: state.episode + 1, since: seenAt, due: 0, fireAt: 0 },
    verdict: {
      type: 'raise',
      at: due,
      since: seenAt,
      inputs: { lastSeen: seenAt, offlineAfter: spec.offlineAfter, offline: offlineAt > 0 },
    },
  };
};

function clear(state: EpisodeState, now: number): RuleStep {
  return {
    state: rest(state),
    verdict: { type: 'clear', at: now, since: state.since, inputs: { seenAgain: now } },
  };
}
