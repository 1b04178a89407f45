import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { testDir } from './test-dir.ts';

const clock = realClock();

export interface SmallDisk {
  readonly path: string;
  /** Takes every byte that is left; what it returns gives them back. */
  fill(): () => void;
  /** The same as fast as a real disk is written, some 500 MB/s, and not at the speed of memory. */
  fillAsDisksDo(): Promise<() => void>;
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
  const file = join(path, 'ballast');
  const giveBack = () => rmSync(file, { force: true });
  return {
    path,
    fill() {
      for (const _written of filling(file));
      return giveBack;
    },
    async fillAsDisksDo() {
      for (const _written of filling(file)) await clock.wait(2);
      return giveBack;
    },
  };
}

/** Writes 1 MiB with each step, and less once that no longer fits. */
function* filling(file: string): Generator<number> {
  const fd = openSync(file, 'w');
  for (let size = 1 << 20; size >= 1; ) {
    let written = 0;
    try {
      written = writeSync(fd, Buffer.alloc(size));
    } catch {
      // ENOSPC: try with less.
    }
    if (written < size) size = Math.floor(size / 2);
    yield written;
  }
  closeSync(fd);
}
