import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Decoded } from '../model/decoded.ts';
import { fieldNames } from './names.ts';
import { pointEnd, unstorable } from './points.ts';
import { untilDone } from './retry.ts';
import type { Points, RefusedPoint, SeriesSink } from './sink.ts';
import { type Owners, ownersOf } from './sqlite-owners.ts';
import { rowWriter } from './sqlite-rows.ts';

const FORMAT = 1;

/**
 * `value` by (device, channel, time): a series is what a measurement with its tags and a field is in InfluxDB, `sub` the
 * sub-millisecond part of the time stamp in ns. A second write of the same key replaces the first.
 */
const SCHEMA = `
  CREATE TABLE series (
    series_id INTEGER PRIMARY KEY,
    device TEXT NOT NULL, field TEXT NOT NULL, type TEXT NOT NULL, simulated INTEGER NOT NULL,
    UNIQUE (device, field, type, simulated)
  );
  CREATE TABLE value (
    series_id INTEGER NOT NULL, ts INTEGER NOT NULL, sub INTEGER NOT NULL, value NOT NULL,
    PRIMARY KEY (series_id, ts, sub)
  ) WITHOUT ROWID;
  CREATE TABLE event (
    device TEXT NOT NULL, ts INTEGER NOT NULL, sub INTEGER NOT NULL, code TEXT NOT NULL, simulated INTEGER NOT NULL,
    active INTEGER NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (device, ts, sub, code, simulated)
  ) WITHOUT ROWID;
  CREATE TABLE presence (
    device TEXT NOT NULL, ts INTEGER NOT NULL, sub INTEGER NOT NULL, simulated INTEGER NOT NULL,
    online INTEGER NOT NULL,
    PRIMARY KEY (device, ts, sub, simulated)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};
`;

const WINDOW = `FROM series JOIN value USING (series_id)
  WHERE device = $device AND field IN ($number, $flag, $text) AND ts >= $from AND ts < $to`;
const RAW = `SELECT field, ts AS time, value ${WINDOW} ORDER BY ts, sub LIMIT $limit`;
/** With one max() SQLite takes the plain column from the row of the maximum: the last value of the step. */
const STEPPED = `SELECT field, ts / $step * $step AS time, avg(value) AS mean, value, max(ts * 1000000 + sub) > 0 ${WINDOW}
  GROUP BY field, time ORDER BY time LIMIT $limit`;

interface Row {
  readonly field: string;
  readonly time: number;
  readonly value: number | string;
  readonly mean?: number;
}

/** Rows written before the event loop gets its turn: about 5 ms of work. */
const ROWS_PER_TURN = 1_000;

function open(file: string): DatabaseSync {
  try {
    // Nobody else writes this file, so a lock is a backup tool's: rather try again later than block the event loop on it.
    const db = new DatabaseSync(file, { timeout: 50 });
    // FULL: a commit is on disk when it returns. With NORMAL the reader's cursor could pass values a power cut undoes.
    // 32 MiB of cache: the newest page of each series stays in memory.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;');
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    if (version > FORMAT) {
      db.close();
      throw new GatewayError('DATA_DIR_NEWER', `series format ${version}, this version knows ${FORMAT}: ${file}`);
    }
    if (version === 0) db.exec(`BEGIN; ${SCHEMA} COMMIT;`);
    return db;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file}: ${(error as Error).message}`, { cause: error });
  }
}

export interface SqliteOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Counts failed attempts. */
  readonly retries: { inc(): void };
}

/** Series in `{dataDir}/series.sqlite`: the embedded default. A disk that refuses writes is an outage, not a loss. */
export function openSqlite(options: SqliteOptions): SeriesSink {
  const { dataDir, clock, log, retries } = options;
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'series.sqlite');
  const db = open(file);
  const reader = new DatabaseSync(file, { readOnly: true, timeout: 50 });
  const rows = rowWriter(db);
  const statements = { raw: reader.prepare(RAW), stepped: reader.prepare(STEPPED) };
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let retrying = false;

  /** Points wait as the messages they came from: what is bound into a statement is nothing smaller. */
  interface Messages extends Points {
    readonly messages: readonly Decoded[];
  }

  const prepare = (batch: readonly Decoded[]): Messages => {
    const refused: RefusedPoint[] = [];
    let count = 0;
    for (const { observations, message } of batch)
      for (let start = 0, end = 0; start < observations.length; start = end, count++) {
        end = pointEnd(observations, start);
        const detail = unstorable(observations, start, end);
        if (detail) refused.push({ position: message.position, code: 'PAYLOAD_INVALID', detail });
      }
    return { count, refused, messages: batch };
  };

  const transaction = async (batch: readonly Messages[]): Promise<void> => {
    let unyielded = 0;
    db.exec('BEGIN IMMEDIATE');
    try {
      for (const decoded of batch.flatMap(({ messages }) => messages)) {
        const { observations } = decoded;
        for (let start = 0, end = 0; start < observations.length; start = end) {
          end = pointEnd(observations, start);
          if (unstorable(observations, start, end)) continue;
          rows.put(decoded, start, end);
          unyielded += end - start;
          if (unyielded < ROWS_PER_TURN) continue;
          unyielded = 0;
          await nextTurn();
        }
      }
      if (closing.signal.aborted) throw new Error('closed before the batch was stored');
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      rows.forget();
      throw error;
    }
  };

  /** Removes old points of one owner after the other, a few statements for each; from where the last call ended. */
  const owners = ownersOf(db);
  let next = { table: 0, owner: 0 };
  const removeOld = async (before: number, limit: number): Promise<number> => {
    let removed = 0;
    let looked = 0;
    db.exec('BEGIN IMMEDIATE');
    try {
      for (; next.table < owners.length; next = { table: next.table + 1, owner: 0 }) {
        const { list, remove } = owners[next.table] as Owners;
        for (const all = list(); next.owner < all.length && removed < limit; next.owner++) {
          const found = remove(all[next.owner] as string | number, before, limit - removed);
          removed += found;
          if (removed >= limit) break;
          if (++looked % ROWS_PER_TURN === 0) await nextTurn();
        }
        if (removed >= limit) break;
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
    if (next.table >= owners.length) next = { table: 0, owner: 0 };
    return removed;
  };

  const write = async (batch: readonly Messages[]): Promise<readonly RefusedPoint[]> => {
    try {
      await untilDone(() => transaction(batch), {
        clock,
        signal: closing.signal,
        onFailure(error, attempt) {
          retrying = true;
          retries.inc();
          const facts = { file, attempt, reason: (error as Error).message };
          if (attempt === 1) log.error(facts, 'the series file did not take a batch; it is kept and tried again');
          return undefined;
        },
      });
      return batch.flatMap(({ refused }) => refused);
    } catch (error) {
      throw new GatewayError('RECORDS_FAILED', `${file}: ${(error as Error).message}`, { cause: error });
    } finally {
      retrying = false;
    }
  };

  return {
    kind: 'sqlite',
    prepare,
    write(batch) {
      const mine = last.then(() => write(batch as readonly Messages[]));
      last = mine.catch(() => undefined);
      return mine;
    },
    async query({ device, channel, from, to, step }, limit) {
      const names = fieldNames(channel);
      const window = { device, ...names, from, to };
      const found = (step === undefined
        ? statements.raw.all({ ...window, limit })
        : statements.stepped.all({ ...window, limit: limit * 3, step: BigInt(step) })) as unknown as Row[];
      const valueIn = (row: Row) => (row.field === names.flag ? row.value === 1 : row.value);
      if (step === undefined) return found.map((row) => ({ time: row.time, value: valueIn(row) }));
      const steps = new Map<number, { rank: number; value: number | boolean | string }>();
      for (const row of found) {
        const rank = [names.number, names.flag, names.text].indexOf(row.field);
        const value = rank === 0 ? Number(row.mean) : valueIn(row);
        if (rank < (steps.get(row.time)?.rank ?? 3)) steps.set(row.time, { rank, value });
      }
      return [...steps].slice(0, limit).map(([time, { value }]) => ({ time, value }));
    },
    healthy: () => !retrying,
    prune(before, limit) {
      if (closing.signal.aborted) return Promise.resolve(0);
      const mine = last.then(() => (closing.signal.aborted ? 0 : removeOld(before, limit)));
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      await last;
      reader.close();
      db.close();
    },
  };
}
