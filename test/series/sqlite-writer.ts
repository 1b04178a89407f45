/** A process to kill: writes batches to the series file in argv[2] and prints each count that is durable. */
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { openSqlite } from '../../gateway/series/sqlite.ts';
import { counter, readings, writeTo } from './sample.ts';

const sink = openSqlite({ dataDir: process.argv[2] ?? '', clock: realClock(), log: silentLog(), retries: counter() });
for (let from = 0; from < 1_000_000; from += 100) {
  await writeTo(sink, readings(100, undefined, from));
  process.stdout.write(`${from + 100}\n`);
}
