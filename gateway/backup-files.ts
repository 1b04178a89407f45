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
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { GatewayError } from './errors.ts';

const MANIFEST = 'backup.json';
/** Format of the manifest; a newer one is refused. */
const FORMAT = 1;
/** What LMDB and file systems make by themselves. */
const IGNORED = /(^|\/)(lock\.mdb|lost\+found)$/;

/** The last file of a backup: what it is and what belongs to it. */
export interface Manifest {
  readonly format: number;
  /** Of the gateway that made it. */
  readonly version: string;
  readonly gatewayId: string;
  /** Epoch ms. */
  readonly at: number;
  /** Bytes by path. */
  readonly files: Readonly<Record<string, number>>;
}

/** Makes a folder for private files; throws BACKUP_REFUSED when there is something in it. */
export function prepareFolder(folder: string): void {
  let found: string[];
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    found = readdirSync(folder).filter((name) => !IGNORED.test(name));
  } catch (cause) {
    throw new GatewayError('BACKUP_REFUSED', `${folder}: ${(cause as Error).message}`, { cause });
  }
  if (found.length > 0)
    throw new GatewayError('BACKUP_REFUSED', `${folder} is not empty (${found[0]} …); name an empty or a new folder`);
}

/** Bytes that may still be written where `folder` lies. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Copies a file or folder with its modes; what is not there is left out. */
export async function copyTree(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true, errorOnExist: true, force: false });
}

/** Path inside `folder` and bytes of every file. */
export function* filesUnder(folder: string): Iterable<[path: string, bytes: number]> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isFile() && !IGNORED.test(name)) yield [name, statSync(path).size];
  }
}

/** Puts every file and folder below `folder` on disk; bytes by path. */
export function flush(folder: string): Record<string, number> {
  const files = Object.fromEntries(filesUnder(folder));
  const folders = new Set<string>([folder]);
  for (const name of Object.keys(files)) {
    sync(join(folder, name));
    folders.add(dirname(join(folder, name)));
  }
  for (const path of folders) sync(path);
  return files;
}

/** From here on the folder is a backup. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const draft = join(folder, `${MANIFEST}.new`);
  writeFileSync(draft, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, join(folder, MANIFEST));
  sync(folder);
}

/** Throws BACKUP_REFUSED when `folder` is no whole backup, or one of a newer format. */
export function readManifest(folder: string): Manifest {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch (cause) {
    throw new GatewayError('BACKUP_REFUSED', `${folder} is no backup: ${(cause as Error).message}`, { cause });
  }
  if (!(manifest.format <= FORMAT))
    throw new GatewayError(
      'BACKUP_REFUSED',
      `${folder} has backup format ${manifest.format}, this version knows ${FORMAT}; use gridwarden ${manifest.version}`,
    );
  for (const [name, bytes] of Object.entries(manifest.files)) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (found !== bytes)
      throw new GatewayError('BACKUP_REFUSED', `${folder}: ${name} has ${found ?? 'no'} bytes, it had ${bytes}`);
  }
  return manifest;
}

/** Removes a file for good. */
export function removeDurably(path: string): void {
  rmSync(path);
  sync(dirname(path));
}

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
