import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { AUDIT_ROWS, openAuditLog, type StoredAuditRow, verifyAudit } from '../../gateway/records/audit-log.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { runCli } from '../support/gateway.ts';
import { testDir } from '../support/test-dir.ts';

async function setUp(rows = 4) {
  const folder = testDir();
  const file = join(folder, 'records.sqlite');
  const clock = stepClock(1_764_720_000_000);
  const records = openRecords(openDatabase(file), clock);
  onTestFinished(() => records.close());
  const audit = openAuditLog({ records, clock });
  for (let n = 1; n <= rows; n++)
    await audit.append({ kind: n % 2 ? 'token.issued' : 'device.removed', actor: 'admin', subject: `acme/s${n}` });
  /** Does what no part of the gateway does. */
  const tamper = (sql: string) => {
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
  };
  const verdict = () => verifyAudit(records.read.all<StoredAuditRow>(AUDIT_ROWS));
  return { folder, records, audit, tamper, verdict, clock };
}

describe('the audit log', () => {
  it('binds each entry to the one before, also when many are written at once', async () => {
    const { audit, verdict } = await setUp();
    await Promise.all(
      Array.from({ length: 20 }, () => audit.append({ kind: 'password.set', actor: 'admin', subject: 'acme/s1' })),
    );
    const rows = audit.list({ limit: 100 });
    expect(verdict()).toEqual({ intact: true, rows: 24, head: rows.at(-1)?.hash });
    expect(rows[0]).toMatchObject({ sequence: 1, at: 1_764_720_000_000, prev: '0'.repeat(64), subject: 'acme/s1' });
    expect(rows[1]?.prev).toBe(rows[0]?.hash);
  });

  it('is listed in pages and by kind', async () => {
    const { audit } = await setUp();
    expect(audit.list({ limit: 2 }).map((row) => row.sequence)).toEqual([1, 2]);
    expect(audit.list({ after: 2, limit: 9 }).map((row) => row.sequence)).toEqual([3, 4]);
    expect(audit.list({ kind: 'device.removed', limit: 9 }).map((row) => row.sequence)).toEqual([2, 4]);
  });

  it.each([
    [
      'an entry that was changed',
      "UPDATE audit SET entry = replace(entry, 'acme/s2', 'acme/s9') WHERE sequence = 2",
      2,
    ],
    ['a row that was removed', 'DELETE FROM audit WHERE sequence = 3', 4],
    ['rows that changed places', 'UPDATE audit SET sequence = -sequence; UPDATE audit SET sequence = 5 + sequence', 1],
    ['a first row that was removed', 'DELETE FROM audit WHERE sequence = 1', 2],
    ['a hash that was changed', "UPDATE audit SET hash = 'x' WHERE sequence = 1", 1],
  ])('shows %s', async (_what, sql, sequence) => {
    const { tamper, verdict } = await setUp();
    tamper(sql);
    expect(verdict()).toMatchObject({ intact: false, sequence });
  });

  it('is followed from the command line while it is open', async () => {
    const { folder, tamper } = await setUp();
    const verify = (...args: string[]) => runCli(['audit', 'verify', ...args], { GRIDWARDEN_DATA_DIR: folder });
    const intact = await verify('--json');
    const { head } = JSON.parse(intact.out);
    expect([intact.code, (await verify('--expect', head)).code]).toEqual([0, 0]);
    tamper('DELETE FROM audit WHERE sequence = 4');
    expect((await verify()).code).toBe(0);
    expect(await verify('--expect', head)).toMatchObject({
      code: 1,
      out: expect.stringContaining('not there any more'),
    });
  });
});
