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
  /** What the kind has to remember beyond that, in a layout and with a bound of its own; outlives the episode. */
  readonly memory: readonly number[];
  /** The episode was raised while the device flapped, and nobody was told. */
  readonly muted: boolean;
}

export const IDLE: EpisodeState = {
  ...{ phase: 'idle', episode: 0, since: 0, due: 0, fireAt: 0, value: false, times: [], memory: [], muted: false },
};

export type Inputs = Readonly<Record<string, string | number | boolean>>;

/** What a rule may say: times are event times, `inputs` what it decided on. */
export interface Verdict {
  readonly type: 'raise' | 'clear';
  readonly at: number;
  readonly since: number;
  readonly inputs: Inputs;
  /** Whom it concerns, as a pseudonym. */
  readonly subject?: string;
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

export const TIMER: TimerInput = { kind: 'timer' };

/** A trusted value of another device. */
export interface Reference {
  readonly deviceId: string;
  readonly value: number;
  readonly time: number;
}

/** One trusted value of a channel: booleans as 1 and 0, an enum as its place among the channel's values. */
export interface ValueInput {
  readonly kind: 'value';
  readonly value: number;
  /** The value before; NaN for the first one. */
  readonly previous: number;
  /** Event time, epoch ms. */
  readonly time: number;
  readonly receivedAt: number;
  /** The earliest event time from `time` on at which the rule may begin an episode; Infinity: not as things are. */
  readonly openAt: number;
  /** For rules with a reference station; undefined: there is none, or none near and fresh enough. */
  readonly reference: Reference | undefined;
  /** For expressions: the newest values of its channels; undefined while one of them has none. */
  readonly values: Readonly<Record<string, number | boolean | string>> | undefined;
}

/**
 * One rule kind: pure, and synchronous. `undefined` means that nothing changed. Observations of one source come in event
 * time order; a timer input comes only while `state.fireAt` is set, once the log's time has reached it.
 */
export type Rule<Spec, Input> = (spec: Spec, state: EpisodeState, input: Input | TimerInput) => RuleStep | undefined;

/** Back to rest after an episode (or an attempt at one), keeping its number and what the kind remembers. */
export function rest(state: EpisodeState): EpisodeState {
  return { ...IDLE, episode: state.episode, memory: state.memory };
}
