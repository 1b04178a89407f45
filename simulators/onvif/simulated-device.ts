import { createLabClock } from '../lab-clock.ts';
import { type Certificate, selfSigned } from './certificate.ts';
import { createDeviceService, DEVICE_PATH, type Listed, scopesOf } from './device-service.ts';
import { createDiscoveryResponder, type DiscoveryAddress } from './discovery-responder.ts';
import { createEventBrokers } from './event-brokers.ts';
import { createEventService, EVENTS_PATH, type EventService } from './event-service.ts';
import { createLogin, type LoginMode } from './login.ts';
import type { SimulatedEvent } from './notification.ts';
import { type PersonaName, quirksOf } from './personas.ts';
import type { Machine, PeerSettings } from './quirks/quirk.ts';
import { createQuirks } from './quirks.ts';
import type { Received, Service } from './soap-exchange.ts';
import { createSoapServer, type SoapServerOptions } from './soap-server.ts';
import type { TopicDescription } from './topic-set.ts';

/** What a lab says about a simulated ONVIF device. */
export interface SimulatedDeviceOptions {
  readonly name: string;
  /** Address of this machine it listens on; default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port on loopback, kept over restarts. */
  readonly port?: number;
  readonly username: string;
  readonly password: string;
  /** City time, epoch ms: the device's own clock. */
  readonly now: () => number;
  /** Time on which leases and long polls run. Default: that of the machine. */
  readonly machine?: Machine;
  /** Default: either. */
  readonly login?: LoginMode;
  /** Digest algorithms it offers, strongest first. Default SHA-256, MD5; `-sess` forms may be named. */
  readonly algorithms?: readonly string[];
  /** Absent: it does not answer probes. */
  readonly discovery?: DiscoveryAddress;
  readonly maxPullPoints?: number;
  /** Serves https, with a certificate that it signed itself. */
  readonly tls?: boolean;
  /** Quirks that are on from the start, besides those of the persona. */
  readonly quirks?: readonly number[];
  /** A kind of device that is known for its quirks. */
  readonly persona?: PersonaName;
}

/** What every simulated ONVIF device can do. */
export interface SimulatedDevice {
  /** URL of its device service, once started. */
  readonly address: string;
  /** Port on which it answers probes; 0 without discovery. */
  readonly discoveryPort: number;
  /** SHA-256 of its certificate, once started with TLS. */
  readonly fingerprint: string | undefined;
  /** The last requests it got, newest last. */
  readonly received: readonly Received[];
  /** Whether a pull waits for something to happen. */
  readonly isPulled: boolean;
  /** Numbers of the quirks that are on, in order. */
  readonly quirks: readonly number[];
  /**
   * Switches a quirk on or off, at once (27, TLS: at the next start). Without `form` its forms take turns, where they can. Throws
   * for a number or form that does not exist.
   */
  setQuirk(number: number, on: boolean, form?: string): void;
  /** Tells of anything at all, in the words of a topic. A property that keeps its value says nothing. */
  publish(event: SimulatedEvent): void;
  /** A property that is gone. */
  remove(event: SimulatedEvent): void;
  start(): Promise<void>;
  /** Cuts connections and forgets subscriptions, as a loss of power does. May be started again. */
  stop(): Promise<void>;
}

/** What makes one kind of device differ from the other. */
export interface SimulatedKind {
  readonly hardware: string;
  readonly profiles: readonly string[];
  readonly discoveryTypes: readonly string[];
  readonly topics: readonly TopicDescription[];
  readonly services: readonly { readonly service: Service; readonly listed: Listed }[];
  readonly files?: SoapServerOptions['files'];
}

const EVENTS_LISTED: Listed = {
  uri: 'http://www.onvif.org/ver10/events/wsdl',
  path: EVENTS_PATH,
  capability: 'Events',
};

function settingsOf(options: SimulatedDeviceOptions): PeerSettings {
  return {
    login: options.login ?? 'either',
    algorithms: options.algorithms ?? ['SHA-256', 'MD5'],
    tokenWindow: 300_000,
    nonceOfConnection: false,
    lockAfter: Number.POSITIVE_INFINITY,
    maxPullPoints: options.maxPullPoints ?? 4,
    pullKeepsAlive: true,
    tellsStates: true,
    keepsBacklog: false,
    tls: options.tls ?? false,
    answersProbes: true,
    maxConnections: Number.POSITIVE_INFINITY,
  };
}

/** Puts the parts of a simulated device together. */
export function createSimulatedDevice(
  options: SimulatedDeviceOptions,
  kind: SimulatedKind,
): { readonly device: SimulatedDevice; readonly events: EventService } {
  const { name, username, password, host = '127.0.0.1', port = 0, machine = createLabClock(0) } = options;
  const quirks = createQuirks(settingsOf(options), {
    machine,
    publish: (event) => events.publish(event),
    forget: () => events.forget(),
    end: (request) => events.end(request),
    repeatStates: () => events.repeatStates(),
    replay: (count) => events.replay(count),
  });
  const now = () => quirks.behaviours().reduce((at, { clock }) => clock?.(at) ?? at, options.now());
  const scopes = scopesOf(name, kind.hardware, kind.profiles);
  const listed = [EVENTS_LISTED, ...kind.services.map((entry) => entry.listed)];
  const brokers = createEventBrokers({ now, name, properties: () => events.properties() });
  const events = createEventService({ now, machine, topics: kind.topics, quirks, brokers });
  let certificate: Certificate | undefined;
  const server = createSoapServer({
    ...{ host, port, now: options.now, quirks },
    login: createLogin({ username, password, now, settings: quirks.settings }),
    services: [
      createDeviceService({ name, hardware: kind.hardware, now, listed, scopes }),
      events.service,
      ...kind.services.map((entry) => entry.service),
    ],
    async certificate() {
      certificate ??= await selfSigned(name);
      return certificate;
    },
    ...(kind.files ? { files: kind.files } : {}),
  });
  const address = () => `${server.origin}${DEVICE_PATH}`;
  const responder =
    options.discovery &&
    createDiscoveryResponder({
      ...{
        ...options.discovery,
        identity: `${kind.hardware}/${name}`,
        types: kind.discoveryTypes,
        scopes,
        xaddr: address,
      },
      answers: () => quirks.settings().answersProbes,
    });
  for (const number of [...quirksOf(options.persona), ...(options.quirks ?? [])]) quirks.set(number, true);
  const device: SimulatedDevice = {
    get address() {
      return address();
    },
    get discoveryPort() {
      return responder?.port ?? 0;
    },
    get fingerprint() {
      return certificate?.fingerprint;
    },
    get isPulled() {
      return events.isPulled();
    },
    get quirks() {
      return quirks.active();
    },
    received: server.received,
    setQuirk: quirks.set,
    publish: events.publish,
    remove: events.remove,
    async start() {
      await server.start();
      await responder?.start();
      brokers.start();
    },
    async stop() {
      await brokers.stop();
      await responder?.stop();
      await server.stop();
      events.forget();
    },
  };
  return { events, device };
}
