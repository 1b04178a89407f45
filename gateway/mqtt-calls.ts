/** What the gateway and the thread of its MQTT broker say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { SharedTime } from './clock.ts';
import type { Figures } from './metrics.ts';
import type { TlsFiles } from './tls-listeners.ts';
import type { BrokerPorts } from './transport/mqtt-broker.ts';
import type { DoorLimits } from './transport/mqtt-door.ts';
import type { Peer } from './transport/mqtt-peer.ts';

/** With what the broker starts. */
export interface BrokerSettings {
  readonly maxPayload: number;
  readonly maxConnections: number;
  /** Messages/s a device may send on average; 0: no limit. */
  readonly deviceRate: number;
  readonly perAddress: DoorLimits;
  /** A vendor no device can have: its messages are not counted among those of devices. */
  readonly other: string;
  readonly time: SharedTime;
  readonly logLevel: string;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** What the broker's thread can be asked. */
export interface BrokerCalls {
  open(settings: BrokerSettings): Promise<void>;
  /** Resolves with the port. Throws PORT_TAKEN or CONFIG_INVALID. */
  listen(address: Address): Promise<number>;
  listenTls(files: TlsFiles, address: Address): Promise<number>;
  /** Reads the certificates again. */
  refresh(): void;
  publish(topic: string, payload: string | Uint8Array, options: { qos?: 0 | 1; retain?: boolean }): Promise<void>;
  /** Resolves when nothing of the device will come any more. */
  disconnect(deviceId: string): void;
  metrics(): Promise<Figures>;
  /** Answers; a thread that hangs does not. */
  alive(): void;
  stop(): Promise<void>;
}

/** What it asks. */
export type GatewayCalls = Pick<BrokerPorts, 'append' | 'authenticate' | 'rejected'>;

/** What is posted: `BLOCK` to the inbox, its `OUTCOME` back, and a `BRIDGE` to a connection that this thread accepted. */
export const BLOCK = 'block';
export const OUTCOME = 'outcome';
export const BRIDGE = 'bridge';

export interface BridgePost {
  readonly peer: Peer;
  readonly port: MessagePort;
}
