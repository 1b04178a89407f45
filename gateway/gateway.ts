/**
 * The wiring: every part is made here and only here do they meet.
 *
 *   devices ──MQTT──► mqtt-broker ─┐                                          ┌─► series reader ─► series (InfluxDB | SQLite)
 *   cameras ◄─pull──► onvif-device ┼─► inbox (LMDB, fsync, then PUBACK) ──────┤
 *   doors   ◄─pull──► onvif-device ┘        every reader: its own cursor      ├─► rules reader ─► rules engine ─► candidate outbox
 *                                                                             │        └─► dead letters, down/rejected   │
 *                                                                             └─► feedback reader ─┐                     │ wake-up
 *                                                                                                  ▼                     ▼ (BullMQ)
 *   dispatch ◄─webhook, feed, SSE, MQTT── delivery ◄── outbox of case events ◄── cases ◄── pipeline: validate → … → raise
 *       └───────────────────────────── feedback by HTTP ───────────────────────────┘
 */
import { randomBytes } from 'node:crypto';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
import { createServer as createTlsServer, type Server } from 'node:tls';
import { limitFaultIn } from '../adapters/device-limits.ts';
import { loadDeviceTypes } from '../adapters/device-types.ts';
import { identityOf } from '../adapters/registry.ts';
import { startAccountAuditor } from './account-auditor.ts';
import type { Accounts } from './accounts.ts';
import { takeBackup } from './backup.ts';
import { publishCases } from './case-publisher.ts';
import { caseSearch } from './cases/case-search.ts';
import { createCases } from './cases/cases.ts';
import { RESTRICTED_TTL } from './cases/purge.ts';
import { sensorsOver } from './cases/sensors.ts';
import { toWgs84 } from './city/coordinates.ts';
import { openLiveCity } from './city/live-city.ts';
import { createCityReload, readAside } from './city-reload.ts';
import { cityPortOf, deviceDocuments, tellRules } from './city-wiring.ts';
import { type Clock, clockFrom, realClock } from './clock.ts';
import { clockTrouble } from './clock-trouble.ts';
import { type Config, deviceTypeFolders } from './config.ts';
import { once, openDataDir } from './data-dir.ts';
import { createDecoding } from './decoding.ts';
import { caseEventMessages } from './delivery/case-event.ts';
import { createDelivery } from './delivery/delivery.ts';
import { openEvidenceStore } from './evidence/evidence-store.ts';
import { startSnapshots } from './evidence/snapshots.ts';
import { celExpressions } from './expressions.ts';
import { createHold, startHousekeeping } from './housekeeping.ts';
import { createHttp, type Http } from './http/server.ts';
import { resourcesOf } from './http-wiring.ts';
import { openInbox } from './inbox/inbox.ts';
import { startInboxKeeper } from './inbox/keeper.ts';
import { openSeal } from './inbox/seal.ts';
import { openCredentials } from './ingest/credentials.ts';
import { openDeadLetters } from './ingest/dead-letters.ts';
import { createDecoder } from './ingest/decoder.ts';
import { createDeviceConfig } from './ingest/device-config.ts';
import { openDeviceDirectory } from './ingest/device-directory.ts';
import { createDeviceHealth } from './ingest/device-health.ts';
import { createLockout } from './ingest/lockout.ts';
import { createLogins } from './ingest/logins.ts';
import { openOnvifConnections } from './ingest/onvif-connections.ts';
import { createPasswords } from './ingest/passwords.ts';
import { createRefusals } from './ingest/refusals.ts';
import { createRejections } from './ingest/rejections.ts';
import { createReplays } from './ingest/replays.ts';
import { createTurns } from './ingest/turns.ts';
import { createWatermark } from './ingest/watermark.ts';
import { createLabTime } from './lab-time.ts';
import type { Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Decoded } from './model/decoded.ts';
import { createOnvifDevices } from './onvif-devices.ts';
import { openOnvifSite } from './onvif-site.ts';
import { openOperatingMode } from './operating-mode.ts';
import { createOwnDevice } from './own-device.ts';
import { pruneCandidates } from './pipeline/candidate-row.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { openQueue } from './pipeline/queue.ts';
import { FEEDBACK, startFeedbackReader, startRulesReader } from './readers.ts';
import { openAuditLog } from './records/audit-log.ts';
import { openDatabase } from './records/connection.ts';
import { openRecords } from './records/records.ts';
import { createRulesEngine } from './rules/engine.ts';
import { withModes } from './rules/mode-overrides.ts';
import { createSeries } from './series/batcher.ts';
import { openSeriesSink } from './series/open.ts';
import { buryRefused, startSeriesReader } from './series-reader.ts';
import { checkCursor, checkStores } from './store-check.ts';
import { guard, listenTls, openTls } from './tls-listeners.ts';
import { createMqttBroker, type MqttBroker } from './transport/mqtt-broker.ts';
import { createDoor, type Door } from './transport/mqtt-door.ts';
import { createNotifyListener } from './transport/onvif-listener.ts';
import { tryShadow } from './trials/shadow.ts';
import { createTrials } from './trials/trials.ts';
import { version } from './version.ts';

/** Addresses that stand for all of a machine's. */
const ANY_ADDRESS = ['0.0.0.0', '::'];
/** How long pictures of cases are kept, ms. */
const EVIDENCE_KEPT = 30 * 86_400_000;

/** How often sessions are looked for whose secret died, machine ms. */
const EXPIRY_EVERY = 60_000;

/** What `start` prints when the gateway is ready. */
export interface Ready {
  readonly event: 'ready';
  readonly mqtt: string;
  readonly http: string;
  readonly ws: string;
  readonly queue: string;
  readonly series: string;
  readonly dataDir: string;
  readonly adminTokenFile: string;
}

/** What it prints beside when TLS is configured. */
export interface SecureAddresses {
  readonly mqtts?: string;
  readonly https?: string;
}

export interface Gateway {
  readonly ready: Ready & SecureAddresses;
  /** Reads certificates and city files again. Rejects with what is wrong; what was in force then stays in force. */
  reload(): Promise<void>;
  /** Stops in the reverse order of start: no new messages, finish, close. Twice is harmless. */
  stop(): Promise<void>;
}

/** Where a part says what is to be done when the gateway stops, or is told to read its files again. */
interface Life {
  onStop(close: () => unknown): void;
  onReload(reload: () => unknown): void;
}

/** Starts everything. Throws a GatewayError that says what to do; nothing it had started stays behind. */
export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const closers: (() => unknown)[] = [];
  const reloaders: (() => unknown)[] = [];
  const life: Life = {
    onStop: (close) => void closers.push(close),
    onReload: (reload) => void reloaders.push(reload),
  };
  const reload = async () => {
    for (const one of reloaders) await one();
  };
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error }, 'a part of the gateway did not stop cleanly');
      }
    }
  };
  try {
    return { ready: await wire(config, log, life), reload, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The same broker and HTTP face behind TLS, each on a port of its own. */
async function listenSecurely(
  { host, tls, maxConnections }: Pick<Config, 'host' | 'maxConnections'> & { tls: NonNullable<Config['tls']> },
  parts: { broker: MqttBroker; door: Door; http: Http; clock: Clock; log: Logger; metrics: Metrics },
  { onStop, onReload }: Life,
): Promise<SecureAddresses> {
  const { broker, door, http, ...rest } = parts;
  const certificates = openTls({ files: tls, ...rest });
  onStop(() => certificates.stop());
  onReload(() => certificates.refresh());
  const open = (server: Server, port: number, what: string) => {
    server.maxConnections = maxConnections;
    certificates.follow(server);
    onStop(() => server.close());
    return listenTls(server, { host, port, what });
  };
  // A client that closes its side may still have messages on their way to the inbox.
  const mqtts = createTlsServer({ ...certificates.options, allowHalfOpen: true, noDelay: true }, broker.take);
  guard(mqtts, door.admit);
  const mqttPort = await open(mqtts, tls.mqttPort, 'MQTT over TLS');
  const { httpPort } = tls;
  if (httpPort === undefined) return { mqtts: `mqtts://${host}:${mqttPort}` };
  const https = createHttpsServer(certificates.options, http.app.routing);
  broker.attach(https);
  onStop(() => https.closeAllConnections());
  const port = await open(https, httpPort, 'HTTPS');
  return { mqtts: `mqtts://${host}:${mqttPort}`, https: `https://${host}:${port}` };
}

async function wire(config: Config, log: Logger, life: Life): Promise<Ready & SecureAddresses> {
  const { onStop } = life;
  const metrics = createMetrics({ process: true });

  const dataDir = openDataDir(config.dataDir, config.gatewayId);
  onStop(() => dataDir.release());
  // Another process looks at the stores while this one reads the city.
  const whole = checkStores(dataDir);
  whole.catch(() => undefined);

  // The city and the device types first: a mistake in a file is found before anything listens.
  let today = clockFrom(config.clock).now;
  const expressions = celExpressions();
  const deviceTypes = new Map(loadDeviceTypes(deviceTypeFolders(config), { expressions }));
  const profile = { profilesDir: config.profilesDir, profile: config.profile };
  const city = openLiveCity({
    ...{ ...profile, limitFault: limitFaultIn(deviceTypes) },
    now: () => today(),
    warn: (message) => log.warn(message),
  });

  // Stores.
  await whole;
  const { gatewayId, pepper } = dataDir;
  const adminToken =
    config.adminToken ?? once(dataDir.adminTokenFile, () => `gwa_${randomBytes(32).toString('base64url')}`);
  const seal = openSeal(join(dataDir.keys, 'inbox'));
  const inbox = openInbox({
    ...{ path: dataDir.inbox, seal, quota: config.inboxQuota, other: FEEDBACK },
    ...{ clock: realClock(), log, metrics },
  });
  onStop(() => inbox.close());
  const clock = clockFrom(config.clock, inbox.lastReceivedAt());
  today = clock.now;
  const records = openRecords(openDatabase(dataDir.records), clock, log);
  onStop(() => records.close());
  const sink = await openSeriesSink({
    ...(config.influx ? { influx: config.influx } : {}),
    dataDir: dataDir.path,
    clock,
    log,
    metrics,
  });
  onStop(() => sink.close());
  const mode = openOperatingMode({ records, clock, modes: () => city.modes });
  // Lab time is what the lab says it is.
  const wrongClock = () => (clock.mode === 'real' ? clockTrouble(clock.now(), inbox.lastReceivedAt()) : undefined);
  const rules = await createRulesEngine({
    clockIsRight: () => wrongClock() === undefined,
    ...{ path: dataDir.rules, clock, log, metrics, mode: mode.mode, expressions, toWgs84 },
    deviceTypes: withModes(deviceTypes, city.modes),
  });
  onStop(() => rules.close());
  checkCursor('the rules', rules.cursor, inbox.head());
  const queue = await openQueue({
    ...{ choice: config.queue, dataDir: dataDir.path, clock, log, metrics },
    ...(config.redisUrl ? { redisUrl: config.redisUrl } : {}),
  });
  onStop(() => queue.close());

  // Registry.
  const directory = openDeviceDirectory({ records, clock });
  const passwords = createPasswords();
  onStop(() => passwords.stop());
  const credentials = openCredentials({ records, clock, pepper, passwords });
  const deadLetters = openDeadLetters({
    ...{ records, seal: openSeal(join(dataDir.keys, 'dead-letters')) },
    isReplayed: inbox.isReplayed,
  });
  const connections = openOnvifConnections({ records, pepper });

  const audit = openAuditLog({ records, clock });
  const refusals = createRefusals({
    clock,
    write: ({ kind, user, address, count }) =>
      void audit
        .append({ kind, actor: user, subject: '', address, detail: { count } })
        .catch((error: unknown) => log.error({ err: error }, 'the audit log takes no rows')),
  });
  onStop(() => refusals.stop());

  // Cases and their way out.
  const answerFeedback = (orgCode: string, document: object) =>
    void broker.publish(`v1/feedback/${orgCode}/rejected`, JSON.stringify(document)).catch(() => undefined);
  const cases = createCases({
    ...{ records, clock, category: city.category, ladder: () => city.ladder },
    sensors: sensorsOver({ report: rules.device, current: () => rulesReader.lag() === 0 }),
    after: (from, limit) => city.deadlines({ response: limit, disposal: limit }, from).response,
    refused: ({ feedbackId }, orgCode, { code, title, detail }) =>
      answerFeedback(orgCode, { code, title, detail, feedbackId, topic: `v1/feedback/${orgCode}` }),
  });
  const delivery = createDelivery({
    ...{ records, events: cases.events, wakeUps: queue, clock, log, metrics, gatewayId },
    allowPrivate: config.allowPrivate,
    lifeSafety: ({ categoryCode }) => city.catalogue.categories.get(categoryCode)?.lifeSafety === true,
  });
  const pipeline = createPipeline({
    ...{ records, source: rules.outbox, wakeUps: queue, clock, log, metrics },
    cases: { ...cases.rows, ...caseSearch },
    city: cityPortOf(city, mode),
    devices: {
      get: directory.get,
      vendorSize: (vendor) => [...directory.ids()].filter((id) => id.startsWith(`${vendor}/`)).length,
      isChannel: (device, source) => deviceTypes.get(device.typeId)?.channels[source] !== undefined,
    },
    production: !config.lab,
    timerHandlers: cases.timers,
    audits: [delivery.rewake],
  });

  // The way in.
  const door = createDoor(config.perAddress, { monotonic: clock.monotonic, metrics });
  const broker = await createMqttBroker({
    door,
    ...{ clock, log, metrics },
    ...{ maxPayload: config.maxPayload, maxConnections: config.maxConnections, deviceRate: config.deviceRate },
    append: inbox.append,
    writer: inbox,
    authenticate: createLogins({
      ...{ access: config.access, orgs: config.orgs, adminToken, log },
      firstSight: directory.firstSight,
      verifyDevice: credentials.verify,
      knows: (deviceId) => directory.get(deviceId) !== undefined,
      lockout: createLockout(clock),
      refused: refusals.add,
    }),
    rejected(login, topic, rejection) {
      const deviceId = login.kind === 'device' ? `${login.vendor}/${login.device}` : login.kind;
      log.warn({ device: deviceId, code: rejection.code, detail: rejection.detail }, 'a publish was refused');
      rejections.notify({ ...rejection, deviceId, topic, receivedAt: clock.now() });
      if (login.kind === 'device') health.refused(deviceId, rejection.code);
    },
  });
  onStop(() => broker.stop());
  onStop(
    clock.every(EXPIRY_EVERY, () => {
      for (const deviceId of credentials.expired()) broker.disconnect(deviceId);
    }),
  );
  const rejections = createRejections({ publish: broker.publish, clock, metrics });
  onStop(() => rejections.stop());
  const health = createDeviceHealth({
    ...{ publish: broker.publish, clock, registered: directory.ids },
    knows: (deviceId) => directory.get(deviceId) !== undefined,
    lastSeen: (deviceId) => rules.device(deviceId)?.lastSeen,
  });
  onStop(() => health.stop());
  const deviceConfig = createDeviceConfig({
    ...{ publish: broker.publish, clock, device: directory.get, registered: directory.ids },
    documentOf: deviceDocuments({ city, mode, deviceTypes, rules }),
    lastSeen: (deviceId) => rules.device(deviceId)?.lastSeen,
  });
  onStop(() => deviceConfig.stop());
  mode.onSwitch(deviceConfig.refresh);
  const reloadCity = createCityReload({
    ...{ city, deviceTypes, rules },
    read: () => readAside({ ...profile, deviceTypeFolders: deviceTypeFolders(config) }),
    done() {
      deviceConfig.refresh();
      void shadow?.refresh?.().catch((error: unknown) => log.error({ err: error }, 'the shadow keeps its old rules'));
    },
  });
  life.onReload(reloadCity);
  directory.onChange((deviceId) => {
    deviceConfig.changed(deviceId);
    if (!directory.get(deviceId)) health.forget(deviceId);
  });
  tellRules(directory, rules);
  const site = openOnvifSite({ pepper, file: join(dataDir.path, 'onvif-map.yaml') });
  // Cameras push to an address they can reach: behind 0.0.0.0 the gateway does not know which one that is.
  const pushTo = { url: '', brokers: [] as readonly string[] };
  const listener = ANY_ADDRESS.includes(config.host) ? undefined : createNotifyListener(() => pushTo.url);
  const ownBroker = {
    addresses: () => pushTo.brokers,
    issue: async (deviceId: string) => (await credentials.issueToken(deviceId)).token,
  };
  const onvif = createOnvifDevices({
    ...{ append: inbox.append, lab: config.lab, clock, log, metrics },
    ...{ subscriptions: connections, signalsOf: site.signalsOf, ...(listener ? { listener, broker: ownBroker } : {}) },
  });
  onStop(() => onvif.stop());
  const evidence = openEvidenceStore(join(dataDir.path, 'evidence'));
  const snapshots = startSnapshots({
    ...{ events: cases.events, store: evidence, fetch: onvif.snapshot, attach: cases.addEvidence },
    ...{ now: clock.now, log, keep: EVIDENCE_KEPT },
  });
  onStop(() => snapshots.stop());

  // Readers: from here on the inbox is worked through.
  const decoder = createDecoder(
    {
      ...{ adapterFor: site.adapterFor, identityOf },
      deviceOf: (deviceId, { vendor, device }) =>
        directory.get(deviceId) ?? (config.access === 'registered' ? undefined : directory.firstSight(vendor, device)),
      typeOf: (typeId) => deviceTypes.get(typeId),
      judgePosition: city.judgePosition,
      learnType: directory.learnType,
    },
    metrics,
  );
  const turns = createTurns(clock);
  const series = createSeries({
    ...{ sink, clock, log, metrics },
    deadLetter: buryRefused({ inbox, decoder, deadLetters }),
  });
  const parts = { inbox, decoding: createDecoding(decoder, series), turns, clock, logger: log };
  const watermark = createWatermark({ rules, level: () => rulesReader.lag() === 0, clock, log });

  const seen = {
    saw(batch: readonly Decoded[]) {
      health.saw(batch);
      deviceConfig.saw(batch);
    },
  };
  const rulesReader = startRulesReader({
    ...parts,
    rules,
    watermark,
    directory,
    deadLetters,
    rejections,
    health: seen,
  });
  onStop(() => watermark.stop());
  onStop(() => rulesReader.stop());
  const seriesReader = startSeriesReader({ ...parts, series });
  onStop(async () => {
    await series.close();
    await seriesReader.stop();
  });
  const feedbackReader = startFeedbackReader({
    ...{ inbox, clock, logger: log },
    apply: (feedback, orgCode) => cases.applyFeedback(feedback, { orgCode, restricted: false, mayWait: true }),
    answer: answerFeedback,
  });
  onStop(() => feedbackReader.stop());
  watermark.rearm();

  await delivery.start();
  onStop(() => delivery.stop());
  pipeline.start();
  onStop(() => pipeline.stop());
  onStop(
    publishCases({
      events: cases.events,
      messagesOf: (event) => caseEventMessages(gatewayId, event),
      publish: broker.publish,
      log,
    }),
  );

  const shadow =
    config.shadowTypes === undefined
      ? undefined
      : await tryShadow({
          ...{
            folder: join(dataDir.path, 'shadow'),
            types: config.shadowTypes,
            typeFolders: deviceTypeFolders(config),
          },
          ...{ deviceTypes, inbox, live: records, directory, adapterFor: site.adapterFor, turns, clock, log },
          ...{ mode: mode.mode, modes: () => city.modes, firstSight: config.access !== 'registered' },
        });
  onStop(() => shadow?.stop?.());

  // The shadow is none of them: the inbox keeps nothing for it.
  const readers = [rulesReader, seriesReader, feedbackReader];
  const passed = () => Math.min(...readers.map((reader) => reader.position()));
  const replays = createReplays({ inbox, deadLetters, passed });
  await replays.recover();
  const hold = createHold();
  const held = () => hold.held;
  const keeper = startInboxKeeper({
    ...{ inbox, seal, folder: dataDir.inbox, passed, held, clock, log, metrics },
    ...{ wanted: config.inboxQuota, retention: config.inboxRetention },
  });
  onStop(() => keeper.stop());
  const { retention } = config;
  const housekeeping = startHousekeeping({
    chores: [
      { name: 'restricted cases', retention: RESTRICTED_TTL.cases, prune: cases.purge.cases },
      { name: 'restricted candidates', retention: RESTRICTED_TTL.candidates, prune: cases.purge.candidates },
      {
        ...{ name: 'candidates', retention: retention.records },
        prune: (before, limit) => pruneCandidates(records, before, limit),
      },
      {
        ...{ name: 'deliveries', retention: retention.deliveries },
        prune: (done, limit) => delivery.prune({ done, failed: clock.now() - retention.deadLetters }, limit),
      },
      { name: 'dead letters', retention: retention.deadLetters, prune: deadLetters.prune },
      { name: 'series', retention: retention.series, prune: series.prune },
      { name: 'evidence', retention: 0, prune: evidence.prune },
    ],
    ...{ paused: held, clock, log, metrics },
  });
  onStop(() => housekeeping.stop());

  for (const connection of connections.list()) await onvif.connect(connection);
  const labTime = createLabTime({
    clock,
    parts: [
      ...[inbox, rulesReader, watermark, seriesReader, feedbackReader, pipeline, delivery],
      { idle: async () => shadow?.idle?.() },
    ],
    trace: () =>
      [inbox.head(), passed(), cases.events.head(), rules.accounts().candidates, rules.accounts().clears].join(),
  });

  const resources = resourcesOf({
    ...{
      inbox,
      records,
      rules,
      cases,
      delivery,
      pipeline,
      directory,
      credentials,
      connections,
      onvif,
      deadLetters,
      replays,
      deviceTypes,
    },
    ...{ series, city, reloadCity, mode, readers: { rules: rulesReader, series: seriesReader } },
    queueTrouble: queue.trouble,
    clockTrouble: wrongClock,
    disconnect: broker.disconnect,
  });
  const own = createOwnDevice({ name: 'accounts', directory, rules, append: inbox.append, clock });
  const auditor = startAccountAuditor({
    draw: () => resources.accounts.accounts() as Accounts,
    level: () => readers.every((reader) => reader.lag() === 0),
    reported: () => own.isOn('accounts_unbalanced'),
    report: (unbalanced, lines) => own.report('accounts_unbalanced', unbalanced, { lines: lines.join(', ') }),
    ...{ clock, log, metrics },
  });
  onStop(() => auditor.stop());
  const trials = createTrials({
    ground: () => ({
      ...{ dataDir: dataDir.path, typeFolders: deviceTypeFolders(config), now: clock.now() },
      ...{ profilesDir: config.profilesDir, profile: config.profile },
      ...{ mode: mode.mode(), firstSight: config.access !== 'registered', production: !config.lab },
    }),
    clock,
  });
  onStop(() => trials.stop());
  const http = await createHttp({
    ...{ clock, log, metrics, version, gatewayId, lab: config.lab },
    tokens: [{ name: 'admin', roles: ['admin', 'restricted'], token: adminToken }, ...config.tokens],
    ...{ ...resources, audit, trials },
    shadow: {
      report: (since) => (shadow && 'problem' in shadow ? shadow : shadow?.report(since)),
      isRestricted: (category) => city.catalogue.categories.get(category)?.restricted === true,
    },
    backup: {
      take: (folder) => takeBackup({ dataDir, inbox, rules, quota: keeper.quota(), hold: hold.take, clock }, folder),
    },
    onvif: {
      ...{ list: onvif.list, topics: onvif.topics, retry: onvif.retry },
      ...(listener ? { receive: listener.receive } : {}),
    },
    evidence: { read: (id) => evidence.read(id, clock.now()) },
    ...(config.lab ? { labClock: labTime } : {}),
  });
  broker.attach(http.app.server);

  // Last of all: take connections.
  const { host } = config;
  onStop(() => http.close());
  onStop(() => broker.stop());
  const plain = config.tls?.only ? '127.0.0.1' : host;
  const mqttPort = await broker.listen({ host: plain, port: config.mqttPort });
  const httpPort = await http.listen({ host: plain, port: config.httpPort });
  pushTo.url = `http://${plain}:${httpPort}`;
  const secure =
    config.tls &&
    (await listenSecurely({ ...config, tls: config.tls }, { broker, door, http, clock, log, metrics }, life));
  // Encrypted where there is a choice: a device is sent its password for it.
  pushTo.brokers = [...(secure?.mqtts ? [secure.mqtts] : []), `mqtt://${plain}:${mqttPort}`];
  return {
    event: 'ready',
    mqtt: `mqtt://${plain}:${mqttPort}`,
    http: `http://${plain}:${httpPort}`,
    ws: `ws://${plain}:${httpPort}/mqtt`,
    ...secure,
    queue: queue.kind,
    series: sink.kind,
    dataDir: dataDir.path,
    adminTokenFile: dataDir.adminTokenFile,
  };
}
