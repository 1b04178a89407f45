import { createServer as createHttpsServer } from 'node:https';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Http } from './http/server.ts';
import type { MqttThread } from './mqtt-thread.ts';
import { listenTls, openTls } from './tls-listeners.ts';
import type { Ground } from './wiring.ts';

/** Where the gateway can be reached. */
export interface Addresses {
  readonly mqtt: string;
  readonly http: string;
  readonly ws: string;
}

/** What it can be reached at beside when TLS is configured. */
export interface SecureAddresses {
  readonly mqtts?: string;
  readonly https?: string;
}

interface Faces {
  readonly broker: MqttThread;
  readonly http: Http;
  readonly clock: Clock;
}

/** Takes connections, by MQTT and HTTP, and behind TLS where that is configured. Throws when a port is taken. */
export async function listen(ground: Ground, faces: Faces): Promise<Addresses & SecureAddresses> {
  const { config, life } = ground;
  const { broker, http } = faces;
  broker.attach(http.app.server);
  life.onStop(() => http.close());
  life.onStop(() => broker.stop());
  const host = config.tls?.only ? '127.0.0.1' : config.host;
  const mqttPort = await broker.listen({ host, port: config.mqttPort });
  const httpPort = await http.listen({ host, port: config.httpPort });
  return {
    mqtt: `mqtt://${host}:${mqttPort}`,
    http: `http://${host}:${httpPort}`,
    ws: `ws://${host}:${httpPort}/mqtt`,
    ...(config.tls && (await listenSecurely(config.tls, ground, faces))),
  };
}

/** The same broker and HTTP face behind TLS, each on a port of its own. */
async function listenSecurely(
  tls: NonNullable<Config['tls']>,
  { config: { host, maxConnections }, log, metrics, life }: Ground,
  { broker, http, clock }: Faces,
): Promise<SecureAddresses> {
  const mqttPort = await broker.listenTls(tls, { host, port: tls.mqttPort });
  life.onReload(() => broker.refresh());
  const { httpPort } = tls;
  if (httpPort === undefined) return { mqtts: `mqtts://${host}:${mqttPort}` };
  const certificates = openTls({ files: tls, clock, log, metrics });
  life.onStop(() => certificates.stop());
  life.onReload(() => certificates.refresh());
  const https = createHttpsServer(certificates.options, http.app.routing);
  broker.attach(https);
  life.onStop(() => https.closeAllConnections());
  https.maxConnections = maxConnections;
  certificates.follow(https);
  life.onStop(() => https.close());
  const port = await listenTls(https, { host, port: httpPort, what: 'HTTPS' });
  return { mqtts: `mqtts://${host}:${mqttPort}`, https: `https://${host}:${port}` };
}
