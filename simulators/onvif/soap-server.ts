import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificate } from './certificate.ts';
import { ConnectionCut } from './connection-cut.ts';
import type { Login } from './login.ts';
import type { Quirks } from './quirks.ts';
import { envelopeXml, faultXml, SimulatedFault, type SoapVersion, versionOf } from './soap-envelope.ts';
import type { Received, Reply, Service, SoapRequest } from './soap-exchange.ts';
import { find, parseXml } from './xml.ts';

export interface SoapServerOptions {
  /** Address of this machine it listens on. */
  readonly host: string;
  /** 0: any free port, kept over restarts. */
  readonly port: number;
  readonly login: Login;
  readonly now: () => number;
  readonly quirks: Pick<Quirks, 'settings' | 'behaviours'>;
  readonly services: readonly Service[];
  /** Plain GET resources by path, e.g. a snapshot. */
  readonly files?: Readonly<Record<string, () => { readonly type: string; readonly bytes: Uint8Array }>>;
  /** Asked at a start with TLS. */
  readonly certificate: () => Promise<Certificate>;
}

export interface SoapServer {
  /** `http://host:port`, once started. */
  readonly origin: string;
  /** The last requests, newest last. */
  readonly received: readonly Received[];
  start(): Promise<void>;
  /** Cuts every connection, like a device that loses power. */
  stop(): Promise<void>;
}

const MAX_BODY = 1024 * 1024;
/** Requests kept in `received`; the oldest go first. */
const MAX_RECEIVED = 1_000;
/** Noted for a client that went away before its answer, and for an answer that was withheld. */
const GONE = 499;
/** Operations that everybody may call (access class PRE_AUTH, Core 5.9.1). */
const OPEN = new Set(['GetSystemDateAndTime', 'GetServices', 'GetCapabilities', 'GetServiceCapabilities']);
const SOAP_TYPE = 'application/soap+xml; charset=utf-8';

/** The HTTP and SOAP side of a simulated device. */
export function createSoapServer(options: SoapServerOptions): SoapServer {
  const { host, login, quirks, services } = options;
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let scheme = 'http';
  let port = options.port;
  let power = new AbortController();

  const note = (operation: string, how: string, status: number) => {
    received.push({ at: options.now(), operation, login: how, status });
    if (received.length > MAX_RECEIVED) received.shift();
  };

  const run = async (request: SoapRequest): Promise<string> => {
    const { name, uri } = request.body;
    const service = services.find((one) => one.uri === uri || one.also?.includes(uri));
    const operation = service?.operations[name];
    if (!service || !operation) throw new SimulatedFault(500, ['ter:ActionNotSupported'], `${name} is not implemented`);
    const call = quirks.behaviours().reduceRight<(request: SoapRequest) => Promise<string>>(
      (next, behaviour) => (asked) => behaviour.call?.(asked, next) ?? next(asked),
      async (asked) => operation(asked),
    );
    const prefix = service.uri === uri ? service.prefix : 'wsnt';
    return `<${prefix}:${name}Response>${await call(request)}</${prefix}:${name}Response>`;
  };

  const prefixes = Object.fromEntries(services.map(({ prefix, uri }) => [prefix, uri]));

  const soapReply = (status: number, xml: string, version: SoapVersion, headers: Reply['headers'] = {}): Reply => ({
    status,
    headers: { 'Content-Type': version === '1.1' ? 'text/xml; charset=utf-8' : SOAP_TYPE, ...headers },
    body: Buffer.from(xml),
  });

  /** What a refused login is answered: Core 5.9.1 has 401 with digest, and 400 with ter:NotAuthorized where only tokens are known. */
  const refusal = (how: string, socket: Socket, authorization: string | undefined, version: SoapVersion): Reply => {
    if (login.mode === 'token' || (how === 'wrong' && !authorization))
      return soapReply(
        400,
        faultXml(new SimulatedFault(400, ['ter:NotAuthorized'], 'Sender not Authorized'), version),
        version,
      );
    return soapReply(401, '', version, { 'WWW-Authenticate': login.challenges(socket) });
  };

  const soapAnswer = async (request: SoapRequest, how: string): Promise<Reply> => {
    const { operation, version } = request;
    try {
      const content = await run(request);
      note(operation, how, request.gone.aborted ? GONE : 200);
      return soapReply(200, envelopeXml(content, version, prefixes), version);
    } catch (error) {
      if (error instanceof ConnectionCut) note(operation, how, GONE);
      if (!(error instanceof SimulatedFault)) throw error;
      note(operation, how, error.status);
      return soapReply(error.status, faultXml(error, version), version);
    }
  };

  const answer = async (req: IncomingMessage, gone: AbortSignal): Promise<Reply> => {
    const target = req.url ?? '/';
    const text = await bodyOf(req);
    const file = options.files?.[target];
    const envelope = req.method === 'POST' ? parseXml(text) : undefined;
    const version = versionOf(envelope?.uri ?? '') ?? '1.2';
    const body = find(envelope, 'Body')?.children[0];
    const operation = body?.name ?? `${req.method} ${target}`;
    const { authorization } = req.headers;
    const header = find(envelope, 'Header');
    const attempt = { method: req.method ?? '', uri: target, authorization, header, connection: req.socket };
    // What is open is open to a wrong login too: a client whose clock is wrong asks for the time with the token that shows it.
    const how = OPEN.has(operation) ? 'none' : login.check(attempt);
    if (how === 'wrong' || (how === 'none' && !OPEN.has(operation))) {
      const refused = refusal(how, req.socket, authorization, version);
      note(operation, how, refused.status);
      return refused;
    }
    if (file && req.method === 'GET') {
      const { type, bytes } = file();
      note(operation, how, 200);
      return { status: 200, headers: { 'Content-Type': type }, body: Buffer.from(bytes) };
    }
    if (!body) throw new SimulatedFault(400, ['ter:WellFormed'], 'no SOAP body');
    const origin = `${scheme}://${req.headers.host}`;
    return soapAnswer({ operation, body, header, headers: req.headers, version, target, origin, gone }, how);
  };

  const handle = (req: IncomingMessage, res: ServerResponse) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort(null));
    answer(req, AbortSignal.any([gone.signal, power.signal]))
      .catch((error: unknown) => {
        if (error instanceof ConnectionCut) throw error;
        note('unreadable', 'none', 400);
        const fault = new SimulatedFault(400, ['ter:WellFormed'], String(error).slice(0, 200));
        return soapReply(400, faultXml(fault), '1.2');
      })
      .then((reply) =>
        send(
          res,
          quirks.behaviours().reduce((all, { reply: bend }) => bend?.(all) ?? all, reply),
        ),
      )
      .catch(() => req.socket.destroy());
  };

  const admit = (socket: Socket) => {
    if (sockets.size >= quirks.settings().maxConnections) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  };

  return {
    get origin() {
      return `${scheme}://${host}:${port}`;
    },
    received,
    async start() {
      if (server) return;
      power = new AbortController();
      const { tls } = quirks.settings();
      scheme = tls ? 'https' : 'http';
      const starting = tls ? createTlsServer(await options.certificate(), handle) : createServer(handle);
      starting.on('connection', admit);
      // Long enough for what a client sends at once, short enough for hundreds of devices in one process.
      starting.keepAliveTimeout = 60_000;
      await new Promise<void>((resolve, reject) => {
        starting.once('error', reject);
        starting.listen(port, host, resolve);
      });
      server = starting;
      port = (starting.address() as AddressInfo).port;
    },
    async stop() {
      const stopping = server;
      if (!stopping) return;
      server = undefined;
      power.abort();
      const stopped = new Promise((resolve) => stopping.close(resolve));
      for (const socket of sockets) socket.destroy();
      stopping.closeAllConnections();
      await stopped;
    },
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error('the request is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(res: ServerResponse, reply: Reply): void {
  if (res.destroyed || res.headersSent) return;
  const { socket } = res;
  const length = reply.chunked ? {} : { 'Content-Length': String(reply.body.length) };
  res.writeHead(reply.status, { ...reply.headers, ...length });
  if (reply.cutAfter !== undefined) {
    res.write(reply.body.subarray(0, reply.cutAfter), () => socket?.destroy());
    return;
  }
  res.end(reply.body, () => {
    if (reply.trailing) socket?.write(reply.trailing);
    if (reply.dropAfterwards) socket?.destroySoon();
  });
}
