import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Records } from '../records/records.ts';

/** Passwords and tokens of devices. Nothing here can be turned back into a secret. */
export interface Credentials {
  /** A new 256-bit token, to be shown once; the old secret stops working. */
  issueToken(deviceId: string): Promise<string>;
  /** Sets a vendor-chosen password. */
  setPassword(deviceId: string, password: string): Promise<void>;
  /** Takes the same way for an unknown device and a wrong secret. */
  verify(deviceId: string, secret: Buffer): Promise<boolean>;
}

const PREFIX = 'gwt_';
/** scrypt cost: N 2^14, r 8, p 1 takes about 40 ms and 16 MiB; one runs at a time, results are cached. */
const SCRYPT = { N: 2 ** 14, r: 8, p: 1, length: 32 } as const;
/** Verified passwords remembered as HMACs, so that a reconnect storm costs microseconds; the oldest is forgotten. */
const CACHE = 50_000;

/**
 * Gateway-made tokens are stored as HMAC-SHA256 under a pepper kept outside the database (6 µs each); passwords that people
 * chose as scrypt, one at a time, because libuv's pool also flushes the inbox.
 */
export function openCredentials(options: { records: Records; clock: Clock; pepper: Buffer }): Credentials {
  const { records, clock, pepper } = options;
  const hmac = (text: string | Buffer) => createHmac('sha256', pepper).update(text).digest();
  const cache = new Map<string, Buffer>();
  let turn: Promise<unknown> = Promise.resolve();

  const derive = (password: Buffer | string, salt: Buffer): Promise<Buffer> => {
    const run = turn.then(
      () =>
        new Promise<Buffer>((resolve, reject) => {
          scrypt(password, salt, SCRYPT.length, { N: SCRYPT.N, r: SCRYPT.r, p: SCRYPT.p }, (error, key) =>
            error ? reject(error) : resolve(key),
          );
        }),
    );
    turn = run.catch(() => undefined);
    return run;
  };

  const store = async (deviceId: string, scheme: string, verifier: string) => {
    cache.delete(deviceId);
    await records.write((tx) =>
      tx.run(
        `INSERT INTO credential (device_id, scheme, verifier, updated_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (device_id) DO UPDATE SET scheme = excluded.scheme, verifier = excluded.verifier, updated_at = excluded.updated_at`,
        ...[deviceId, scheme, verifier, clock.now()],
      ),
    );
  };

  return {
    async issueToken(deviceId) {
      const token = PREFIX + randomBytes(32).toString('base64url');
      await store(deviceId, 'hmac-sha256', hmac(token).toString('hex'));
      return token;
    },
    async setPassword(deviceId, password) {
      const salt = randomBytes(16);
      const key = await derive(password, salt);
      await store(deviceId, 'scrypt', `${salt.toString('hex')}:${key.toString('hex')}`);
    },
    async verify(deviceId, secret) {
      const row = records.read.get<{ scheme: string; verifier: string }>(
        'SELECT scheme, verifier FROM credential WHERE device_id = ?',
        deviceId,
      );
      const mac = hmac(secret);
      if (row?.scheme === 'hmac-sha256') return timingSafeEqual(mac, Buffer.from(row.verifier, 'hex'));
      const cached = cache.get(deviceId);
      if (row && cached && timingSafeEqual(mac, cached)) return true;
      // An unknown device costs the same work as a wrong password.
      const [salt, key] = (row?.verifier ?? `${'00'.repeat(16)}:${'00'.repeat(32)}`).split(':');
      const derived = await derive(secret, Buffer.from(salt ?? '', 'hex'));
      const same = timingSafeEqual(derived, Buffer.from(key ?? '', 'hex'));
      if (!row || !same) return false;
      if (cache.size >= CACHE) cache.delete(cache.keys().next().value as string);
      cache.set(deviceId, mac);
      return true;
    },
  };
}
