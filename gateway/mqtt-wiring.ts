import type { Worker } from 'node:worker_threads';
import { shareTime } from './clock.ts';
import { deviceDocuments } from './devices-wiring.ts';
import { createDeviceConfig } from './ingest/device-config.ts';
import { createDeviceHealth } from './ingest/device-health.ts';
import { createLockout } from './ingest/lockout.ts';
import { createLogins } from './ingest/logins.ts';
import { createRejections } from './ingest/rejections.ts';
import type { Login } from './model/login.ts';
import { startMqttThread } from './mqtt-thread.ts';
import { FEEDBACK } from './readers.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import type { MqttBroker } from './transport/mqtt-broker.ts';
import type { Authenticate } from './transport/mqtt-hooks.ts';
import type { Ground } from './wiring.ts';

/** How often sessions are looked for whose secret died, machine ms. */
const EXPIRY_EVERY = 60_000;

export type MqttParts = Awaited<ReturnType<typeof createMqttParts>>;

/** The way in by MQTT: the broker, which listens on nothing yet, and what the gateway tells a device of itself. */
export async function createMqttParts(ground: Ground, stores: Stores, registry: Registry, worker: Worker) {
  const { metrics, log, config, life } = ground;
  const { clock, inbox } = stores;
  const { credentials } = registry;
  const { maxPayload, maxConnections, deviceRate, perAddress } = config;
  const broker = await startMqttThread({
    worker,
    settings: {
      ...{ maxPayload, maxConnections, deviceRate, perAddress, other: FEEDBACK },
      ...{ time: shareTime(clock), logLevel: log.level },
    },
    ports: {
      append: (arrival) => inbox.append({ ...arrival, payload: asBuffer(arrival.payload) }),
      authenticate: loginsOf(ground, stores, registry),
      rejected(login, topic, rejection) {
        const deviceId = nameOf(login);
        const whom = login.kind === 'org' ? { orgCode: login.orgCode } : {};
        log.warn({ device: deviceId, code: rejection.code, detail: rejection.detail }, 'a publish was refused');
        answers.rejections.notify({ ...rejection, ...whom, deviceId, topic, receivedAt: clock.now() });
        if (login.kind === 'device') answers.health.refused(deviceId, rejection.code);
      },
    },
    ...{ inbox, clock, metrics },
  });
  life.onStop(() => broker.stop());
  life.onStop(
    clock.every(EXPIRY_EVERY, () => {
      for (const deviceId of credentials.expired()) void broker.disconnect(deviceId);
    }),
  );
  const answers = createAnswers(ground, stores, registry, broker.publish);
  return { broker, ...answers };
}

/** A login as logs and notices call it. */
function nameOf(login: Login): string {
  if (login.kind === 'device') return `${login.vendor}/${login.device}`;
  return login.kind === 'org' ? `org/${login.orgCode}` : login.kind;
}

/** Who may come in by MQTT. */
function loginsOf(
  { config, log }: Ground,
  { clock }: Stores,
  { directory, credentials, refusals, adminToken }: Registry,
): Authenticate {
  const decide = createLogins({
    ...{ access: config.access, orgs: config.orgs, adminToken, log },
    firstSight: directory.firstSight,
    verifyDevice: credentials.verify,
    knows: (deviceId) => directory.get(deviceId) !== undefined,
    lockout: createLockout(clock),
    refused: refusals.add,
  });
  return (request) => decide({ ...request, password: asBuffer(request.password) });
}

/** Bytes that came from another thread. */
const asBuffer = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length);

/** What goes down to a device: its refusals, how it is doing, and its configuration. */
function createAnswers(
  { metrics, life }: Ground,
  { clock, rules, city, mode, deviceTypes }: Stores,
  { directory }: Registry,
  publish: MqttBroker['publish'],
) {
  const lastSeen = (deviceId: string) => rules.device(deviceId)?.lastSeen;
  const rejections = createRejections({ publish, clock, metrics });
  life.onStop(() => rejections.stop());
  const health = createDeviceHealth({
    ...{ publish, clock, registered: directory.ids, lastSeen },
    knows: (deviceId) => directory.get(deviceId) !== undefined,
  });
  life.onStop(() => health.stop());
  const deviceConfig = createDeviceConfig({
    ...{ publish, clock, device: directory.get, registered: directory.ids, lastSeen },
    documentOf: deviceDocuments({ city, mode, deviceTypes, rules }),
  });
  life.onStop(() => deviceConfig.stop());
  mode.onSwitch(deviceConfig.refresh);
  directory.onChange((deviceId) => {
    deviceConfig.changed(deviceId);
    if (!directory.get(deviceId)) health.forget(deviceId);
  });
  return { rejections, health, deviceConfig };
}
