import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { type AccountsApi, registerAccounts } from './accounts.ts';
import { registerAsyncApi } from './asyncapi.ts';
import { type AuditApi, auditChanges, registerAudit } from './audit.ts';
import { guardRoutes, type TokenSpec } from './auth.ts';
import { type BackupApi, registerBackup } from './backup.ts';
import { type CaseActionsApi, registerCaseActions } from './case-actions.ts';
import { type CaseEventsApi, registerCaseEvents } from './case-events.ts';
import { type CasesApi, registerCases } from './cases.ts';
import { type CatalogueApi, registerCatalogue } from './catalogue.ts';
import { type CityApi, registerCity } from './city.ts';
import { type CluesApi, registerClues } from './clues.ts';
import { type DeadLettersApi, registerDeadLetters } from './dead-letters.ts';
import { type DeliveriesApi, registerDeliveries } from './deliveries.ts';
import { type DeviceImportApi, registerDeviceImport } from './device-import.ts';
import { type DeviceTypesApi, registerDeviceTypes } from './device-types.ts';
import { type DevicesApi, registerDevices } from './devices.ts';
import { addDocuments } from './documents.ts';
import { type EvidenceApi, registerEvidence } from './evidence.ts';
import { type CapApi, registerCap } from './exports-cap.ts';
import { registerOpen311 } from './exports-open311.ts';
import { type FeedbackApi, registerFeedback } from './feedback.ts';
import { type GridsApi, registerGrids } from './grids.ts';
import { type HeldCandidatesApi, registerHeldCandidates } from './held-candidates.ts';
import { type KpisApi, registerKpis } from './kpis.ts';
import { type LabClockApi, registerLabClock } from './lab-clock.ts';
import { type LedgerApi, registerLedger } from './ledger.ts';
import { refuseOtherMethods } from './methods.ts';
import { type ModeApi, registerMode } from './mode.ts';
import { type OnvifApi, registerOnvif } from './onvif.ts';
import { documentRoutes } from './openapi.ts';
import { type ProbesApi, registerProbes } from './probes.ts';
import { answerUnroutable, answerWithProblems } from './problem.ts';
import { registerProtoFiles } from './proto-files.ts';
import { type ReceiversApi, registerReceivers } from './receivers.ts';
import { registerSamples, type SamplesApi } from './samples.ts';
import { registerSeries, type SeriesApi } from './series.ts';
import { registerShadow, type ShadowApi } from './shadow.ts';
import { registerSilences, type SilencesApi } from './silences.ts';
import { registerTrials, type TrialsApi } from './trials.ts';
import { validateStrictly } from './validation.ts';

/** Bytes of a request body. */
const BODY_LIMIT = 1024 * 1024;
/** ms in which a request must have arrived in full: slow senders do not hold sockets. */
const REQUEST_TIMEOUT = 30_000;

/** What the HTTP face needs of the gateway: each resource its own capability, none of them more than its routes use. */
export interface HttpOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly gatewayId: string;
  readonly tokens: readonly TokenSpec[];
  /** Loopback requests need no token. */
  readonly lab: boolean;
  readonly probes: ProbesApi;
  readonly cases: CasesApi;
  readonly caseEvents: CaseEventsApi;
  readonly feedback: FeedbackApi;
  /** What happened to a case, for its messages in formats of other systems. */
  readonly exports: Pick<CapApi, 'events'>;
  readonly caseActions: CaseActionsApi;
  readonly ledgers: LedgerApi;
  readonly kpis: KpisApi;
  readonly samples: SamplesApi;
  readonly receivers: ReceiversApi;
  readonly deliveries: DeliveriesApi;
  readonly devices: DevicesApi & DeviceImportApi;
  readonly deviceTypes: DeviceTypesApi;
  readonly series: SeriesApi;
  readonly grids: GridsApi;
  readonly catalogue: CatalogueApi;
  readonly city: CityApi;
  readonly mode: ModeApi;
  readonly deadLetters: DeadLettersApi;
  readonly accounts: AccountsApi;
  readonly heldCandidates: HeldCandidatesApi;
  readonly silences: SilencesApi;
  readonly trials: TrialsApi;
  readonly shadow: ShadowApi;
  readonly clues: CluesApi;
  readonly audit: AuditApi;
  readonly backup: BackupApi;
  readonly onvif: OnvifApi;
  readonly evidence: EvidenceApi;
  /** Only in lab mode. */
  readonly labClock?: LabClockApi;
}

export interface Http {
  /** The server; `app.server` is the raw one, for WebSocket upgrades. */
  readonly app: FastifyInstance;
  /** Listens and returns the port, which 0 leaves to the system. Throws PORT_TAKEN. */
  listen(address: { host: string; port: number }): Promise<number>;
  /** Answers what waits, ends streams, closes sockets. Twice is harmless. */
  close(): Promise<void>;
}

/** Makes the server with every route; it listens when told to. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { log, metrics } = options;
  const closing = new AbortController();
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    logger: false,
    exposeHeadRoutes: false,
    frameworkErrors: answerUnroutable,
    routerOptions: { maxParamLength: 256 },
  });
  validateStrictly(app);
  takeEmptyBodies(app);
  answerWithProblems(app, log);
  measure(app, metrics);
  guardRoutes(app, options);
  refuseOtherMethods(app);
  auditChanges(app, options.audit);
  addDocuments(app);
  await documentRoutes(app, options.version);
  registerAsyncApi(app, options.version);
  registerProtoFiles(app);
  const untouched = connectionsWithoutRequest(app);
  app.addHook('preClose', async () => {
    closing.abort();
    untouched.end();
  });
  await registerResources(app, options, closing.signal);
  await app.ready();
  return {
    app,
    async listen({ host, port }) {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw listenError(error as NodeJS.ErrnoException, host, port);
      }
      return (app.server.address() as AddressInfo).port;
    },
    close: () => app.close(),
  };
}

/**
 * Connections that have asked nothing yet. Node closes those between two requests when a server stops, and waits a minute for these:
 * clients open some ahead.
 */
function connectionsWithoutRequest(app: FastifyInstance): { end(): void } {
  const sockets = new Set<Socket>();
  let ended = false;
  app.server.on('connection', (socket: Socket) => {
    if (ended) return void socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.server.on('request', ({ socket }: IncomingMessage) => sockets.delete(socket));
  return {
    end() {
      ended = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function registerResources(app: FastifyInstance, options: HttpOptions, closing: AbortSignal): Promise<void> {
  registerProbes(app, options);
  registerCases(app, options.cases);
  registerFeedback(app, options.feedback, options.cases);
  registerCaseActions(app, options.caseActions, options.cases);
  registerLedger(app, options.ledgers, options.cases);
  registerKpis(app, options.kpis);
  registerSamples(app, options.samples);
  const { fromWgs84 } = options.cases;
  await registerCaseEvents(app, options.caseEvents, { closing, log: options.log, fromWgs84 });
  registerReceivers(app, options.receivers);
  registerDeliveries(app, options.deliveries);
  registerDevices(app, options.devices);
  await registerDeviceImport(app, options.devices);
  registerDeviceTypes(app, options.deviceTypes);
  registerSeries(app, options.series, options.clock);
  registerGrids(app, options.grids);
  registerCatalogue(app, options.catalogue);
  registerCity(app, options.city);
  registerMode(app, options.mode);
  registerDeadLetters(app, options.deadLetters);
  registerAccounts(app, options.accounts);
  registerHeldCandidates(app, options.heldCandidates);
  registerSilences(app, options.silences, options.clock);
  registerClues(app, options.clues);
  registerTrials(app, options.trials);
  registerShadow(app, options.shadow, options.clock);
  registerAudit(app, options.audit);
  registerBackup(app, options.backup);
  registerExports(app, options);
  registerOnvif(app, options.onvif);
  registerEvidence(app, options.evidence);
  if (options.labClock) registerLabClock(app, options.labClock);
}

function registerExports(app: FastifyInstance, { cases, catalogue, clock, exports, gatewayId }: HttpOptions): void {
  const categoryOf: CapApi['categoryOf'] = (code) => catalogue.current().categories.get(code)?.capCategory;
  const exported = { get: cases.get, list: cases.list };
  registerCap(app, { ...exported, ...exports, gatewayId, categoryOf });
  registerOpen311(app, { ...exported, catalogue: catalogue.current, now: clock.now });
}

/** A POST without a body may carry a JSON content type; many clients always send one. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    return parse(request, body, (error, parsed) => done(error ? notJson(body) : null, parsed));
  });
}

/** What is wrong with a body and where, without what it says: passwords travel in bodies. */
function notJson(body: string): GatewayError {
  let detail = 'the body names __proto__ or constructor, which no document has';
  try {
    JSON.parse(body);
  } catch (error) {
    const [what] = (error as Error).message.split(/, (?:\.\.\.)?"/);
    detail = `the body is not JSON: ${what?.replace(' in JSON', '')}`;
  }
  return new GatewayError('PAYLOAD_NOT_JSON', detail);
}

/** Requests by route, not by path: the number of series stays bounded. A stream has no duration worth measuring. */
function measure(app: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram('http_request_seconds', 'HTTP requests', ['method', 'route', 'status']);
  app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url?.endsWith('/stream')) return;
    const route = request.is404 ? 'unknown' : (request.routeOptions.url ?? 'unknown');
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): GatewayError {
  if (error.code === 'EADDRINUSE')
    return new GatewayError(
      'PORT_TAKEN',
      `${host}:${port} (HTTP) is in use; stop what listens there or choose another GRIDWARDEN_HTTP_PORT, 0 for any`,
      { cause: error },
    );
  return new GatewayError('CONFIG_INVALID', `cannot listen on ${host}:${port} (HTTP): ${error.message}`, {
    cause: error,
  });
}
