import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Arrival } from '../model/message.ts';
import type { OwnBroker } from './onvif-broker.ts';
import type { NotifyListener } from './onvif-listener.ts';
import type { OnvifTiming } from './onvif-retry.ts';
import type { LoginScheme } from './onvif-soap.ts';
import type { Channel, SubscriptionStore } from './onvif-subscriber.ts';
import type { Turns } from './onvif-turns.ts';

/**
 * `connecting` → `live` ⇄ `backoff`; `refused`: the login was refused twice, and a try now would only lock the account;
 * `stopped`: before start and after stop.
 */
export type OnvifState = 'stopped' | 'connecting' | 'live' | 'backoff' | 'refused';

export interface OnvifStatus {
  readonly state: OnvifState;
  /** False once nothing was heard for `offlineAfterMs`; undefined until either is known. */
  readonly online: boolean | undefined;
  /** How its notifications come; undefined until it was subscribed. */
  readonly channel: Channel | undefined;
  readonly login: LoginScheme;
  readonly skewMs: number | undefined;
  /** Subscriptions created since start: a number that climbs tells of a device that forgets them. */
  readonly subscriptions: number;
  /** Notifications made durable since start. */
  readonly messages: number;
  /** It sends more than it may: its notifications wait for their turn. */
  readonly storming: boolean;
  /** City time of the last answer to a pull, epoch ms. */
  readonly lastAliveAt: number | undefined;
  readonly lastError: { readonly code: string; readonly detail: string; readonly at: number } | undefined;
}

export interface OnvifDeviceOptions {
  /** `{vendor}/{device}`. */
  readonly deviceId: string;
  readonly vendor: string;
  readonly device: string;
  /** URL of the device service, e.g. `http://192.0.2.7/onvif/device_service`. Nothing else is ever dialled. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority of the device's certificate, for https addresses. */
  readonly ca?: string;
  /** SHA-256 fingerprint of its certificate, when nobody known signed it. */
  readonly pin?: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Makes a message durable. The next pull leaves only after it resolved for every notification of the last one. */
  readonly append: (arrival: Arrival) => Promise<unknown>;
  /** Keeps the subscription over a restart: devices have few places, and one that nobody ends holds its place for long. */
  readonly subscription?: SubscriptionStore;
  /** Where a device that cannot be pulled from may push to; without it such a device stays in back-off. */
  readonly listener?: NotifyListener;
  /** The gateway's own MQTT broker, for devices that can neither be pulled from nor push, or are wanted to publish. */
  readonly broker?: OwnBroker;
  /** Has the device publish to the broker even where it could be pulled from. */
  readonly preferBroker?: boolean;
  /** Bounds how many devices are set up at once. */
  readonly turns?: Turns;
  /** Told the topic of each notification. */
  readonly heard?: (topic: string) => void;
  /** Called after every answered pull, with or without notifications: a sign of life. */
  readonly onAlive?: () => void;
  /** The device began to send more notifications than it may and is slowed down, or is calm again. */
  readonly onStorm?: (storming: boolean) => void;
  readonly onPresence?: (online: boolean, reason: string) => void;
  readonly timing?: Partial<OnvifTiming>;
  readonly random?: () => number;
}

/** The actor of one ONVIF device. */
export interface OnvifDevice {
  start(): void;
  status(): OnvifStatus;
  /** Tries again at once, e.g. after somebody repaired the login or the network. */
  retry(): void;
  /**
   * Takes the gateway's broker back from the device, for one that is removed: it would go on publishing in vain. Within 5 s, and
   * without an error where the device is away.
   */
  leave(): Promise<void>;
  /** Ends the pull, unsubscribes and closes the connections, within 10 s. Twice is harmless; final. */
  stop(): Promise<void>;
}
