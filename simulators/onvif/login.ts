import { createHash, randomBytes } from 'node:crypto';
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
}

export interface Login {
  readonly mode: LoginMode;
  check(attempt: LoginAttempt): LoginResult;
  /** `WWW-Authenticate` lines with a fresh nonce. */
  challenges(): string[];
}

/** Nonces a device remembers; the oldest is forgotten first and then counts as stale. */
const MAX_NONCES = 64;
/** A token further than this from the device's own time is refused, ms. */
const TOKEN_WINDOW = 300_000;
const ALGORITHMS: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** Checks logins as the ONVIF Core specification (5.9) describes them; `now` is the device's own clock. */
export function createLogin(username: string, password: string, mode: LoginMode, now: () => number): Login {
  /** Highest count seen of each nonce that was handed out. */
  const counts = new Map<string, number>();
  const usedTokens = new Set<string>();
  const realm = 'gridwarden simulator';

  const remember = <T>(all: { size: number; keys(): Iterator<T>; delete(key: T): boolean }) => {
    const oldest = all.size > MAX_NONCES ? all.keys().next() : undefined;
    if (oldest && !oldest.done) all.delete(oldest.value);
  };

  const checkDigest = (attempt: LoginAttempt): LoginResult => {
    const given = parameters(attempt.authorization ?? '');
    const nonce = given['nonce'] ?? '';
    const seen = counts.get(nonce);
    const count = Number.parseInt(given['nc'] ?? '', 16);
    const algorithm = ALGORITHMS[given['algorithm'] ?? 'MD5'];
    // A count that does not grow is a replay (RFC 7616 §3.4.5).
    if (!algorithm || seen === undefined || !(count > seen) || given['uri'] !== attempt.uri) return 'wrong';
    const hash = (text: string) => createHash(algorithm).update(text).digest('hex');
    const secret = hash(`${username}:${realm}:${password}`);
    const target = hash(`${attempt.method}:${attempt.uri}`);
    const expected = hash(`${secret}:${nonce}:${given['nc']}:${given['cnonce']}:${given['qop']}:${target}`);
    if (given['username'] !== username || given['response'] !== expected) return 'wrong';
    counts.set(nonce, count);
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
      Math.abs(Date.parse(created) - now()) <= TOKEN_WINDOW &&
      !usedTokens.has(id);
    if (!fits) return 'wrong';
    usedTokens.add(id);
    remember(usedTokens);
    return 'token';
  };

  return {
    mode,
    check(attempt) {
      if (mode !== 'token' && attempt.authorization?.startsWith('Digest ')) return checkDigest(attempt);
      const token = find(attempt.header, 'Security', 'UsernameToken');
      return mode !== 'digest' && token ? checkToken(token) : 'none';
    },
    challenges() {
      const nonce = randomBytes(16).toString('hex');
      counts.set(nonce, 0);
      remember(counts);
      return ['SHA-256', 'MD5'].map(
        (algorithm) =>
          `Digest realm="${realm}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", opaque="simulated"`,
      );
    },
  };
}

function parameters(authorization: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, quoted, plain] of authorization.slice(7).matchAll(/([a-z]+)=(?:"([^"]*)"|([^\s,]+))/gi))
    if (name) found[name.toLowerCase()] = quoted ?? plain ?? '';
  return found;
}
