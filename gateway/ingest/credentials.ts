import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Records, RecordsTransaction } from '../records/records.ts';
import type { Passwords } from './passwords.ts';

/** Passwords and tokens of devices. Nothing here can be turned back into a secret. */
export interface Credentials {
  /**
   * A new 256-bit token, to be shown once. What the device had before, token or password, still works for `overlap` ms
   * (default 24 h, 0: not at all); a second rotation within the overlap retires the oldest at once.
   */
  issueToken(deviceId: string, options?: { overlap?: number }): Promise<IssuedToken>;
  /** Sets a vendor-chosen password in place of every secret before; false when it was that one already. Throws REQUEST_INVALID. */
  setPassword(deviceId: string, password: string): Promise<boolean>;
  /**
   * Takes the same way for an unknown device and a wrong secret: only the shape of the secret decides how long.
   * Throws RATE_LIMITED when too many passwords wait.
   */
  verify(deviceId: string, secret: Buffer): Promise<boolean>;
  /** Devices that logged in with an old secret whose overlap has ended since the last call: their sessions are over. */
  expired(): readonly string[];
}

export interface IssuedToken {
  readonly token: string;
  /** Until when the secret before works (epoch ms); absent when none does. */
  readonly oldUntil?: number;
}

const PREFIX = 'gwt_';
/** What the gateway makes and nobody may choose: such a secret is never worth a slow hash. */
const TOKEN = /^gwt_[A-Za-z0-9_-]{43}$/;
const OVERLAP = 86_400_000;
/** Verified passwords remembered as HMACs, so that a reconnect storm costs microseconds; the oldest is forgotten. */
const CACHE = 50_000;
/** Devices that use an old secret; the oldest is forgotten and keeps its session until it ends by itself. */
const MAX_ON_OLD = 50_000;
/** An unknown device costs the same work as a wrong password. */
const NOBODY = `${'00'.repeat(16)}:${'00'.repeat(32)}`;

interface Verifier {
  readonly scheme: string;
  readonly verifier: string;
}

/** A verifier, and when it dies if it is an old one. */
interface InForce extends Verifier {
  readonly until?: number;
}

interface Row extends Verifier {
  readonly old_scheme: string | null;
  readonly old_verifier: string | null;
  readonly old_until: number | null;
}

/**
 * Gateway-made tokens are stored as HMAC-SHA256 under a pepper kept outside the database (6 µs each); passwords that people
 * chose as scrypt, hashed by a thread of their own.
 */
export function openCredentials(options: {
  records: Records;
  clock: Pick<Clock, 'now'>;
  pepper: Buffer;
  passwords: Passwords;
}): Credentials {
  const { records, clock, pepper, passwords } = options;
  const hmac = (text: string | Buffer) => createHmac('sha256', pepper).update(text).digest();
  /** The verifier a password was held against stands beside it: one that was replaced meanwhile counts for nothing. */
  const cache = new Map<string, { readonly mac: Buffer; readonly verifier: string }>();

  /** When the secret dies that a device logged in with. */
  const onOld = new Map<string, number>();

  const rowOf = (deviceId: string, from: RecordsTransaction = records.read): Row | undefined =>
    from.get<Row>(
      'SELECT scheme, verifier, old_scheme, old_verifier, old_until FROM credential WHERE device_id = ?',
      deviceId,
    );
  const store = (deviceId: string, { scheme, verifier }: Verifier, overlap: number) =>
    records.write((tx) => {
      const now = clock.now();
      const old = overlap > 0 ? rowOf(deviceId, tx) : undefined;
      const until = old ? now + overlap : null;
      tx.run(
        `INSERT INTO credential (device_id, scheme, verifier, updated_at, old_scheme, old_verifier, old_until)
         VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (device_id) DO UPDATE SET scheme = excluded.scheme, verifier = excluded.verifier,
           updated_at = excluded.updated_at, old_scheme = excluded.old_scheme, old_verifier = excluded.old_verifier,
           old_until = excluded.old_until`,
        ...[deviceId, scheme, verifier, now, old?.scheme ?? null, old?.verifier ?? null, until],
      );
      return until;
    });

  const verifyPassword = async (deviceId: string, secret: Buffer, chosen: string | undefined): Promise<boolean> => {
    const mac = hmac(secret);
    const cached = cache.get(deviceId);
    if (cached && cached.verifier === chosen && timingSafeEqual(mac, cached.mac)) return true;
    const [salt, key] = (chosen ?? NOBODY).split(':');
    const derived = await passwords.derive(secret, Buffer.from(salt ?? '', 'hex'));
    const right = timingSafeEqual(derived, Buffer.from(key ?? '', 'hex'));
    if (chosen === undefined || !right) return false;
    if (cache.size >= CACHE) cache.delete(cache.keys().next().value as string);
    cache.set(deviceId, { mac, verifier: chosen });
    return true;
  };
  /** The verifier in force that a secret fits. */
  const fitting = async (deviceId: string, secret: Buffer): Promise<InForce | undefined> => {
    const valid = inForce(rowOf(deviceId), clock.now());
    if (!TOKEN.test(secret.toString('latin1'))) {
      const chosen = valid.find(({ scheme }) => scheme === 'scrypt');
      return (await verifyPassword(deviceId, secret, chosen?.verifier)) ? chosen : undefined;
    }
    const mac = hmac(secret);
    const tokens = valid.filter(({ scheme }) => scheme === 'hmac-sha256');
    return tokens.find(({ verifier }) => timingSafeEqual(mac, Buffer.from(verifier, 'hex')));
  };

  return {
    async issueToken(deviceId, { overlap = OVERLAP } = {}) {
      const token = PREFIX + randomBytes(32).toString('base64url');
      const oldUntil = await store(deviceId, { scheme: 'hmac-sha256', verifier: hmac(token).toString('hex') }, overlap);
      return { token, ...(oldUntil === null ? {} : { oldUntil }) };
    },
    async setPassword(deviceId, password) {
      if (TOKEN.test(password))
        throw new GatewayError('REQUEST_INVALID', 'a password may not look like a token of the gateway', {
          path: 'password',
        });
      const row = rowOf(deviceId);
      const current = row?.scheme === 'scrypt' ? row.verifier : undefined;
      // The same registration sent twice changes nothing and ends no session.
      if (current !== undefined && (await verifyPassword(deviceId, Buffer.from(password), current))) return false;
      const salt = randomBytes(16);
      const key = await passwords.derive(Buffer.from(password), salt);
      await store(deviceId, { scheme: 'scrypt', verifier: `${salt.toString('hex')}:${key.toString('hex')}` }, 0);
      return true;
    },
    async verify(deviceId, secret) {
      const found = await fitting(deviceId, secret);
      if (found?.until !== undefined) {
        if (onOld.size >= MAX_ON_OLD) onOld.delete(onOld.keys().next().value as string);
        onOld.set(deviceId, found.until);
      }
      return found !== undefined;
    },
    expired() {
      const now = clock.now();
      const over = [...onOld].filter(([, until]) => until <= now).map(([deviceId]) => deviceId);
      for (const deviceId of over) onOld.delete(deviceId);
      return over;
    },
  };
}

/** The verifiers a device may log in with now. */
function inForce(row: Row | undefined, now: number): readonly InForce[] {
  if (!row) return [];
  const { old_scheme: scheme, old_verifier: verifier, old_until: until } = row;
  const current = { scheme: row.scheme, verifier: row.verifier };
  return scheme !== null && verifier !== null && until !== null && until > now
    ? [current, { scheme, verifier, until }]
    : [current];
}
