import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Observation } from '../gateway/model/observation.ts';

/** Translates the messages of one vendor or standard. Pure: no clock, no network, no state between calls. */
export interface Adapter {
  /** Names the file, the fixture folder and the provenance of an observation. */
  readonly name: string;
  /** Whether this adapter is the one for a message; the registry asks in order and takes the first. */
  accepts(message: Pick<RawMessage, 'transport' | 'topic' | 'vendor'>): boolean;
  /**
   * `[]`: understood, nothing to report. Not understood: throws a GatewayError with ADAPTER_UNDECODABLE or one of the
   * PAYLOAD_* codes, never anything else, whatever the bytes.
   */
  decode(message: RawMessage, device: Device): readonly Observation[];
}
