import { TLSSocket } from 'node:tls';
import { buildConnector, Pool } from 'undici';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';

/** Largest answer that is read; a longer one is cut off and refused with ONVIF_XML. */
export const MAX_ANSWER = 4 * 1024 * 1024;

export interface HttpPost {
  /** Path and query, sent byte for byte: on many devices the query string is the subscription. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Machine ms for everything: connecting, waiting and reading. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

type HttpRequest = Omit<HttpPost, 'body'> & { readonly body?: string };

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** `WWW-Authenticate` lines. */
  readonly challenges: readonly string[];
  /** `Authentication-Info`, empty when there is none. */
  readonly authenticationInfo: string;
  /** The device's `Date` header, empty when it has none. */
  readonly date: string;
  readonly bytes: Buffer;
}

/** HTTP to one device and nowhere else: whatever a device says its addresses are, only the configured host is dialled. */
export interface PinnedHttp {
  /** `host:port` for messages. */
  readonly host: string;
  /** Throws ONVIF_UNREACHABLE (also for a passed deadline and an abort) or ONVIF_XML (an answer beyond MAX_ANSWER). */
  post(request: HttpPost): Promise<HttpAnswer>;
  /** The same for a GET. */
  get(request: Omit<HttpPost, 'body'>): Promise<HttpAnswer>;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

export interface PinnedHttpOptions {
  /** `http:` or `https:` address; path and query are not used. */
  readonly address: string;
  readonly clock: Pick<Clock, 'wait'>;
  /** PEM of the authority that signed the device's certificate, when it is not a public one. */
  readonly ca?: string | undefined;
  /**
   * SHA-256 fingerprint of the device's own certificate, hex with or without colons: then that certificate and no other is
   * taken, whoever signed it. Without a pin certificates are always verified.
   */
  readonly pin?: string | undefined;
}

const CONNECT_TIMEOUT = 10_000;

/**
 * One connection to one device at a time: small devices serve no more, and some take a digest nonce only on the connection it
 * was given on.
 */
export function createPinnedHttp(options: PinnedHttpOptions): PinnedHttp {
  const { origin, host } = new URL(options.address);
  const pool = new Pool(origin, {
    connections: 1,
    pipelining: 1,
    allowH2: false,
    // The deadline covers both; undici's own would end a long poll.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: connectorOf(options),
  });

  const exchange = async (method: 'GET' | 'POST', request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    const { statusCode, headers, body } = await pool.request({
      method,
      path: request.path,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MAX_ANSWER)
        throw new GatewayError('ONVIF_XML', `${host}: the answer is longer than ${MAX_ANSWER} bytes and was cut off`);
      chunks.push(chunk);
    }
    return {
      status: statusCode,
      contentType: first(headers['content-type']),
      challenges: [headers['www-authenticate'] ?? []].flat(),
      authenticationInfo: first(headers['authentication-info']),
      date: first(headers['date']),
      bytes: Buffer.concat(chunks),
    };
  };

  const send = async (method: 'GET' | 'POST', request: HttpRequest): Promise<HttpAnswer> => {
    const finished = new AbortController();
    const late = new AbortController();
    void options.clock.wait(request.deadlineMs, finished.signal).then(() => {
      if (!finished.signal.aborted) late.abort();
    });
    const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal;
    try {
      return await exchange(method, request, signal);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      const why = request.signal?.aborted
        ? 'the request was given up because the connection is being closed'
        : late.signal.aborted
          ? `no complete answer within ${request.deadlineMs} ms`
          : reasonOf(error);
      throw new GatewayError('ONVIF_UNREACHABLE', `${host}: ${why}`, { cause: error });
    } finally {
      // With a reason of its own: the usual one is an error with a stack, made for nothing a thousand times a second.
      finished.abort(null);
    }
  };

  return {
    host,
    post: (request) => send('POST', request),
    get: (request) => send('GET', request),
    close: () => pool.destroy(),
  };
}

function connectorOf({ ca, pin }: PinnedHttpOptions): buildConnector.connector {
  if (pin === undefined) return buildConnector({ timeout: CONNECT_TIMEOUT, ...(ca === undefined ? {} : { ca }) });
  const wanted = pin.replace(/[^0-9a-f]/gi, '').toUpperCase();
  // The pin takes the place of the authority: it is compared before a single byte is sent.
  // A resumed session shows no certificate.
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      const found = socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.fingerprint256 : undefined;
      if (found?.replaceAll(':', '') === wanted) return callback(null, socket);
      socket.destroy();
      return callback(
        new Error(`the certificate is not the pinned one, its fingerprint is ${found ?? 'unknown'}`),
        null,
      );
    });
}

function first(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/CERT|SELF_SIGNED|ISSUER|UNABLE_TO_/.test(code))
    return `the certificate cannot be verified (${code}); give the authority that signed it, or pin its fingerprint`;
  return code ? `${error.message} (${code})` : error.message;
}
