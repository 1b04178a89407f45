/** Where a rule stands with one source of one device. Never changed in place: a step makes a new one. */
export interface EpisodeState {
  readonly phase: 'idle' | 'pending' | 'active' | 'clearing';
  /** Number of the current or last episode; 0: none yet. Part of the candidateId. */
  readonly episode: number;
  /** Event time at which the condition of the current phase's episode first held. */
  readonly since: number;
  /** Event time the running timer decides for. */
  readonly due: number;
  /** The log's time at which the timer fires; 0: no timer runs. Differs from `due` by the lag of the device's clock. */
  readonly fireAt: number;
  /** The value that decided, for the explanation. */
  readonly value: number | boolean;
  /** Event times of the occurrences counted so far, oldest first; at most the rule's `count`. */
  readonly times: readonly number[];
}

export const IDLE: EpisodeState = { phase: 'idle', episode: 0, since: 0, due: 0, fireAt: 0, value: false, times: [] };

/** What a rule may say: times are event times, `inputs` what it decided on. */
export interface Verdict {
  readonly type: 'raise' | 'clear';
  readonly at: number;
  readonly since: number;
  readonly inputs: Readonly<Record<string, string | number | boolean>>;
}

export interface RuleStep {
  readonly state: EpisodeState;
  readonly verdict?: Verdict;
  /** The last known state of the source is no longer known: a synthetic clear. */
  readonly forget?: true;
}

/** The running timer of a state is due. */
export interface TimerInput {
  readonly kind: 'timer';
}

/**
 * One rule kind: pure, and synchronous. `undefined` means that nothing changed. Observations of one source come in event
 * time order; a timer input comes only while `state.fireAt` is set, once the log's time has reached it.
 */
export type Rule<Spec, Input> = (spec: Spec, state: EpisodeState, input: Input | TimerInput) => RuleStep | undefined;

/** Back to rest after an episode (or an attempt at one), keeping its number. */
export function rest(state: EpisodeState): EpisodeState {
  return { ...IDLE, episode: state.episode };
}
