/** The MQTT broker on a thread of its own: whoever floods its sockets, and whatever else the gateway does, each has a core. */
import { createServer } from 'node:tls';
import { parentPort } from 'node:worker_threads';
import { clockOn } from './clock.ts';
import { createBlockWriter } from './inbox/block-writer.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import {
  BLOCK,
  BRIDGE,
  type BridgePost,
  type BrokerCalls,
  type BrokerSettings,
  type GatewayCalls,
  OUTCOME,
} from './mqtt-calls.ts';
import { alone, callsOver, onPost, post, type ThreadPort } from './thread-calls.ts';
import { guard, listenTls, openTls, type TlsCertificates } from './tls-listeners.ts';
import { Bridge } from './transport/mqtt-bridge.ts';
import { createMqttBroker } from './transport/mqtt-broker.ts';
import { createDoor } from './transport/mqtt-door.ts';

async function openBroker(port: ThreadPort, gateway: GatewayCalls, settings: BrokerSettings) {
  const { perAddress, time, logLevel, other, maxPayload, maxConnections, deviceRate } = settings;
  const clock = clockOn(time);
  const log = createLog(logLevel);
  const metrics = createMetrics({ thread: 'mqtt' });
  const door = createDoor(perAddress, { monotonic: clock.monotonic, metrics });
  const writer = createBlockWriter({ send: (block) => post(port, BLOCK, block), other });
  onPost(port, OUTCOME, writer.settled);
  const broker = await createMqttBroker({
    ...{ door, clock, log, metrics, maxPayload, maxConnections, deviceRate, writer },
    append: (arrival) => gateway.append({ ...arrival, payload: asBuffer(alone(arrival.payload)) }),
    authenticate: (request) => gateway.authenticate({ ...request, password: asBuffer(alone(request.password)) }),
    rejected: (login, topic, rejection) =>
      Promise.resolve(gateway.rejected(login, topic, rejection)).catch((error: unknown) =>
        log.error({ err: error }, 'a refused publish could not be told of'),
      ),
  });
  onPost<BridgePost>(port, BRIDGE, ({ peer, port: far }) => {
    const bridge = new Bridge(far);
    bridge.on('error', () => bridge.destroy());
    broker.take(bridge, peer);
  });
  let certificates: TlsCertificates | undefined;
  const stops: (() => unknown)[] = [];

  return {
    listen: broker.listen,
    async listenTls(files, address) {
      certificates = openTls({ files, clock, log, metrics });
      // A client that closes its side may still have messages on their way to the inbox.
      const server = createServer({ ...certificates.options, allowHalfOpen: true, noDelay: true }, (socket) =>
        broker.take(socket),
      );
      server.maxConnections = maxConnections;
      certificates.follow(server);
      guard(server, door.admit);
      stops.push(certificates.stop, () => server.close());
      return listenTls(server, { ...address, what: 'MQTT over TLS' });
    },
    refresh: () => certificates?.refresh(),
    publish: (topic, payload, options) =>
      broker.publish(topic, typeof payload === 'string' ? payload : asBuffer(payload), options),
    disconnect(deviceId) {
      broker.disconnect(deviceId);
      // In front of the answer: after it, nothing of the device comes any more.
      writer.flush();
    },
    metrics: () => metrics.registry.getMetricsAsJSON(),
    alive: () => undefined,
    async stop() {
      for (const stop of stops.splice(0)) stop();
      await broker.stop();
    },
  } satisfies Omit<BrokerCalls, 'open'>;
}

const asBuffer = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length);

function serve(port: ThreadPort): void {
  const functions: Partial<BrokerCalls> = {
    async open(settings) {
      Object.assign(functions, await openBroker(port, gateway, settings));
    },
  };
  const gateway = callsOver<GatewayCalls, Partial<BrokerCalls>>(port, functions) as unknown as GatewayCalls;
}

if (parentPort) serve(parentPort);
