import type { GeoPosition } from './observation.ts';

export type SiteClass = 'ORDINARY' | 'KEY_UNIT' | 'CROWDED' | 'MAJOR_HAZARD' | 'CONSTRUCTION' | 'CONTROLLED_BLOCK';

/** A registered device. Position CRS is mandatory; positions from messages override it for MOBILE devices only. */
export interface Device {
  /** `{vendor}/{device}`. */
  readonly deviceId: string;
  readonly vendor: string;
  readonly device: string;
  /** Key of a device type file, e.g. `smoke`; `generic` until known. */
  readonly typeId: string;
  readonly name?: string;
  readonly position?: GeoPosition;
  readonly mobility: 'FIXED' | 'MOBILE';
  readonly siteClass: SiteClass;
  /** 16-digit component code of the asset it watches, where there is one. */
  readonly assetCode?: string;
  readonly orgCode?: string;
  readonly simulated: boolean;
}

/** A channel of a device type. `unit` is a UCUM code; readings outside [min, max] are SUSPECT and never raise. */
export interface ChannelSpec {
  readonly unit: string;
  readonly kind: 'number' | 'boolean' | 'enum';
  readonly min?: number;
  readonly max?: number;
}

export type RuleSpec = ThresholdSpec | EventSpec | SilentSpec;

interface RuleSpecBase {
  /** Unique inside the device type, e.g. `smoke-density`. */
  readonly id: string;
  /** Category code with its letter, e.g. `E0498`. */
  readonly category: string;
  /** 1 life … 4 minor; default: the category's. */
  readonly severity?: 1 | 2 | 3 | 4;
  /** Prior probability that an alarm of this rule is true, 0–1; default 0.9. */
  readonly certainty?: number;
}

/** Set level with a clear level of its own (hysteresis), held for `dwell` before it raises and `quiet` before it clears. */
export interface ThresholdSpec extends RuleSpecBase {
  readonly kind: 'threshold';
  readonly channel: string;
  readonly direction: 'above' | 'below';
  readonly set: number;
  readonly clear: number;
  /** ms the condition must hold before it raises. */
  readonly dwell: number;
  /** ms below the clear level before it clears. */
  readonly quiet: number;
}

/** An event code going on and off. */
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

/** No message for `offlineAfter` ms: a FAULT. */
export interface SilentSpec extends RuleSpecBase {
  readonly kind: 'silent';
  readonly offlineAfter: number;
}

/** A device type: one YAML file. */
export interface DeviceType {
  readonly typeId: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** ms between reports of a healthy device. */
  readonly heartbeat: number;
  readonly channels: Readonly<Record<string, ChannelSpec>>;
  /** Known event codes; `stateful`: on/off states, otherwise occurrences. */
  readonly events: Readonly<Record<string, { readonly stateful: boolean }>>;
  readonly rules: readonly RuleSpec[];
}
