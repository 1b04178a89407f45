import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogin, type Login, type LoginMode } from './login.ts';
import { escapeText, find, parseXml, type XmlNode } from './xml.ts';

/** One request as an operation sees it. */
export interface SoapRequest {
  /** The element in the SOAP body. */
  readonly body: XmlNode;
  /** Path and query the request went to. */
  readonly target: string;
  /** `http://host:port` under which the client reached the device. */
  readonly origin: string;
  /** Aborted when the client goes away or the device stops. */
  readonly gone: AbortSignal;
}

/** Answers with the content of the response element; throws SimulatedFault. */
export type Operation = (request: SoapRequest) => string | Promise<string>;

/** One web service: its namespace and its operations by name. */
export interface Service {
  readonly uri: string;
  /** Namespace of an operation that lives in another one, e.g. Renew. */
  readonly also?: readonly string[];
  readonly prefix: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** A SOAP fault that goes to the client as it is. */
export class SimulatedFault extends Error {
  readonly status: number;
  readonly code: string;
  readonly subcodes: readonly string[];
  readonly detail: string;

  constructor(status: 400 | 500, subcodes: readonly string[], reason: string, detail = '') {
    super(reason);
    this.status = status;
    this.code = status === 400 ? 's:Sender' : 's:Receiver';
    this.subcodes = subcodes;
    this.detail = detail;
  }
}

/** What a simulator noted of one request. */
export interface Received {
  /** City time, epoch ms. */
  readonly at: number;
  readonly operation: string;
  readonly login: string;
  readonly status: number;
}

export interface SoapServerOptions {
  /** 0: any free port, kept over restarts. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly login: LoginMode;
  readonly now: () => number;
  readonly services: readonly Service[];
  /** Plain GET resources by path, e.g. a snapshot. */
  readonly files?: Readonly<Record<string, () => { readonly type: string; readonly bytes: Uint8Array }>>;
}

export interface SoapServer {
  /** `http://127.0.0.1:port`, once started. */
  readonly origin: string;
  /** The last requests, newest last. */
  readonly received: readonly Received[];
  start(): Promise<void>;
  /** Cuts every connection, like a device that loses power. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_BODY = 1024 * 1024;
/** Requests kept in `received`; the oldest go first. */
const MAX_RECEIVED = 1_000;
/** Noted for a client that went away before its answer. */
const GONE = 499;
/** Operations that everybody may call (access class PRE_AUTH, Core 5.9.1). */
const OPEN = new Set(['GetSystemDateAndTime', 'GetServices', 'GetCapabilities', 'GetServiceCapabilities']);

const NAMESPACES: Readonly<Record<string, string>> = {
  s: 'http://www.w3.org/2003/05/soap-envelope',
  a: 'http://www.w3.org/2005/08/addressing',
  tt: 'http://www.onvif.org/ver10/schema',
  tns1: 'http://www.onvif.org/ver10/topics',
  ter: 'http://www.onvif.org/ver10/error',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  wsnt: 'http://docs.oasis-open.org/wsn/b-2',
  wstop: 'http://docs.oasis-open.org/wsn/t-1',
};

/** The HTTP and SOAP side of a simulated device, on loopback. */
export function createSoapServer(options: SoapServerOptions): SoapServer {
  const received: Received[] = [];
  let login: Login;
  let server: Server | undefined;
  let port = options.port;
  let power = new AbortController();

  const note = (operation: string, how: string, status: number) => {
    received.push({ at: options.now(), operation, login: how, status });
    if (received.length > MAX_RECEIVED) received.shift();
  };

  const run = async (request: SoapRequest): Promise<string> => {
    const { name, uri } = request.body;
    const service = options.services.find((one) => one.uri === uri || one.also?.includes(uri));
    const operation = service?.operations[name];
    if (!service || !operation) throw new SimulatedFault(500, ['ter:ActionNotSupported'], `${name} is not implemented`);
    const prefix = service.uri === uri ? service.prefix : 'wsnt';
    return `<${prefix}:${name}Response>${await operation(request)}</${prefix}:${name}Response>`;
  };

  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const target = req.url ?? '/';
    const text = await bodyOf(req);
    const file = options.files?.[target];
    const envelope = req.method === 'POST' ? parseXml(text) : undefined;
    const body = find(envelope, 'Body')?.children[0];
    const operation = body?.name ?? `${req.method} ${target}`;
    const { authorization } = req.headers;
    const how = login.check({ method: req.method ?? '', uri: target, authorization, header: find(envelope, 'Header') });
    if ((how === 'none' && !OPEN.has(operation)) || how === 'wrong') {
      // Core 5.9.1: a device with digest answers 401, one that knows only tokens 400 with ter:NotAuthorized.
      if (login.mode === 'token' || (how === 'wrong' && !authorization)) {
        note(operation, how, 400);
        return send(res, 400, faultXml(new SimulatedFault(400, ['ter:NotAuthorized'], 'Sender not Authorized')));
      }
      note(operation, how, 401);
      res.setHeader('www-authenticate', login.challenges());
      return send(res, 401, '');
    }
    if (file) {
      const { type, bytes } = file();
      note(operation, how, 200);
      res.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
      return;
    }
    if (!body) throw new SimulatedFault(400, ['ter:WellFormed'], 'no SOAP body');
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const request = {
      body,
      target,
      origin: `http://${req.headers.host}`,
      gone: AbortSignal.any([gone.signal, power.signal]),
    };
    try {
      const content = await run(request);
      note(operation, how, request.gone.aborted ? GONE : 200);
      send(res, 200, envelopeXml(options.services, content));
    } catch (error) {
      if (!(error instanceof SimulatedFault)) throw error;
      note(operation, how, error.status);
      send(res, error.status, faultXml(error));
    }
  };

  const handle = (req: IncomingMessage, res: ServerResponse) => {
    answer(req, res).catch((error: unknown) => {
      note('unreadable', 'none', 400);
      send(res, 400, faultXml(new SimulatedFault(400, ['ter:WellFormed'], String(error).slice(0, 200))));
    });
  };

  return {
    get origin() {
      return `http://${HOST}:${port}`;
    },
    received,
    async start() {
      if (server) return;
      power = new AbortController();
      login = createLogin(options.username, options.password, options.login, options.now);
      const starting = createServer(handle);
      await new Promise<void>((resolve, reject) => {
        starting.once('error', reject);
        starting.listen(port, HOST, resolve);
      });
      server = starting;
      port = (starting.address() as AddressInfo).port;
    },
    async stop() {
      const stopping = server;
      if (!stopping) return;
      server = undefined;
      power.abort();
      stopping.closeAllConnections();
      await new Promise((resolve) => stopping.close(resolve));
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

function send(res: ServerResponse, status: number, xml: string): void {
  if (res.destroyed || res.headersSent) return;
  res.writeHead(status, {
    'content-type': 'application/soap+xml; charset=utf-8',
    'content-length': Buffer.byteLength(xml),
  });
  res.end(xml);
}

function envelopeXml(services: readonly Service[], content: string): string {
  const all = { ...NAMESPACES, ...Object.fromEntries(services.map(({ prefix, uri }) => [prefix, uri])) };
  const declarations = Object.entries(all).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope${declarations.join('')}><s:Body>${content}</s:Body></s:Envelope>`;
}

function faultXml(fault: SimulatedFault): string {
  const subcode = fault.subcodes.reduceRight(
    (inner, code) => `<s:Subcode><s:Value>${code}</s:Value>${inner}</s:Subcode>`,
    '',
  );
  const detail = fault.detail ? `<s:Detail>${fault.detail}</s:Detail>` : '';
  return envelopeXml(
    [],
    `<s:Fault><s:Code><s:Value>${fault.code}</s:Value>${subcode}</s:Code>` +
      `<s:Reason><s:Text xml:lang="en">${escapeText(fault.message)}</s:Text></s:Reason>${detail}</s:Fault>`,
  );
}
