import type { LabClock } from '../../lab-clock.ts';
import type { LoginMode } from '../login.ts';
import type { Notification, SimulatedEvent } from '../notification.ts';
import type { Reply, SoapRequest } from '../soap-exchange.ts';
import type { Reach } from '../subscriptions.ts';

/** The machine's time of a simulated device: leases, long polls and patience run on it. */
export type Machine = Pick<LabClock, 'machine' | 'wait'>;

/** How a simulated device is set up. A quirk may overrule any of it while it is on. */
export interface PeerSettings {
  readonly login: LoginMode;
  /** Digest algorithms it offers, strongest first. */
  readonly algorithms: readonly string[];
  /** How far the time of a UsernameToken may be from the device's own, ms. */
  readonly tokenWindow: number;
  /** Whether a digest nonce is good for the connection it was given on only. */
  readonly nonceOfConnection: boolean;
  /** Refused logins in a row after which the account is locked for half an hour. */
  readonly lockAfter: number;
  readonly maxPullPoints: number;
  /** Core 9.1.2: pulling prolongs a subscription. */
  readonly pullKeepsAlive: boolean;
  /** Core 9.4: a new subscription begins with the states as they are. */
  readonly tellsStates: boolean;
  /** What happens while nobody is subscribed is told to the next subscriber. */
  readonly keepsBacklog: boolean;
  /** Serves https with a certificate that it signed itself; takes effect at the next start. */
  readonly tls: boolean;
  readonly answersProbes: boolean;
  /** TCP connections at a time; one more is cut at once. */
  readonly maxConnections: number;
}

/** What a quirk may do to the device it is a quirk of. */
export interface Peer {
  readonly machine: Machine;
  publish(event: SimulatedEvent): void;
  /** Ends every subscription without a word. */
  forget(): void;
  /** Ends the subscription a request is for. */
  end(request: SoapRequest): void;
  /** Tells all states to everybody once more, as `Initialized`. */
  repeatStates(): void;
  /** Tells the last `count` notifications once more, as they were. */
  replay(count: number): void;
}

/** Where a device differs from what the specifications say. Each part is asked in the order of the quirks' numbers. */
export interface Behaviour {
  /** What the device takes for the time, epoch ms. */
  clock?(now: number): number;
  /** Under which address a new subscription is handed out, and what then counts as a request to it. */
  reach?(reach: Reach): Reach;
  /** Around an operation: throws SimulatedFault or ConnectionCut, waits, or changes what is asked or answered. */
  call?(request: SoapRequest, next: (request: SoapRequest) => Promise<string>): Promise<string>;
  /** What is really told in place of a notification: nothing, one or several. */
  tell?(notification: Notification): readonly Notification[];
  /** What is really sent in place of an HTTP answer. */
  reply?(reply: Reply): Reply;
}

/** How a quirk shows this time. */
export interface Turn {
  /** The form that was named; undefined when the forms take turns. */
  readonly form: string | undefined;
  /** The form that was named, or the next one of them all. */
  next(): string;
}

/** One quirk of real devices. */
export interface Quirk {
  readonly number: number;
  readonly title: string;
  /** What a device with it does differently. */
  readonly does: string;
  /** Ways in which it shows. Where they cannot take turns, the first one holds unless another is named. */
  readonly forms?: readonly string[];
  readonly settings?: (form: string | undefined) => Partial<PeerSettings>;
  /** Its behaviour, made anew each time the quirk is switched on. */
  readonly behave?: (peer: Peer, turn: Turn) => Behaviour;
}
