/**
 * Writes to an LMDB store on a disk that somebody else fills between look and write, and says by line what was acknowledged and
 * what refused: `full-disk-child.ts inbox|rules <folder of the disk>`. A process of its own, since LMDB 3.5 may abort: it words
 * the failure into too small a piece of memory.
 */
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { candidate, message, openInboxAt, openRulesAt } from './full-disk-stores.ts';

const [kind, path = ''] = process.argv.slice(2);
const say = (text: string) => writeSync(1, `${text}\n`);
const fill = () => {
  for (let size = 1 << 20; size >= 1; size >>= 1)
    for (let more = true; more; )
      try {
        writeFileSync(join(path, 'ballast'), Buffer.alloc(size), { flag: 'a' });
      } catch {
        more = false;
      }
};
const attempt = async (what: string, write: () => Promise<unknown>) => {
  try {
    await write();
    say(`acknowledged ${what}`);
  } catch (error) {
    say(`refused ${error instanceof GatewayError ? error.code : String(error)}`);
  }
};

if (kind === 'inbox') {
  const inbox = openInboxAt(path, { clock: realClock(), log: silentLog(), metrics: createMetrics() });
  await attempt('first', () => inbox.append(message('first')));
  fill();
  await Promise.all(
    Array.from({ length: 50 }, (_, index) => attempt(`full-${index}`, () => inbox.append(message(`full-${index}`)))),
  );
} else {
  const store = openRulesAt(path);
  await attempt('1', () => store.commit(candidate(1, 1_000)));
  fill();
  // The first ones may still fit into pages that are free inside the file.
  for (let cursor = 2; cursor < 100; cursor++) {
    const before = store.head().cursor;
    await attempt(String(cursor), () => store.commit(candidate(cursor, 100_000)));
    if (store.head().cursor === before) break;
  }
}
process.exit(0);
