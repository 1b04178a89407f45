import type { Device } from './device.ts';
import type { RawMessage } from './message.ts';
import type { Observation } from './observation.ts';

/** Why a message could not be understood: becomes a dead letter and a `down/rejected` notice. */
export interface Rejection {
  readonly code: string;
  readonly detail: string;
  readonly path?: string;
}

/** One inbox frame after its adapter: observations, or the reason why there are none. */
export interface Decoded {
  readonly message: RawMessage;
  readonly device: Device;
  /** Empty when rejected. */
  readonly observations: readonly Observation[];
  readonly rejection?: Rejection;
  /**
   * Identity of the happening: hash of topic kind and device time with seq (else content). The rules count a repeat among
   * the last 128 of a device as a duplicate.
   */
  readonly identity: string;
  /** The payload carried no time of its own: only a repeat with the MQTT DUP flag is a duplicate. */
  readonly identityNeedsDup: boolean;
}
