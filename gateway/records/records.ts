import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { type Logger, silentLog } from '../log.ts';
import { takeWal, type Wal } from './wal.ts';

/** Rows in and out of the records store, inside a transaction or as a plain read. */
export interface RecordsTransaction {
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
  /** Number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
}

/**
 * The records store. Writes of many callers share one group commit (those that came while the one before was on its way to disk,
 * at most 256 units or 15 ms of their work), each unit inside its own savepoint: one that throws is rolled back alone and rejects,
 * the others commit.
 */
export interface Records {
  /** Runs `unit` in a transaction; resolves with its result once it is on disk. `unit` must be synchronous. */
  write<T>(unit: (tx: RecordsTransaction) => T): Promise<T>;
  /** Reads what is committed; the newest of it may still be on its way to disk. What must outlast anything is told by `onCommit`. */
  readonly read: RecordsTransaction;
  /**
   * Called once a group commit that changed something is on disk. One that throws is logged: what is committed stays committed, and
   * the others are called. Returns the unsubscribe function.
   */
  onCommit(listener: () => void): () => void;
  /**
   * Adds a unit to every group commit, behind its other units: what follows from them goes to disk together with them. What it
   * returns is called once the group is on disk, before anybody else is told. One that throws is rolled back alone and logged.
   */
  atCommit(unit: LastUnit): () => void;
  close(): Promise<void>;
}

/** What it returns is called once its group is on disk. */
export type LastUnit = (tx: RecordsTransaction) => (() => void) | undefined;

interface Unit {
  run(tx: RecordsTransaction): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const MAX_UNITS = 256;
/** Machine ms of work in one group: units beyond go in a later turn of the event loop, and sockets and timers come between. */
const MAX_WORK_MS = 15;
/** Units that may wait for a commit; beyond that `write` rejects with RECORDS_FAILED and the caller retries. */
const MAX_WAITING = 100_000;

/** A group that is committed, and what became of its units. */
interface Group {
  readonly done: readonly [Unit, unknown][];
  readonly failed: readonly [Unit, unknown][];
  /** What the last units want called. */
  readonly then: readonly (() => void)[];
}

export function openRecords(
  db: DatabaseSync,
  clock: Pick<Clock, 'monotonic'>,
  log: Pick<Logger, 'error'> = silentLog(),
  wal: Wal = takeWal(db),
): Records {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (!statement) {
      statement = db.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const tx: RecordsTransaction = {
    get: <T>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as T | undefined,
    all: <T>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as T[],
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
  };

  const listeners = new Set<() => void>();
  const lastUnits = new Set<LastUnit>();
  const waiting: Unit[] = [];
  let draining: Promise<void> | undefined;
  let closed = false;

  const tell = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      log.error({ err: error }, 'a listener of the records store failed');
    }
  };

  const execute = (sql: string) => prepare(sql).run();

  const runLast = (): (() => void)[] => {
    const then: (() => void)[] = [];
    for (const unit of lastUnits) {
      execute('SAVEPOINT unit');
      try {
        const told = unit(tx);
        if (told) then.push(told);
      } catch (error) {
        execute('ROLLBACK TO unit');
        log.error({ err: error }, 'what follows from a group commit was left out of it');
      }
      execute('RELEASE unit');
    }
    return then;
  };

  const commit = (): Group | undefined => {
    const until = clock.monotonic() + MAX_WORK_MS;
    let count = 0;
    const done: [Unit, unknown][] = [];
    const failed: [Unit, unknown][] = [];
    let then: (() => void)[];
    try {
      execute('BEGIN IMMEDIATE');
      for (const unit of waiting) {
        count++;
        execute('SAVEPOINT unit');
        try {
          done.push([unit, unit.run(tx)]);
        } catch (error) {
          execute('ROLLBACK TO unit');
          failed.push([unit, error]);
        }
        execute('RELEASE unit');
        if (count === MAX_UNITS || clock.monotonic() >= until) break;
      }
      then = done.length > 0 ? runLast() : [];
      execute('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      const reason = new GatewayError('RECORDS_FAILED', (error as Error).message, { cause: error });
      // Those behind the group, too: what kept it away would keep them.
      for (const unit of waiting.splice(0, MAX_UNITS)) unit.reject(reason);
      return undefined;
    }
    waiting.splice(0, count);
    return { done, failed, then };
  };

  // While one group is on its way to disk the next one gathers: no timer decides the size of a group.
  const drain = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = commit();
      if (!group) continue;
      // A disk that fails here fails for what others can see already: nobody may go on as if it had lasted.
      await wal.flush();
      for (const each of group.then) tell(each);
      for (const [unit, value] of group.done) unit.resolve(value);
      for (const [unit, error] of group.failed) unit.reject(error);
      if (group.done.length > 0) for (const listener of listeners) tell(listener);
      // Whoever was told has something more to write by then, and sockets and timers come between.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    draining = undefined;
  };

  return {
    write: <T>(unit: (tx: RecordsTransaction) => T) =>
      new Promise<T>((resolve, reject) => {
        if (closed) return reject(new GatewayError('RECORDS_FAILED', 'the records store is closed'));
        if (waiting.length >= MAX_WAITING)
          return reject(new GatewayError('RECORDS_FAILED', `${MAX_WAITING} writes are waiting for the disk`));
        waiting.push({ run: unit, resolve: resolve as (value: unknown) => void, reject });
        draining ??= drain();
      }),
    read: tx,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    atCommit(unit) {
      lastUnits.add(unit);
      return () => lastUnits.delete(unit);
    },
    async close() {
      if (closed) return;
      closed = true;
      await draining;
      statements.clear();
      await wal.close();
      db.close();
    },
  };
}
