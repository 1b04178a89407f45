/**
 * Trust in a reading. SIMULATED and CALIBRATION are stored but never become cases on a production profile.
 */
export type Quality = 'GOOD' | 'SUSPECT' | 'BAD' | 'SIMULATED' | 'CALIBRATION';

export type Crs = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09';

/** Degrees, in the declared coordinate reference system. */
export interface GeoPosition {
  readonly lon: number;
  readonly lat: number;
  readonly crs: Crs;
}

interface ObservationBase {
  /** `{vendor}/{device}`. */
  readonly deviceId: string;
  /** Resolved event time, epoch ms: a pure function of the device's own time and `receivedAt`. */
  readonly time: number;
  /** Device time as sent, epoch ms; absent when the payload had none. */
  readonly deviceTime?: number;
  readonly receivedAt: number;
  readonly seq?: number;
  /** Index of the reading inside its message: 0, or the place in a backfill array. */
  readonly reading: number;
  readonly quality: Quality;
  readonly simulated: boolean;
  readonly position?: GeoPosition;
}

/** One channel value, in the unit its device type declares. */
export interface Measurement extends ObservationBase {
  readonly kind: 'value';
  readonly channel: string;
  readonly value: number | boolean | string;
}

/**
 * One happening. Events with `stateful: true` are states (on/off, enum): the rules compare them with the last known
 * state of (device, code, source, key); the others are occurrences.
 */
export interface Happening extends ObservationBase {
  readonly kind: 'event';
  /** Code of the device type's `alarms`, e.g. `smoke_alarm` or `door_alarm`. */
  readonly code: string;
  readonly active: boolean;
  readonly stateful: boolean;
  /** Which part of the device: an ONVIF source token such as `Door1`; empty for the device itself. */
  readonly source: string;
  /** ONVIF Key group (an ObjectId), part of the state's identity. */
  readonly key?: string;
  /**
   * Which of a device's several reports this is, where one thing is known to come as more than one (two ONVIF topics for one
   * movement): within a second the same code by another report is the same happening.
   */
  readonly via?: string;
  /** True for a baseline: an ONVIF `Initialized`, a retained replay. Never raises by itself. */
  readonly baseline: boolean;
  /** Reduced to what may leave an adapter: no names, no card numbers, no plates. */
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** Device presence: a status message or a last will. */
export interface Presence extends ObservationBase {
  readonly kind: 'status';
  readonly online: boolean;
  readonly firmware?: string;
  readonly profile?: string;
}

/** What an adapter makes of a message: one channel value, one event or one status. */
export type Observation = Measurement | Happening | Presence;
