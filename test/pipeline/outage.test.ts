import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { isOutage } from '../../gateway/pipeline/outage.ts';

const failure = (sql: string) => {
  const db = new DatabaseSync(':memory:');
  try {
    db.exec('PRAGMA page_size = 512; PRAGMA max_page_count = 4; CREATE TABLE t (a UNIQUE, b)');
    db.exec(sql);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    db.close();
  }
};

test('a full store is an outage, a broken constraint and a thrown error are defects', () => {
  const full = failure('INSERT INTO t VALUES (1, randomblob(100000))');
  const duplicate = failure('INSERT INTO t VALUES (1, 1), (1, 2)');
  expect([full, duplicate].every((error) => error instanceof Error)).toBe(true);
  expect([isOutage(full), isOutage(duplicate), isOutage(new Error('no calendar')), isOutage(undefined)]).toEqual([
    ...[true, false, false, false],
  ]);
  expect(isOutage(new GatewayError('RECORDS_FAILED', 'disk'))).toBe(true);
  expect(isOutage(new GatewayError('INTERNAL', 'no stage'))).toBe(false);
});
