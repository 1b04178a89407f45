import type { HandlingLevel } from './case.ts';

/** Another limit for one rule of a device type while a mode is in force; what is absent stays as the type says. */
export interface ThresholdOverride {
  readonly typeId: string;
  readonly ruleId: string;
  readonly set?: number;
  readonly clear?: number;
  /** ms the condition must hold before it raises. */
  readonly dwell?: number;
  /** ms below the clear level before it clears. */
  readonly quiet?: number;
}

/** Other hands for some categories while a mode is in force. */
export interface RouteOverride {
  readonly categories: readonly string[];
  readonly dept?: string;
  readonly responderRole?: string;
  /** Lowest level that may settle it. */
  readonly level?: HandlingLevel;
}

/** An operating mode (多种情况切换): what differs from NORMAL, as data. */
export interface ModeSpec {
  /** NORMAL, FLOOD, HEATWAVE, EVENT, EPIDEMIC or one of the city's own. */
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly thresholds: readonly ThresholdOverride[];
  /** Reporting interval asked of devices of a type, ms. */
  readonly sampling: readonly { readonly typeId: string; readonly interval: number }[];
  readonly routing: readonly RouteOverride[];
  /** Codes of categories whose cases wait until the mode ends. */
  readonly deferred: readonly string[];
}
