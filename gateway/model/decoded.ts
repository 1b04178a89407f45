import type { Device } from './device.ts';
import type { RawMessage } from './message.ts';
import type { Observation } from './observation.ts';

/** Why a message could not be understood: becomes a dead letter and a `down/rejected` notice. */
export interface Rejection {
  readonly code: string;
  readonly detail: string;
  readonly path?: string;
}

/** Why a message that was understood is not believed in a part of it: told on `down/health`. */
export interface Doubt {
  /** From a closed set: VALUE_IMPLAUSIBLE, TIME_NOT_BELIEVED, EVENT_UNKNOWN, EMPTY. */
  readonly code: string;
  readonly path: string;
  readonly detail: string;
}

/** What makes two messages of one device the same happening. */
export interface Identity {
  /** The kind of topic: `telemetry`, `event`, … */
  readonly kind: string;
  /** The device's time, epoch ms; absent when the payload has none. */
  readonly time: number | undefined;
  /** `seq` where there is one, else 53 bits of a hash of the payload. */
  readonly mark: number;
  readonly by: 'seq' | 'content';
}

/** One inbox frame after its adapter: observations, or the reason why there are none. */
export interface Decoded {
  readonly message: RawMessage;
  readonly device: Device;
  /** Empty when rejected. */
  readonly observations: readonly Observation[];
  readonly rejection?: Rejection;
  /** The first part of it that is not believed. */
  readonly doubt?: Doubt;
  /** What was made of the position it reported: `fault` why it is not believed; absent: it reported none. */
  readonly position?: { readonly fault?: string; readonly detail?: string };
  /** The rules count a repeat among the last 128 of a device as a duplicate. */
  readonly identity: Identity;
  /** The payload carried no time of its own: only a repeat with the MQTT DUP flag is a duplicate. */
  readonly identityNeedsDup: boolean;
}
