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
 * The records store. Writes of many callers share one group commit (those of 5 ms, at most 256 units or 15 ms of their work),
 * each unit inside its own savepoint: one that throws is rolled back alone and rejects, the others commit.
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
/** Machine ms of work in one group: units beyond go in a later turn of the event loop, and sockets and timers come between. */
const MAX_WORK_MS = 15;
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
  /** What brings the next commit. */
  let armed: 'not' | 'timer' | 'turn' = 'not';
  let closed = false;

  const tell = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      log.error({ err: error }, 'a listener of the records store failed');
    }
  };

  const execute = (sql: string) => prepare(sql).run();

  const commit = () => {
    if (waiting.length === 0) return;
    const until = clock.monotonic() + MAX_WORK_MS;
    const group: Unit[] = [];
    const done: [Unit, unknown][] = [];
    const failed: [Unit, unknown][] = [];
    try {
      execute('BEGIN IMMEDIATE');
      for (const unit of waiting) {
        group.push(unit);
        execute('SAVEPOINT unit');
        try {
          done.push([unit, unit.run(tx)]);
        } catch (error) {
          execute('ROLLBACK TO unit');
          failed.push([unit, error]);
        }
        execute('RELEASE unit');
        if (group.length === MAX_UNITS || clock.monotonic() >= until) break;
      }
      execute('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      const reason = new GatewayError('RECORDS_FAILED', (error as Error).message, { cause: error });
      // Those behind the group, too: what kept it away would keep them.
      for (const unit of waiting.splice(0, MAX_UNITS)) unit.reject(reason);
      return;
    }
    waiting.splice(0, group.length);
    for (const [unit, value] of done) unit.resolve(value);
    for (const [unit, error] of failed) unit.reject(error);
    if (done.length > 0) for (const listener of listeners) tell(listener);
  };

  const inNextTurn = () => {
    if (armed === 'turn') return;
    armed = 'turn';
    setImmediate(flush);
  };
  const flush = () => {
    armed = 'not';
    commit();
    if (waiting.length > 0) inNextTurn();
  };

  return {
    write: <T>(unit: (tx: RecordsTransaction) => T) =>
      new Promise<T>((resolve, reject) => {
        if (closed) return reject(new GatewayError('RECORDS_FAILED', 'the records store is closed'));
        if (waiting.length >= MAX_WAITING)
          return reject(new GatewayError('RECORDS_FAILED', `${MAX_WAITING} writes are waiting for the disk`));
        waiting.push({ run: unit, resolve: resolve as (value: unknown) => void, reject });
        if (waiting.length >= MAX_UNITS) inNextTurn();
        else if (armed === 'not') {
          armed = 'timer';
          void clock.wait(maxWait).then(() => armed === 'timer' && flush());
        }
      }),
    read: tx,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      while (waiting.length > 0) commit();
      closed = true;
      statements.clear();
      db.close();
    },
  };
}
