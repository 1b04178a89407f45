import { createHash, randomBytes } from 'node:crypto';
import { epochOf } from '../lab-clock.ts';
import type { PeerSettings } from './quirks/quirk.ts';
import { find, type XmlNode } from './xml.ts';

/** What a simulated device demands: HTTP digest, a UsernameToken, or either of them. */
export type LoginMode = 'digest' | 'token' | 'either';

/** How a request was logged in, or that it was not. */
export type LoginResult = 'digest' | 'token' | 'none' | 'wrong';

export interface LoginAttempt {
  readonly method: string;
  readonly uri: string;
  readonly authorization: string | undefined;
  readonly header: XmlNode | undefined;
  /** The connection it came by. */
  readonly connection: object;
}

export interface Login {
  readonly mode: LoginMode;
  check(attempt: LoginAttempt): LoginResult;
  /** `WWW-Authenticate` lines with a fresh nonce for a connection. */
  challenges(connection: object): string[];
}

export interface LoginOptions {
  readonly username: string;
  readonly password: string;
  /** The device's own clock, epoch ms. */
  readonly now: () => number;
  readonly settings: () => PeerSettings;
}

/** Nonces a device remembers; the oldest is forgotten first and then counts as stale. */
const MAX_NONCES = 64;
const LOCKED = 1_800_000;
const HASHES: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };
const REALM = 'gridwarden simulator';

interface Nonce {
  /** Highest count seen. */
  count: number;
  readonly connection: object;
}

/** Checks logins as the ONVIF Core specification (5.9), RFC 7616 and the UsernameToken profile describe them. */
export function createLogin({ username, password, now, settings }: LoginOptions): Login {
  const nonces = new Map<string, Nonce>();
  const usedTokens = new Set<string>();
  let failures = 0;
  let lockedUntil = Number.NEGATIVE_INFINITY;

  const remember = <T>(all: { size: number; keys(): Iterator<T>; delete(key: T): boolean }) => {
    const oldest = all.size > MAX_NONCES ? all.keys().next() : undefined;
    if (oldest && !oldest.done) all.delete(oldest.value);
  };

  const checkDigest = (attempt: LoginAttempt): LoginResult => {
    const given = parameters(attempt.authorization ?? '');
    const text = given['nonce'] ?? '';
    const nonce = nonces.get(text);
    const count = Number.parseInt(given['nc'] ?? '', 16);
    const algorithm = given['algorithm'] ?? 'MD5';
    const hashName = HASHES[algorithm.replace(/-sess$/, '')];
    if (!hashName || !settings().algorithms.includes(algorithm) || given['uri'] !== attempt.uri) return 'wrong';
    // A count that does not grow is a replay (RFC 7616 §3.4.5).
    if (!nonce || !(count > nonce.count)) return 'wrong';
    if (settings().nonceOfConnection && nonce.connection !== attempt.connection) return 'none';
    const hash = (part: string) => createHash(hashName).update(part).digest('hex');
    const plain = hash(`${username}:${REALM}:${password}`);
    const secret = algorithm.endsWith('-sess') ? hash(`${plain}:${text}:${given['cnonce']}`) : plain;
    const target = hash(`${attempt.method}:${attempt.uri}`);
    const expected = hash(`${secret}:${text}:${given['nc']}:${given['cnonce']}:${given['qop']}:${target}`);
    if (given['username'] !== username || given['response'] !== expected) return 'wrong';
    nonce.count = count;
    return 'digest';
  };

  const checkToken = (token: XmlNode): LoginResult => {
    const nonce = Buffer.from(find(token, 'Nonce')?.text ?? '', 'base64');
    const created = find(token, 'Created')?.text ?? '';
    const expected = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
    const id = `${nonce.toString('hex')} ${created}`;
    const fits =
      find(token, 'Username')?.text === username &&
      find(token, 'Password')?.text === expected &&
      Math.abs(epochOf(created) - now()) <= settings().tokenWindow &&
      !usedTokens.has(id);
    if (!fits) return 'wrong';
    usedTokens.add(id);
    remember(usedTokens);
    return 'token';
  };

  const checkAny = (attempt: LoginAttempt): LoginResult => {
    const mode = settings().login;
    if (mode !== 'token' && attempt.authorization?.startsWith('Digest ')) return checkDigest(attempt);
    const token = find(attempt.header, 'Security', 'UsernameToken');
    return mode !== 'digest' && token ? checkToken(token) : 'none';
  };

  return {
    get mode() {
      return settings().login;
    },
    check(attempt) {
      const result = checkAny(attempt);
      if (result === 'none') return result;
      if (now() < lockedUntil) return 'wrong';
      failures = result === 'wrong' ? failures + 1 : 0;
      if (failures >= settings().lockAfter) {
        failures = 0;
        lockedUntil = now() + LOCKED;
      }
      return result;
    },
    challenges(connection) {
      const nonce = randomBytes(16).toString('hex');
      nonces.set(nonce, { count: 0, connection });
      remember(nonces);
      return settings().algorithms.map(
        (algorithm) =>
          `Digest realm="${REALM}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque="simulated"`,
      );
    },
  };
}

function parameters(authorization: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, quoted, plain] of authorization.slice(7).matchAll(/([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi))
    if (name) found[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
  return found;
}
