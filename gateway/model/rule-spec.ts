import type { CaseKind, Severity } from './candidate.ts';
import type { SiteClass } from './device.ts';

/** One kind of rule each; `gateway/rules/` has a file for every one. Durations are ms, limits are in the channel's unit. */
export type RuleSpec =
  | ThresholdSpec
  | MeanSpec
  | RateSpec
  | ForecastSpec
  | RelativeSpec
  | DeltaSpec
  | StateSpec
  | ExpressionSpec
  | EventSpec
  | DistinctSpec
  | CompositeSpec
  | FlappingSpec
  | SilentSpec;

/** Rules that are fed with the values of channels. */
export type ChannelRuleSpec =
  | ThresholdSpec
  | MeanSpec
  | RateSpec
  | ForecastSpec
  | RelativeSpec
  | DeltaSpec
  | StateSpec
  | ExpressionSpec;

/** Rules that are fed with happenings of an event code, from each part of a device apart. */
export type EventRuleSpec = EventSpec | DistinctSpec;

/** When a rule, a limit or an override is in force: every part that is given must hold. */
export interface When {
  /**
   * Times of day in Asia/Shanghai, ms after midnight, `to` not included; any of them. `from` at or after `to` runs over
   * midnight and belongs to the day it begins on.
   */
  readonly hours?: readonly { readonly from: number; readonly to: number }[];
  /** 1 Monday … 7 Sunday, of the local day on which the hours begin. Public holidays are days like others. */
  readonly days?: readonly number[];
  /** Operating modes, e.g. FLOOD. */
  readonly modes?: readonly string[];
  readonly siteClass?: readonly SiteClass[];
}

/** Where a limit comes from: seen in a public source, general professional knowledge, or a proposal of this project. */
export type Provenance = 'observed' | 'knowledge' | 'ours';

interface RuleSpecBase {
  /** Unique inside the device type, e.g. `smoke-density`. */
  readonly id: string;
  /** Category code with its letter, e.g. `E0498`. */
  readonly category: string;
  /** 1 life … 4 minor; default: the category's. */
  readonly severity?: Severity;
  /** Prior probability that an alarm of this rule is true, 0–1; default 0.9. */
  readonly certainty?: number;
  /** Kind of the case where it is another than the category's: a trend rule raises a WARNING. */
  readonly raises?: CaseKind;
  /** Begins episodes only then; an episode that has begun ends by its own clear, at any time. */
  readonly when?: When;
  /** False: switched off, for all or (in an override) for some. Episodes that run end by their own clear. */
  readonly enabled?: boolean;
  /** Other limits at certain times or in certain modes; of several that hold, the later one wins. */
  readonly limits?: readonly (RulePatch & { readonly when: When })[];
  readonly provenance?: Provenance;
  /** Where the limit was read, e.g. `GB 12523`. */
  readonly reference?: string;
}

/** What an override may change of a rule. Only fields that the rule's kind has. */
export interface RulePatch {
  readonly enabled?: boolean;
  readonly severity?: Severity;
  readonly certainty?: number;
  readonly set?: number;
  readonly clear?: number;
  readonly dwell?: number;
  readonly quiet?: number;
  readonly baseline?: number;
  readonly ratio?: number;
  readonly perDay?: number;
  readonly horizon?: number;
  readonly count?: number;
  readonly window?: number;
  readonly maxOn?: number;
  readonly offlineAfter?: number;
}

interface OnChannel extends RuleSpecBase {
  readonly channel: string;
}

/** The condition must hold for `dwell` before it raises; health must last for `quiet` before it clears. */
interface Held {
  readonly dwell: number;
  readonly quiet: number;
}

/** A level that raises and one beyond which (on the healthy side) it clears: hysteresis. */
interface Levels {
  readonly direction: 'above' | 'below';
  readonly set: number;
  readonly clear: number;
}

/** Set level with a clear level of its own, held for `dwell`, or in `n` of the last `m` values. */
export interface ThresholdSpec extends OnChannel, Levels, Held {
  readonly kind: 'threshold';
  /** At most 32 values are looked at. */
  readonly of?: { readonly n: number; readonly m: number };
}

/** The nearest other device of `type` within `maxDistance` m, by its newest value of `channel` no older than `maxAge` ms. */
export interface ReferenceSpec {
  readonly type: string;
  readonly channel: string;
  readonly maxAge: number;
  readonly maxDistance?: number;
}

/**
 * Means over windows that follow each other, aligned to local midnight. Raises after `windows` windows in a row beyond `set`,
 * or, with `perDay`, at the first window of a local day that is one more than the day may have.
 */
export interface MeanSpec extends OnChannel, Levels {
  readonly kind: 'mean';
  /** ms; divides a day. */
  readonly window: number;
  /** `energetic`: mean of the sound energies of levels in dB (Leq). Default `arithmetic`. */
  readonly average?: 'arithmetic' | 'energetic';
  readonly windows: number;
  /** Windows in a row on the healthy side of `clear` that clear it. */
  readonly clearWindows: number;
  /** Windows beyond `set` that a local day may have. */
  readonly perDay?: number;
  /** Fewest values that make a mean; a window with fewer counts neither way. */
  readonly minSamples: number;
  /** Background correction: a mean of at most `ratio` times the reference counts as healthy. */
  readonly background?: ReferenceSpec & { readonly ratio: number };
}

/** How fast a value changes: the slope over the last `window`, as change per `per` ms. Falling is negative. */
export interface RateSpec extends OnChannel, Levels, Held {
  readonly kind: 'rate';
  readonly window: number;
  readonly per: number;
  /** The change is in percent of the value at the start of the window. */
  readonly percent?: boolean;
}

/** Level and slope say that the value will be beyond `set` within `horizon`; clears when it would stay on `clear`'s healthy side. */
export interface ForecastSpec extends OnChannel, Levels, Held {
  readonly kind: 'forecast';
  /** ms over which the slope is taken. */
  readonly window: number;
  readonly horizon: number;
}

/** More than `ratio` times what the reference station has, and beyond `set` where given; without a reference `set` alone decides. */
export interface RelativeSpec extends OnChannel, Held {
  readonly kind: 'relative';
  readonly against: ReferenceSpec;
  readonly ratio: number;
  /** Ratio below which it clears; default `ratio`. */
  readonly clearRatio?: number;
  readonly set?: number;
}

/** Away from a baseline by `set` or more; clears when within `clear`. */
export interface DeltaSpec extends OnChannel, Held {
  readonly kind: 'delta';
  /** Which way counts; default `both`. */
  readonly direction?: 'both' | 'above' | 'below';
  readonly set: number;
  readonly clear: number;
  /** Configured; absent: the mean of the first `learn` values, and then kept. */
  readonly baseline?: number;
  readonly learn: number;
}

/** An enum channel in one of `values`; with `from`, only when it came there from one of those. */
export interface StateSpec extends OnChannel, Held {
  readonly kind: 'state';
  readonly values: readonly string[];
  readonly from?: readonly string[];
}

/** What no other kind can say: a CEL expression over the newest values of the device's channels, by their names. */
export interface ExpressionSpec extends RuleSpecBase, Held {
  readonly kind: 'expression';
  /** The channels it reads; it is asked when one of them has a new value, once all of them have one. */
  readonly channels: readonly string[];
  /** True: alarm. */
  readonly raise: string;
  /** True: healthy; default: whenever `raise` is not. */
  readonly clear?: string;
}

/** An event code going on and off, or occurring. */
export interface EventSpec extends RuleSpecBase {
  readonly kind: 'event';
  readonly code: string;
  /** ms it must stay on before it raises. */
  readonly dwell: number;
  /** ms after `off` before it clears. */
  readonly quiet: number;
  /** ms after which an `on` without `off` is cleared as synthetic; absent: never. */
  readonly maxOn?: number;
  /** For occurrences: how many within `window` ms raise; default 1. */
  readonly count?: number;
  readonly window?: number;
  /** Only events whose `data` has these values, e.g. `{ reason: Duress }`. */
  readonly where?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Different values of a field of an event's data (pseudonyms) on a local day: `count` or more on `days` of the last `within`
 * days. Says how many there were, never which.
 */
export interface DistinctSpec extends RuleSpecBase {
  readonly kind: 'distinct';
  readonly code: string;
  /** The field of `data`. */
  readonly field: string;
  /** At most 64: counting stops there. */
  readonly count: number;
  readonly days: number;
  /** At most 31. */
  readonly within: number;
}

/** Rule `a` of this device and rule `b` raised within `window` of each other; `b` is a rule of this device, or of others nearby. */
export interface CompositeSpec extends RuleSpecBase {
  readonly kind: 'composite';
  readonly a: string;
  readonly b: {
    readonly rule: string;
    /** Devices of this type within `distance` m, instead of this device. */
    readonly type?: string;
    readonly distance?: number;
  };
  readonly window: number;
}

/**
 * `count` alarms of one device within `window` are a fault of the device. Until `quiet` has passed without another, its alarms
 * are muted, those of severity `spare` and graver excepted (0: none).
 */
export interface FlappingSpec extends RuleSpecBase {
  readonly kind: 'flapping';
  readonly count: number;
  readonly window: number;
  readonly quiet: number;
  readonly spare: number;
}

/** No message for `offlineAfter` ms: a FAULT. */
export interface SilentSpec extends RuleSpecBase {
  readonly kind: 'silent';
  readonly offlineAfter: number;
}
