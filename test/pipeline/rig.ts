import { afterEach, beforeEach } from 'vitest';
import { type TempDir, tempDir } from '../support/temp-dir.ts';
import { openStand, type Stand, type StandOptions } from './city.ts';

/** A stand per test, on a records file of its own; `restart` opens it again on the same records, `ms` later. */
export function rig(name: string) {
  let dir: TempDir;
  let stand: Stand | undefined;
  beforeEach(() => {
    dir = tempDir(name);
  });
  afterEach(async () => {
    await stand?.close();
    stand = undefined;
    dir.remove();
  });
  const open = (options: Partial<StandOptions> = {}): Stand => {
    stand = openStand({ file: `${dir.path}/records.sqlite`, ...options });
    return stand;
  };
  return {
    open,
    async restart(ms = 0, options: Partial<StandOptions> = {}): Promise<Stand> {
      const start = (stand?.clock.now() ?? 0) + ms;
      await stand?.close();
      return open({ start, ...options });
    },
  };
}
