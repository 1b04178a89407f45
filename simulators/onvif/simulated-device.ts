import { createDeviceService, DEVICE_PATH, type Listed, scopesOf } from './device-service.ts';
import { createDiscoveryResponder, type DiscoveryAddress } from './discovery-responder.ts';
import { createEventService, EVENTS_PATH, type EventService, type TopicDescription } from './event-service.ts';
import type { LoginMode } from './login.ts';
import { createSoapServer, type Received, type Service, type SoapServerOptions } from './soap-server.ts';

/** What a lab says about a simulated ONVIF device. */
export interface SimulatedDeviceOptions {
  readonly name: string;
  /** Default 0: any free port on loopback, kept over restarts. */
  readonly port?: number;
  readonly username: string;
  readonly password: string;
  /** City time, epoch ms: the device's own clock. */
  readonly now: () => number;
  /** Default: either. */
  readonly login?: LoginMode;
  /** Absent: it does not answer probes. */
  readonly discovery?: DiscoveryAddress;
  readonly maxPullPoints?: number;
}

/** What every simulated ONVIF device can do. */
export interface SimulatedDevice {
  /** URL of its device service, once started. */
  readonly address: string;
  /** Port on which it answers probes; 0 without discovery. */
  readonly discoveryPort: number;
  /** The last requests it got, newest last. */
  readonly received: readonly Received[];
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

/** Puts the parts of a simulated device together. */
export function createSimulatedDevice(
  options: SimulatedDeviceOptions,
  kind: SimulatedKind,
): { readonly device: SimulatedDevice; readonly events: EventService } {
  const { name, username, password, now, login = 'either', port = 0, maxPullPoints = 4 } = options;
  const scopes = scopesOf(name, kind.hardware, kind.profiles);
  const listed = [EVENTS_LISTED, ...kind.services.map((entry) => entry.listed)];
  const events = createEventService({ now, topics: kind.topics, maxPullPoints });
  const server = createSoapServer({
    port,
    username,
    password,
    login,
    now,
    services: [
      createDeviceService({ name, hardware: kind.hardware, now, listed, scopes }),
      events.service,
      ...kind.services.map((entry) => entry.service),
    ],
    ...(kind.files ? { files: kind.files } : {}),
  });
  const address = () => `${server.origin}${DEVICE_PATH}`;
  const responder =
    options.discovery &&
    createDiscoveryResponder({ ...options.discovery, types: kind.discoveryTypes, scopes, xaddr: address });
  return {
    events,
    device: {
      get address() {
        return address();
      },
      get discoveryPort() {
        return responder?.port ?? 0;
      },
      received: server.received,
      async start() {
        await server.start();
        await responder?.start();
      },
      async stop() {
        await responder?.stop();
        await server.stop();
        events.reset();
      },
    },
  };
}
