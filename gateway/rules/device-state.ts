import type { Device } from '../model/device.ts';
import type { GeoPosition } from '../model/observation.ts';
import type { CompiledRule, CompiledType } from './compiled-type.ts';
import { type DuplicateWindow, emptyWindow } from './duplicate-window.ts';
import { ORDINARY, type Site } from './limits.ts';
import type { EpisodeState } from './rule.ts';
import { createStateTable, type StateTable } from './state-table.ts';
import type { Timed } from './timers.ts';

/** One rule at one source of one device. */
export interface Slot extends Timed {
  readonly device: DeviceState;
  readonly ruleId: string;
  readonly source: string;
  /** Another object after the rule was edited or the device's type changed. */
  rule: CompiledRule;
  state: EpisodeState;
  fireAt: number;
  /** Category and version of the last raise: a clear goes to the same case, also after the rule was edited. */
  category: string;
  ruleVersion: string;
  simulated: boolean;
}

/** A channel with rules: its newest evaluated value. */
export interface ChannelState {
  /** Event time, epoch ms, never ahead of the arrival; -1: none yet. */
  time: number;
  value: number | boolean;
  readonly min: number;
  readonly max: number;
  /** Fastest change that is possible, units per ms. */
  readonly maxRate: number;
  readonly kind: 'number' | 'boolean' | 'enum';
  /** The words of an enum; `value` is then the place of one of them. */
  readonly words: readonly string[];
  readonly slots: Slot[];
}

/** What of a device changes seldom. */
export type StoredDevice = Pick<DeviceState, 'typeId' | 'site' | 'assetCode' | 'simulated' | 'position'>;

/** Everything the rules remember of one device. */
export interface DeviceState {
  /** Short stable number: the device's key in the store and its place among timers of one instant. */
  readonly no: number;
  readonly deviceId: string;
  /** The registry's device as last seen; compared by reference to notice a change cheaply. */
  device: Device | undefined;
  type: CompiledType;
  typeId: string;
  /** What of the device decides its limits; kept with the state, since timers fire before the registry is asked. */
  site: Site;
  assetCode: string | undefined;
  simulated: boolean;
  position: GeoPosition | undefined;
  /** Arrival of the last message, epoch ms. */
  seenAt: number;
  /** Arrival of the last will, 0 while online. */
  offlineAt: number;
  readonly channels: Map<string, ChannelState>;
  /** By rule and source. */
  readonly slots: Map<string, Slot>;
  readonly states: StateTable;
  window: DuplicateWindow;
  /** The slot of the silence rule, where the type has one. */
  silence: Slot | undefined;
  /** How far the device's clock is behind its arrivals at best, ms; of the messages since the start. Undefined: unknown. */
  skew: number | undefined;
  /** Why the position it reported last is not believed; since the start. Undefined: nothing is wrong, or it reported none. */
  doubt: { readonly fault?: string; readonly detail?: string } | undefined;
  /** Changed since the last commit. */
  dirty: boolean;
  /** Number of the oldest journal record with something of it that is not written whole since; 0: none. */
  journaledIn: number;
  /** What its record in the store says of it beside the newest times and values; undefined: it has none. */
  stored: StoredDevice | undefined;
  /** The newest journal record when that was written; what is in it and before is older. */
  storedIn: number;
}

export function newDeviceState(
  no: number,
  deviceId: string,
  type: CompiledType,
  states: StateTable = createStateTable(),
): DeviceState {
  return {
    no,
    deviceId,
    device: undefined,
    type,
    typeId: type.typeId,
    site: ORDINARY,
    assetCode: undefined,
    simulated: false,
    position: undefined,
    seenAt: 0,
    offlineAt: 0,
    channels: new Map(),
    slots: new Map(),
    states,
    window: emptyWindow(),
    silence: undefined,
    skew: undefined,
    doubt: undefined,
    dirty: false,
    journaledIn: 0,
    stored: undefined,
    storedIn: 0,
  };
}

export function slotKey(ruleId: string, source: string): string {
  return `${ruleId}|${source}`;
}
