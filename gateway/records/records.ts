import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { type Logger, silentLog } from '../log.ts';

/** Rows in and out of the records store, inside a transaction or as a plain read. */
export interface RecordsTransaction {
  get<T>(sql: string, ...values: SQLInputValue[]): T | undefined;
  all<T>(sql: string, ...values: SQLInputValue[]): T[];
  /** Number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
}

/**
 * The records store. Writes of many callers share one group commit (at most 256 units or 5 ms), each unit inside its own
 * savepoint: one that throws is rolled back alone and rejects, the others commit.
 */
export interface Records {
  /** Runs `unit` in a transaction; resolves with its result once it is on disk. `unit` must be synchronous. */
  write<T>(unit: (tx: RecordsTransaction) => T): Promise<T>;
  /** Reads what is committed. */
  readonly read: RecordsTransaction;
  /**
   * Called after every group commit that changed something. One that throws is logged: what is committed stays committed, and
   * the others are called. Returns the unsubscribe function.
   */
  onCommit(listener: () => void): () => void;
  close(): Promise<void>;
}

interface Unit {
  run(tx: RecordsTransaction): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const MAX_UNITS = 256;
const MAX_WAIT_MS = 5;
/** Units that may wait for a commit; beyond that `write` rejects with RECORDS_FAILED and the caller retries. */
const MAX_WAITING = 100_000;

export function openRecords(db: DatabaseSync, clock: Clock, log: Pick<Logger, 'error'> = silentLog()): Records {
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

  // A city whose time is stepped stands still until each write is done: waiting for company would only make it wait longer.
  const maxWait = clock.mode === 'step' ? 0 : MAX_WAIT_MS;
  const listeners = new Set<() => void>();
  const waiting: Unit[] = [];
  let scheduled = false;
  let closed = false;

  const tell = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      log.error({ err: error }, 'a listener of the records store failed');
    }
  };

  const commit = () => {
    const group = waiting.splice(0, MAX_UNITS);
    if (group.length === 0) return;
    const done: [Unit, unknown][] = [];
    const failed: [Unit, unknown][] = [];
    try {
      db.exec('BEGIN IMMEDIATE');
      for (const unit of group) {
        db.exec('SAVEPOINT unit');
        try {
          done.push([unit, unit.run(tx)]);
        } catch (error) {
          db.exec('ROLLBACK TO unit');
          failed.push([unit, error]);
        }
        db.exec('RELEASE unit');
      }
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      const reason = new GatewayError('RECORDS_FAILED', (error as Error).message, { cause: error });
      for (const unit of group) unit.reject(reason);
      return;
    }
    for (const [unit, value] of done) unit.resolve(value);
    for (const [unit, error] of failed) unit.reject(error);
    if (done.length > 0) for (const listener of listeners) tell(listener);
  };

  const flush = () => {
    scheduled = false;
    while (waiting.length > 0) commit();
  };

  return {
    write: <T>(unit: (tx: RecordsTransaction) => T) =>
      new Promise<T>((resolve, reject) => {
        if (closed) return reject(new GatewayError('RECORDS_FAILED', 'the records store is closed'));
        if (waiting.length >= MAX_WAITING)
          return reject(new GatewayError('RECORDS_FAILED', `${MAX_WAITING} writes are waiting for the disk`));
        waiting.push({ run: unit, resolve: resolve as (value: unknown) => void, reject });
        if (waiting.length >= MAX_UNITS) commit();
        else if (!scheduled) {
          scheduled = true;
          void clock.wait(maxWait).then(flush);
        }
      }),
    read: tx,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      flush();
      closed = true;
      statements.clear();
      db.close();
    },
  };
}
