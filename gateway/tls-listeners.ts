import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, type Server, type TlsOptions } from 'node:tls';
import type { Clock } from './clock.ts';
import { GatewayError } from './errors.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Where the certificates are, PEM. */
export interface TlsFiles {
  /** The gateway's certificate with its chain, and its key. */
  readonly cert: string;
  readonly key: string;
  /** Who may sign certificates of devices. */
  readonly ca?: string;
  /** Which of those that were signed are revoked. */
  readonly crl?: string;
  /** Whether clients show one: `request`, they may; `require`, nobody gets in without. */
  readonly clientCert: 'none' | 'request' | 'require';
}

/** The certificates in force, for every TLS listener of the gateway. */
export interface TlsCertificates {
  /** What a server is created with. */
  readonly options: TlsOptions;
  /** Keeps a server up to date from now on, and counts the handshakes it loses. */
  follow(server: Server): void;
  /** Reads the files again if they changed; bad ones leave what is in force as it is. */
  refresh(): void;
  stop(): void;
}

/** Machine ms between two looks at the files. */
const LOOK_EVERY = 60_000;
/** Machine ms a handshake may take; Node's default lets a silent client hold a socket for two minutes. */
const HANDSHAKE_MS = 10_000;

/**
 * Reads the certificates and watches them, so that a renewed one is used without a restart. TLS 1.2 and 1.3 only.
 * Throws CONFIG_INVALID when they cannot be used at the start.
 */
export function openTls(options: {
  files: TlsFiles;
  clock: Pick<Clock, 'every'>;
  log: Logger;
  metrics: Metrics;
}): TlsCertificates {
  const { files, clock, log, metrics } = options;
  const expires = metrics.gauge('tls_certificate_expires_seconds', 'When the certificate in force ends, epoch seconds');
  const failed = metrics.counter('tls_handshakes_failed_total', 'TLS connections that did not come about');
  const servers = new Set<Server>();

  const inForce = (pem: Pem): Pem => {
    expires.set(Date.parse(new X509Certificate(pem.cert).validTo) / 1000);
    return pem;
  };
  let seen = signatureOf(files);
  let current = inForce(readPem(files));

  const refresh = (): void => {
    const signature = signatureOf(files);
    if (signature === seen) return;
    seen = signature;
    try {
      current = inForce(readPem(files));
      for (const server of servers) server.setSecureContext(current);
      log.info({ cert: files.cert }, 'TLS certificates read again');
    } catch (error) {
      const { message } = error as Error;
      log.error(
        { code: 'CONFIG_INVALID', reason: message },
        'new TLS certificates are not usable; the old stay in force',
      );
    }
  };
  const cancel = clock.every(LOOK_EVERY, refresh);

  return {
    get options() {
      return {
        ...current,
        handshakeTimeout: HANDSHAKE_MS,
        requestCert: files.clientCert !== 'none',
        rejectUnauthorized: files.clientCert === 'require',
      };
    },
    follow(server) {
      servers.add(server);
      server.on('close', () => servers.delete(server));
      server.on('tlsClientError', (error, socket) => {
        // Node only tells of a handshake that took too long; the socket would stay.
        socket.destroy();
        failed.inc();
        log.debug({ reason: error.message }, 'TLS handshake failed');
      });
    },
    refresh,
    stop() {
      cancel();
      servers.clear();
    },
  };
}

/** Closes a connection before its handshake, the dear part of it, unless `admit` lets it in. */
export function guard(server: Server, admit: (socket: Socket) => boolean): void {
  server.prependListener('connection', (socket: Socket) => {
    if (!admit(socket)) socket.destroy();
  });
}

/** Listens; resolves with the port. Throws PORT_TAKEN or CONFIG_INVALID. */
export function listenTls(
  server: Server,
  { host, port, what }: { host: string; port: number; what: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new GatewayError(
              'PORT_TAKEN',
              `${host}:${port} (${what}) is in use; stop what listens there or set another`,
            )
          : new GatewayError('CONFIG_INVALID', `cannot listen on ${host}:${port} (${what}): ${cause.message}`, {
              cause,
            }),
      ),
    );
    server.listen({ host, port, backlog: 4096 }, () => resolve((server.address() as AddressInfo).port));
  });
}

interface Pem {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
  readonly crl?: Buffer;
  readonly minVersion: 'TLSv1.2';
}

/** The files' content, once OpenSSL has shown that certificate and key belong together. */
function readPem(files: TlsFiles): Pem {
  const { cert, key, ca, crl } = files;
  try {
    const pem = {
      ...{ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' as const },
      ...(ca === undefined ? {} : { ca: readFileSync(ca) }),
      ...(crl === undefined ? {} : { crl: readFileSync(crl) }),
    };
    createSecureContext(pem);
    return pem;
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `TLS files ${pathsOf(files).join(', ')}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Changes whenever one of the files does; a file that is not there is a change, too. */
function signatureOf(files: TlsFiles): string {
  return pathsOf(files)
    .map((file) => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : 'missing';
    })
    .join();
}

const pathsOf = ({ cert, key, ca, crl }: TlsFiles): readonly string[] =>
  [cert, key, ca, crl].filter((path) => path !== undefined);
