import type { GeoPosition } from '../model/observation.ts';
import type { DeviceState, Slot, StoredDevice } from './device-state.ts';
import { ORDINARY, type Site } from './limits.ts';
import type { EpisodeState } from './rule.ts';

/** What is stored of a device beside its slots, states and window; an array to stay small. */
export type DeviceRecord = [
  deviceId: string,
  typeId: string,
  assetCode: string | null,
  simulated: boolean,
  position: GeoPosition | null,
  seenAt: number,
  offlineAt: number,
  channels: (string | number | boolean)[],
  /** Null: an ordinary site without limits of its own. */
  site: Site | null,
  /** The newest journal record at that time: entries in it and before are older. */
  storedIn: number,
];

/** `number`: that of the newest journal record. */
export function deviceRecord(state: DeviceState, number: number): DeviceRecord {
  const channels: (string | number | boolean)[] = [];
  for (const [channel, { time, value }] of state.channels) if (time >= 0) channels.push(channel, time, value);
  const { site } = state;
  return [
    state.deviceId,
    state.typeId,
    state.assetCode ?? null,
    state.simulated,
    state.position ?? null,
    state.seenAt,
    state.offlineAt,
    channels,
    site.siteClass !== 'ORDINARY' || site.overrides ? site : null,
    number,
  ];
}

/** What the record of a device says of it beside times and values, to be compared with what it would say now. */
export function storedOf({ typeId, site, assetCode, simulated, position }: DeviceState): StoredDevice {
  return { typeId, site, assetCode, simulated, position };
}

export function isStored({ stored, typeId, site, assetCode, simulated, position }: DeviceState): boolean {
  return (
    stored !== undefined &&
    stored.typeId === typeId &&
    stored.site === site &&
    stored.assetCode === assetCode &&
    stored.simulated === simulated &&
    stored.position === position
  );
}

export function siteOf(record: DeviceRecord): Site {
  return record[8] ?? ORDINARY;
}

/** The channels of a record as [channel, time, value]. */
export function* channelsOf(record: DeviceRecord): Generator<[string, number, number | boolean]> {
  const flat = record[7];
  for (let at = 0; at + 2 < flat.length; at += 3)
    yield [flat[at] as string, flat[at + 1] as number, flat[at + 2] as number | boolean];
}

const PHASES = ['idle', 'pending', 'active', 'clearing'] as const;

export type SlotRecord = [
  ruleId: string,
  source: string,
  category: string,
  ruleVersion: string,
  simulated: boolean,
  phase: number,
  episode: number,
  since: number,
  due: number,
  fireAt: number,
  value: number | boolean,
  times: readonly number[],
  /** Absent: empty, and not muted. */
  memory?: readonly number[],
  muted?: boolean,
];

export function slotRecord(slot: Slot): SlotRecord {
  const { phase, episode, since, due, fireAt, value, times, memory, muted } = slot.state;
  const record: SlotRecord = [
    slot.ruleId,
    slot.source,
    slot.category,
    slot.ruleVersion,
    slot.simulated,
    PHASES.indexOf(phase),
    episode,
    since,
    due,
    fireAt,
    value,
    times,
  ];
  if (memory.length > 0 || muted) record.push(memory, muted);
  return record;
}

export function episodeOf(record: SlotRecord): EpisodeState {
  const [, , , , , phase, episode, since, due, fireAt, value, times, memory = [], muted = false] = record;
  return { phase: PHASES[phase] ?? 'idle', episode, since, due, fireAt, value, times, memory, muted };
}

/** The one record of counters and positions, written with every commit. */
export interface Head {
  cursor: number;
  /** Newest arrival read: the log's time. */
  watermark: number;
  /** The operating mode that the last commit was decided in. */
  mode: string;
  /** Inbox position of the last message read; timers carry it. */
  commit: number;
  frame: number;
  devices: number;
  /** Number of the last journal record. */
  journal: number;
  /** Number of the last candidate put into the outbox. */
  emitted: number;
  received: number;
  decoded: number;
  duplicate: number;
  deadLettered: number;
  givenUp: number;
  candidates: number;
  clears: number;
}

export const EMPTY_HEAD: Head = {
  cursor: 0,
  watermark: 0,
  mode: 'NORMAL',
  commit: 0,
  frame: 0,
  devices: 0,
  journal: 0,
  emitted: 0,
  received: 0,
  decoded: 0,
  duplicate: 0,
  deadLettered: 0,
  givenUp: 0,
  candidates: 0,
  clears: 0,
};
