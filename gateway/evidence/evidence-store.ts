import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayError } from '../errors.ts';

/** What is known of a kept file. Times are epoch ms. */
export interface EvidenceFile {
  readonly id: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly deviceId: string;
  readonly caseNo: string;
  /** Seen only by who may see restricted cases. */
  readonly restricted: boolean;
  readonly capturedAt: number;
  readonly expiresAt: number;
}

export interface EvidenceStore {
  /** Keeps a file until it expires. Throws RECORDS_FAILED when the folder is full or takes no writes. */
  put(content: Buffer, about: Omit<EvidenceFile, 'id' | 'bytes' | 'sha256'>): Promise<EvidenceFile>;
  about(id: string): EvidenceFile | undefined;
  /** The file as it was kept. Throws NOT_FOUND, also for one that is expired or was tampered with. */
  read(id: string, now: number): Promise<{ readonly about: EvidenceFile; readonly content: Buffer }>;
  /** Removes at most `limit` files that expired before `now`; gives how many. */
  prune(now: number, limit: number): Promise<number>;
}

/** Bytes of all files; beyond, nothing more is kept until some expire. */
const QUOTA = 2 * 1024 ** 3;
const ID = /^[\w-]{22}$/;

/** Files of evidence in a folder of their own, each with what is known of it beside. Their names cannot be guessed. */
export function openEvidenceStore(folder: string, quota = QUOTA): EvidenceStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new Map<string, EvidenceFile>();
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json') || !ID.test(name.slice(0, -5))) continue;
    const about = aboutIn(join(folder, name));
    if (about) files.set(about.id, about);
  }
  let total = [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const path = (id: string) => join(folder, id);

  const write = async (file: string, content: Buffer | string) => {
    // Whole or not at all: a file that a crash cut off would be evidence of nothing.
    await writeFile(`${file}.part`, content, { mode: 0o600 });
    await rename(`${file}.part`, file);
  };

  const missing = (id: string) => new GatewayError('NOT_FOUND', `there is no evidence ${id.slice(0, 40)}, or no more`);

  return {
    async put(content, about) {
      if (total + content.length > quota)
        throw new GatewayError(
          'RECORDS_FAILED',
          `evidence takes ${total} bytes; nothing more is kept until some expires`,
        );
      const id = randomBytes(16).toString('base64url');
      const sha256 = createHash('sha256').update(content).digest('hex');
      const file: EvidenceFile = { id, bytes: content.length, sha256, ...about };
      total += content.length;
      try {
        await write(path(id), content);
        await write(`${path(id)}.json`, JSON.stringify(file));
      } catch (cause) {
        total -= content.length;
        throw new GatewayError('RECORDS_FAILED', `evidence was not kept: ${(cause as Error).message}`, { cause });
      }
      files.set(id, file);
      return file;
    },
    about: (id) => files.get(id),
    async read(id, now) {
      const about = files.get(id);
      if (!about || about.expiresAt <= now) throw missing(id);
      const content = await readFile(path(id)).catch(() => undefined);
      if (!content || createHash('sha256').update(content).digest('hex') !== about.sha256) throw missing(id);
      return { about, content };
    },
    async prune(now, limit) {
      const expired = [...files.values()].filter(({ expiresAt }) => expiresAt <= now).slice(0, limit);
      for (const { id, bytes } of expired) {
        await rm(path(id), { force: true });
        await rm(`${path(id)}.json`, { force: true });
        files.delete(id);
        total -= bytes;
      }
      return expired.length;
    },
  };
}

function aboutIn(file: string): EvidenceFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as EvidenceFile;
  } catch {
    return undefined;
  }
}
