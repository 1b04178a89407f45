import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { testDir } from './test-dir.ts';

export interface SmallDisk {
  readonly path: string;
  /** Takes every byte that is left; what it returns gives them back. */
  fill(): () => void;
}

/** A disk of its own for the test in hand; undefined, with the reason printed, where none may be mounted. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const path = testDir();
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path];
  const mounted = spawnSync('mount', options, { encoding: 'utf8' });
  if (mounted.status !== 0) {
    console.log(`not tried: a tmpfs cannot be mounted here (${(mounted.error?.message ?? mounted.stderr).trim()})`);
    return undefined;
  }
  onTestFinished(() => void spawnSync('umount', ['-l', path]));
  return { path, fill: () => fill(join(path, 'ballast')) };
}

function fill(file: string): () => void {
  const fd = openSync(file, 'w');
  for (let size = 1 << 20; size >= 1; ) {
    let written = 0;
    try {
      written = writeSync(fd, Buffer.alloc(size));
    } catch {
      // ENOSPC: try with less.
    }
    if (written < size) size = Math.floor(size / 2);
  }
  closeSync(fd);
  return () => rmSync(file, { force: true });
}
