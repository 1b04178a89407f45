import type { Severity } from './candidate.ts';
import type { GeoPosition } from './observation.ts';
import type { Provenance, RulePatch, RuleSpec, When } from './rule-spec.ts';

export type { EventSpec, RulePatch, RuleSpec, SilentSpec, ThresholdSpec } from './rule-spec.ts';

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
  /** Device it is connected through, a gateway or DTU: when that one falls silent, so does this. */
  readonly parent?: string;
  /** Windows in which its alarms raise nothing, epoch ms. */
  readonly maintenance?: readonly { readonly from: number; readonly until: number }[];
  readonly simulated: boolean;
  /** By rule id: what is different at this device, e.g. the baseline of its tilt. Wins over the type's own overrides. */
  readonly overrides?: Readonly<Record<string, RulePatch>>;
}

/**
 * A channel of a device type. `unit` is a UCUM code; readings outside [min, max], and jumps faster than `maxRate`, are SUSPECT
 * and never raise.
 */
export interface ChannelSpec {
  readonly unit: string;
  readonly kind: 'number' | 'boolean' | 'enum';
  readonly name?: { readonly zh: string; readonly en: string };
  readonly min?: number;
  readonly max?: number;
  /** Fastest change that is physically possible, in units per second. */
  readonly maxRate?: number;
  /** Smallest step the sensor can tell, in units. */
  readonly quantisation?: number;
  /** What an enum may say. */
  readonly values?: readonly string[];
  readonly provenance?: Provenance;
}

/** What is different at certain sites, in certain modes or at certain times: patches by rule id. */
export interface Override {
  readonly when: When;
  readonly rules: Readonly<Record<string, RulePatch>>;
}

/** A device type: one YAML file. */
export interface DeviceType {
  readonly typeId: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** ms between reports of a healthy device. */
  readonly heartbeat: number;
  /** ms without a message after which a device counts as offline; what its silent rule uses where it names no other. */
  readonly offlineAfter?: number;
  /** The channel that holds the charge, for devices on batteries. */
  readonly battery?: string;
  /** Category of the rules that name none, and the severity of those that name none. */
  readonly category?: string;
  readonly severity?: Severity;
  /** Who usually comes, for people: a role, never a name. */
  readonly responder?: { readonly zh: string; readonly en: string };
  readonly channels: Readonly<Record<string, ChannelSpec>>;
  /** Known event codes; `stateful`: on/off states, otherwise occurrences. */
  readonly events: Readonly<
    Record<string, { readonly stateful: boolean; readonly name?: { readonly zh: string; readonly en: string } }>
  >;
  readonly rules: readonly RuleSpec[];
  /** Of several that hold, the later one wins. */
  readonly overrides?: readonly Override[];
}
