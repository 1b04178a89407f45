/** Reads an LMDB environment on behalf of lmdb-check.ts: `<folder> <ms>`. Exit 0: nothing found; 1: what it printed. */
import { open } from 'lmdb';

const [, , folder = '', lookMs = '0'] = process.argv;
const until = performance.now() + Number(lookMs);
/** Records between two looks at the clock. */
const PER_LOOK = 256;

/** A record whose bytes can be read at both ends lies inside the file. */
function touch(value: Uint8Array): number {
  return (value[0] ?? 0) + (value.at(-1) ?? 0);
}

try {
  const root = open({ path: folder, readOnly: true, maxDbs: 32 });
  let count = 0;
  for (const name of [...root.getKeys()].map(String)) {
    const table = root.openDB<Uint8Array, number>({ name, encoding: 'binary' });
    for (const { value } of table.getRange({ reverse: true })) {
      touch(value);
      if (++count % PER_LOOK === 0 && performance.now() > until) break;
    }
  }
  process.exit(0);
} catch (error) {
  process.stdout.write((error as Error).message);
  process.exit(1);
}
