/**
 * The wiring, in the order of a message's journey: every part is made here or in a file `…-wiring.ts`, and only there do they meet.
 *
 *   devices ──MQTT──► mqtt-thread ─┐                                          ┌─► series reader ─► series (InfluxDB | SQLite)
 *   cameras ◄─pull──► onvif-device ┼─► inbox (LMDB, fsync, then PUBACK) ──────┤
 *   doors   ◄─pull──► onvif-device ┘        every reader: its own cursor      ├─► rules reader ─► rules engine ─► candidate outbox
 *                                                                             │        └─► dead letters, down/rejected   │
 *                                                                             └─► feedback reader ─┐                     │ wake-up
 *                                                                                                  ▼                     ▼ (BullMQ)
 *   dispatch ◄─webhook, feed, SSE, MQTT── delivery ◄── outbox of case events ◄── cases ◄── pipeline: validate → … → raise
 *       └───────────────────────────── feedback by HTTP ───────────────────────────┘
 *
 * Stores and registry come first, what listens comes last; the gateway stops in the reverse order. The sockets of MQTT, with the
 * broker behind them, have a thread of their own; all else is on this one.
 */
import { createCaseParts, startCaseParts } from './cases-wiring.ts';
import { createCityReload, readAside } from './city-reload.ts';
import { cityFiles } from './city-wiring.ts';
import type { Config } from './config.ts';
import { tellRules, warnOfMisfits } from './devices-wiring.ts';
import { openHttp } from './faces-wiring.ts';
import { createReplays } from './ingest/replays.ts';
import { type Addresses, listen, type SecureAddresses } from './listeners-wiring.ts';
import type { Logger } from './log.ts';
import { createMetrics } from './metrics.ts';
import { loadMqttThread } from './mqtt-thread.ts';
import { createMqttParts } from './mqtt-wiring.ts';
import { createOnvifParts } from './onvif-wiring.ts';
import { startReaders } from './readers-wiring.ts';
import { openRegistry } from './registry-wiring.ts';
import { openStores } from './stores-wiring.ts';
import { startShadow } from './trials-wiring.ts';
import { startUpkeep } from './upkeep-wiring.ts';
import { createLife, type Ground } from './wiring.ts';

/** What `start` prints when the gateway is ready. */
export interface Ready extends Addresses {
  readonly event: 'ready';
  readonly queue: string;
  readonly series: string;
  readonly dataDir: string;
  readonly adminTokenFile: string;
}

export interface Gateway {
  readonly ready: Ready & SecureAddresses;
  /** Reads certificates and city files again. Rejects with what is wrong; what was in force then stays in force. */
  reload(): Promise<void>;
  /** Stops in the reverse order of start: no new messages, finish, close. Twice is harmless. */
  stop(): Promise<void>;
}

/** Starts everything. Throws a GatewayError that says what to do; nothing it had started stays behind. */
export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const life = createLife(log);
  const { reload, stop } = life;
  try {
    return { ready: await wire({ config, log, metrics: createMetrics({ process: true }), life }), reload, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function wire(ground: Ground): Promise<Ready & SecureAddresses> {
  const { config, log, life } = ground;
  const mqttWorker = loadMqttThread();
  life.onStop(() => mqttWorker.terminate());
  const stores = await openStores(ground);
  const { dataDir, city, deviceTypes, clock, inbox, rules, sink, queue } = stores;
  const registry = openRegistry(ground, stores);

  // The way out, before anything can come in.
  const answer = (orgCode: string, document: object) =>
    void mqtt.broker.publish(`v1/feedback/${orgCode}/rejected`, JSON.stringify(document)).catch(() => undefined);
  const rulesAreLevel = () => readers.rules.lag() === 0;
  const caseParts = createCaseParts(ground, stores, registry, { answer, rulesAreLevel });

  // The way in. Nothing listens yet.
  const mqtt = await createMqttParts(ground, stores, registry, mqttWorker);
  const onvifParts = createOnvifParts(ground, stores, registry, caseParts);
  const { onvif, site, evidence, pushTo } = onvifParts;
  tellRules(registry.directory, rules);
  warnOfMisfits({ directory: registry.directory, deviceTypes, log });
  const reloadCity = createCityReload({
    ...{ city, deviceTypes, rules },
    read: () => readAside(cityFiles(config)),
    done() {
      warnOfMisfits({ directory: registry.directory, deviceTypes, log });
      mqtt.deviceConfig.refresh();
      void shadow?.refresh?.().catch((error: unknown) => log.error({ err: error }, 'the shadow keeps its old rules'));
    },
  });
  life.onReload(reloadCity);

  // From here on what lies in the inbox becomes readings, candidates, cases and deliveries.
  const readers = startReaders(ground, stores, registry, { mqtt, site, cases: caseParts.cases, answer });
  await startCaseParts(ground, stores, caseParts, mqtt.broker.publish);
  const shadow = await startShadow(ground, stores, registry, { site, turns: readers.turns });
  const replays = createReplays({ inbox, deadLetters: registry.deadLetters, passed: readers.passed });
  await replays.recover();
  const upkeep = startUpkeep(ground, stores, registry, { caseParts, readers, evidence });
  for (const connection of registry.connections.list()) await onvif.connect(connection);

  const http = await openHttp(ground, stores, registry, {
    ...{ caseParts, mqtt, onvifParts, readers, replays, shadow, reloadCity },
    backup: upkeep.backup,
  });

  // Last of all: take connections.
  const addresses = await listen(ground, { ...mqtt, http, clock });
  const { mqtts, mqtt: plain, http: url } = addresses;
  // Encrypted where there is a choice: a device is sent its password for it.
  Object.assign(pushTo, { url, brokers: [...(mqtts ? [mqtts] : []), plain] });
  return {
    event: 'ready',
    ...addresses,
    ...{ queue: queue.kind, series: sink.kind, dataDir: dataDir.path, adminTokenFile: dataDir.adminTokenFile },
  };
}
