import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDir } from './data-dir.ts';
import { GatewayError } from './errors.ts';
import { LOOK_MS, lmdbDamage } from './records/lmdb-check.ts';

/**
 * Looks at the inbox and the rule state before anything opens them, each for at most `lookMs` machine ms. Throws DATA_DIR_DAMAGED:
 * to go on would end the process again and again, or begin anew and pass over what was acknowledged.
 */
export async function checkStores(dataDir: Pick<DataDir, 'inbox' | 'rules'>, lookMs = LOOK_MS): Promise<void> {
  const stores = [dataDir.inbox, dataDir.rules];
  const there = stores.filter((folder) => existsSync(join(folder, 'data.mdb')));
  const gone = stores.find((folder) => !there.includes(folder));
  const findings = await Promise.all(there.map((folder) => lmdbDamage(folder, lookMs)));
  const damage = findings.find((finding) => finding !== undefined);
  if (damage !== undefined) throw damaged(damage);
  // Both are made at the first start, so one without the other was removed.
  if (there.length > 0 && gone !== undefined) throw damaged(`${join(gone, 'data.mdb')} is gone`);
}

/** Throws DATA_DIR_DAMAGED for an inbox that ends before what was read from it: new messages would be taken for those read. */
export function checkCursor(reader: string, cursor: number, head: number): void {
  if (cursor > head)
    throw damaged(
      `the inbox ends at commit ${head}, but ${reader} have read commit ${cursor}: newer parts of it are gone`,
    );
}

function damaged(what: string): GatewayError {
  return new GatewayError(
    'DATA_DIR_DAMAGED',
    `${what}; keep a copy of the data directory, then restore the newest backup (gridwarden restore) into an empty one`,
  );
}
