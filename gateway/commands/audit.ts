import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { GatewayError } from '../errors.ts';
import { AUDIT_ROWS, type AuditVerdict, type StoredAuditRow, verifyAudit } from '../records/audit-log.ts';

export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('the audit log of a data directory')
    .command('verify')
    .description('follow the chain of the audit log; the gateway may be running')
    .option('-c, --config <file>', 'configuration file')
    .option('--expect <hash>', 'the head printed by an earlier run: shows that nothing was cut off since')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit codes: 0 intact, 1 a row was changed, removed or cut off, 4 no data directory.')
    .action((options: { config?: string; expect?: string; json?: boolean }) => {
      const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
      const verdict = verdictOf(join(config.dataDir, 'records.sqlite'), options.expect);
      process.stdout.write(options.json ? `${JSON.stringify(verdict)}\n` : `${sayOf(verdict)}\n`);
      if (!verdict.intact) process.exitCode = 1;
    });
}

function verdictOf(file: string, expected: string | undefined): AuditVerdict {
  if (!existsSync(file))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file} does not exist; set GRIDWARDEN_DATA_DIR`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    let seen = expected === undefined;
    const watched = function* (rows: Iterable<StoredAuditRow>) {
      for (const row of rows) {
        seen ||= row.hash === expected;
        yield row;
      }
    };
    const verdict = verifyAudit(watched(db.prepare(AUDIT_ROWS).iterate() as unknown as Iterable<StoredAuditRow>));
    if (seen || !verdict.intact) return verdict;
    return {
      intact: false,
      rows: verdict.rows,
      sequence: verdict.rows,
      reason: 'the expected row is not there any more',
    };
  } finally {
    db.close();
  }
}

function sayOf(verdict: AuditVerdict): string {
  return verdict.intact
    ? `intact: ${verdict.rows} rows, head ${verdict.head}`
    : `BROKEN at row ${verdict.sequence}: ${verdict.reason} (${verdict.rows} rows before it are intact)`;
}
