import { describe, expect, it } from 'vitest';
import { watchDisk } from '../../gateway/records/disk-space.ts';
import { testDir } from '../support/test-dir.ts';

describe('disk space', () => {
  it('tells a shortage of what would have to be free, and looks only now and then', () => {
    let now = 0;
    const disk = watchDisk(testDir(), { monotonic: () => now });
    expect(disk.shortage(0)).toBeUndefined();
    // A share no disk can have free: 1e9 reserves.
    expect(disk.shortage(1e9)).toMatch(/^the disk has \d+ bytes left, \d+ are kept free$/);
    now = 1_000;
    expect(disk.shortage(0)).toBeUndefined();
  });

  it('takes a disk that does not tell for free', () => {
    expect(watchDisk('/nowhere/at/all', { monotonic: () => 0 }).shortage(1)).toBeUndefined();
  });
});
