import { createHash } from 'node:crypto';

/** A Digest challenge of RFC 7616 (or RFC 2069, without qop) that this client can answer. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: string;
  /** Strongest quality of protection that was offered and is understood; undefined as in RFC 2069. */
  readonly qop: 'auth' | 'auth-int' | undefined;
  readonly stale: boolean;
  readonly userhash: boolean;
}

/** Supported hash functions, strongest first (RFC 7616 §3.3 obliges a client to pick so). */
const HASHES: readonly (readonly [string, string])[] = [
  ['SHA-512-256', 'sha512-256'],
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
];

const TOKEN = /\s*,*\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?/y;

/**
 * The strongest answerable Digest challenge among `WWW-Authenticate` values, or undefined. Takes several challenges in one
 * line, any order of parameters, quoted commas and `=` inside a nonce: devices send all of these.
 */
export function digestChallenge(headers: string | readonly string[] | undefined): DigestChallenge | undefined {
  const lines = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
  const found = lines.flatMap(challengesIn).filter((challenge) => strength(challenge.algorithm) >= 0);
  found.sort((a, b) => strength(a.algorithm) - strength(b.algorithm));
  return found[0];
}

function strength(algorithm: string): number {
  return HASHES.findIndex(([name]) => name === algorithm.replace(/-sess$/i, '').toUpperCase());
}

function challengesIn(line: string): DigestChallenge[] {
  const challenges: Map<string, string>[] = [];
  let current: Map<string, string> | undefined;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(line); match; match = TOKEN.exec(line)) {
    const [, name = '', value] = match;
    if (value === undefined) {
      // A bare token is the scheme of the next challenge.
      current = name.toLowerCase() === 'digest' ? new Map() : undefined;
      if (current) challenges.push(current);
    } else current?.set(name.toLowerCase(), unquote(value));
  }
  return challenges.filter((params) => params.has('nonce')).map(challengeOf);
}

function challengeOf(params: ReadonlyMap<string, string>): DigestChallenge {
  const offered =
    params
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/) ?? [];
  return {
    realm: params.get('realm') ?? '',
    nonce: params.get('nonce') ?? '',
    opaque: params.get('opaque'),
    algorithm: params.get('algorithm') ?? 'MD5',
    qop: offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : undefined,
    stale: params.get('stale')?.toLowerCase() === 'true',
    userhash: params.get('userhash')?.toLowerCase() === 'true',
  };
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
}

/** The nonce that a device wants to see next, from its `Authentication-Info` (RFC 7616 §3.5); undefined when it says none. */
export function nextNonce(authenticationInfo: string): string | undefined {
  return /(?:^|[\s,])nextnonce\s*=\s*"([^"]{1,512})"/i.exec(authenticationInfo)?.[1];
}

/** One request that is to be authenticated. `nc` counts the uses of the nonce, from 1. */
export interface DigestRequest {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly body: string;
  readonly nc: number;
  readonly cnonce: string;
}

/** The `Authorization` value that answers a challenge (RFC 7616 §3.4). */
export function digestAuthorization(challenge: DigestChallenge, request: DigestRequest): string {
  const algorithm = HASHES[strength(challenge.algorithm)]?.[1] ?? 'md5';
  const hash = (text: string) => createHash(algorithm).update(text).digest('hex');
  const { realm, nonce, opaque, qop } = challenge;
  const { username, password, method, uri, cnonce } = request;
  const nc = request.nc.toString(16).padStart(8, '0');
  const secret = hash(`${username}:${realm}:${password}`);
  const session = /-sess$/i.test(challenge.algorithm) ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const target = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(request.body)}` : `${method}:${uri}`);
  const response = qop
    ? hash(`${session}:${nonce}:${nc}:${cnonce}:${qop}:${target}`)
    : hash(`${session}:${nonce}:${target}`);
  const name = challenge.userhash ? hash(`${username}:${realm}`) : username;
  const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  const parts = [
    `username=${quoted(name)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${challenge.algorithm}`,
    `response="${response}"`,
  ];
  if (qop) parts.push(`qop=${qop}`, `nc=${nc}`, `cnonce=${quoted(cnonce)}`);
  else if (/-sess$/i.test(challenge.algorithm)) parts.push(`cnonce=${quoted(cnonce)}`);
  if (opaque !== undefined) parts.push(`opaque=${quoted(opaque)}`);
  if (challenge.userhash) parts.push('userhash=true');
  return `Digest ${parts.join(', ')}`;
}
