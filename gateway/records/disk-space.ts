import { statfsSync } from 'node:fs';
import type { Clock } from '../clock.ts';

/** Bytes of a disk that no message may take, so that cursors, rule state and records can still be written behind it. */
const RESERVE = 64 << 20;
/** The reserve of a small disk: this share of it. */
const SMALL_SHARE = 1 / 8;
/** An answer is believed this long, machine ms. A look takes some microseconds, and within a quarter of a second a reserve can go. */
const LOOK_EVERY = 1;

/**
 * How much of a disk is left. Whoever writes to LMDB looks here right before each commit: one that finds the disk full is rolled
 * back, but LMDB words its error into a buffer that is too short for it, which sooner or later ends or hangs the process.
 */
export interface DiskSpace {
  /** Why nothing may be written; undefined while `share` (0 to 1) of the reserve is free. */
  shortage(share: number): string | undefined;
}

/** Watches the disk that holds `path`. A disk that does not tell counts as free. */
export function watchDisk(path: string, clock: Pick<Clock, 'monotonic'>): DiskSpace {
  let free = Number.POSITIVE_INFINITY;
  let reserve = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = () => {
    try {
      const { bavail, blocks, bsize } = statfsSync(path);
      free = bavail * bsize;
      reserve = Math.min(RESERVE, blocks * bsize * SMALL_SHARE);
    } catch {
      free = Number.POSITIVE_INFINITY;
    }
  };

  return {
    shortage(share) {
      const now = clock.monotonic();
      if (now - lookedAt >= LOOK_EVERY) {
        lookedAt = now;
        look();
      }
      const needed = Math.round(reserve * share);
      return free < needed ? `the disk has ${free} bytes left, ${needed} are kept free` : undefined;
    },
  };
}
