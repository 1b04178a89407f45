import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { open } from 'lmdb';

/**
 * A negative control: what a gateway that keeps its queue in Redis alone would have left after both died. Takes the waiting
 * candidates and the pending deliveries out of the data directory of a gateway that is not running; how many there were.
 */
export async function forgetQueue(dataDir: string): Promise<number> {
  const rules = open({ path: join(dataDir, 'rules'), maxDbs: 12, overlappingSync: false, noSubdir: false });
  const outbox = rules.openDB({ name: 'outbox', encoding: 'binary' });
  const candidates = outbox.getCount();
  await outbox.clearAsync();
  await rules.openDB({ name: 'outbox-ids' }).clearAsync();
  await rules.close();
  const records = new DatabaseSync(join(dataDir, 'records.sqlite'));
  const { changes } = records.prepare("DELETE FROM delivery WHERE state = 'pending'").run();
  records.close();
  return candidates + Number(changes);
}
