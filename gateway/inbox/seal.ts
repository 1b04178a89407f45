import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { GatewayError } from '../errors.ts';

/**
 * Seals bytes at rest with AES-256-GCM under a key per UTC day. Raw payloads can hold personal data; dropping a day's key
 * erases everything sealed on it, wherever a copy may be.
 */
export interface Seal {
  /**
   * Sealed bytes: u8 version, u32 day number, 12 bytes nonce, 16 bytes tag, ciphertext. `at`: epoch ms. `room`: bytes in front
   * of them that the caller fills.
   */
  seal(plain: Buffer, at: number, room?: number): Buffer;
  /** The plain bytes; INBOX_CORRUPT when they were changed or their key was dropped. */
  open(sealed: Buffer): Buffer;
  /** Drops the keys of days before `at` (epoch ms). Returns how many. */
  dropBefore(at: number): number;
}

const DAY_MS = 86_400_000;
const HEADER = 1 + 4 + 12 + 16;
const VERSION = 1;

/** Opens the key folder (created with mode 0700; key files are 0600 and on disk before the first use). */
export function openSeal(folder: string): Seal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = new Map<number, Buffer>();
  const file = (day: number) => join(folder, `day-${day}.key`);

  const keyOf = (day: number, create: boolean): Buffer | undefined => {
    let key = keys.get(day);
    if (!key && existsSync(file(day))) key = readFileSync(file(day));
    if (!key && create) {
      key = randomBytes(32);
      writeDurably(folder, file(day), key);
    }
    if (key) keys.set(day, key);
    return key;
  };

  return {
    seal(plain, at, room = 0) {
      const day = Math.floor(at / DAY_MS);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(day, true) as Buffer, nonce);
      const body = cipher.update(plain);
      cipher.final(); // GCM is a stream mode: final adds no bytes
      const sealed = Buffer.allocUnsafe(room + HEADER + body.length);
      sealed[room] = VERSION;
      sealed.writeUInt32LE(day, room + 1);
      sealed.set(nonce, room + 5);
      sealed.set(cipher.getAuthTag(), room + 17);
      sealed.set(body, room + HEADER);
      return sealed;
    },
    open(sealed) {
      if (sealed.length < HEADER || sealed[0] !== VERSION)
        throw new GatewayError('INBOX_CORRUPT', 'a sealed record has no valid header');
      const day = sealed.readUInt32LE(1);
      const key = keyOf(day, false);
      if (!key) throw new GatewayError('INBOX_CORRUPT', `the key of day ${day} was dropped: its records are erased`);
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, 17));
      decipher.setAuthTag(sealed.subarray(17, HEADER));
      const plain = decipher.update(sealed.subarray(HEADER));
      try {
        decipher.final();
      } catch (cause) {
        throw new GatewayError('INBOX_CORRUPT', 'a sealed record was changed on disk', { cause });
      }
      return plain;
    },
    dropBefore(at) {
      const first = Math.floor(at / DAY_MS);
      let dropped = 0;
      for (const name of readdirSync(folder)) {
        const day = Number(/^day-(\d+)\.key$/.exec(name)?.[1] ?? Number.NaN);
        if (!(day < first)) continue;
        rmSync(join(folder, name));
        keys.delete(day);
        dropped++;
      }
      return dropped;
    },
  };
}

/** All or nothing: a full disk or a crash must not leave half a key, which would stop its whole day. */
function writeDurably(folder: string, path: string, bytes: Buffer): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, 'w', 0o600);
  try {
    writeSync(fd, bytes);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
  const dir = openSync(folder, 'r');
  fsyncSync(dir);
  closeSync(dir);
}
