import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import { checkLedger, checkLedgers, type LedgerReport, type LedgerVerdict } from '../cases/ledger-check.ts';
import { loadConfig } from '../config.ts';
import { GatewayError } from '../errors.ts';

interface Options {
  readonly config?: string;
  readonly case?: string;
  readonly expect?: string;
  readonly json?: boolean;
}

export function registerLedger(program: Command): void {
  program
    .command('ledger')
    .description('the ledgers of the cases in a data directory')
    .command('verify')
    .description('follow the chain of every ledger; the gateway may be running')
    .option('-c, --config <file>', 'configuration file')
    .option('--case <number>', 'of one case only')
    .option('--expect <hash>', 'with --case: a hash seen earlier, which must still be one of its rows')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExit codes: 0 intact, 1 a row was changed, removed or inserted, 4 no data directory.')
    .action((options: Options) => {
      const { case: caseNo, expect } = options;
      if (expect !== undefined && caseNo === undefined)
        throw new GatewayError('CONFIG_INVALID', '--expect names a row of one ledger; give its --case as well');
      const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
      const report = reportOf(join(config.dataDir, 'records.sqlite'), caseNo, expect);
      process.stdout.write(`${options.json ? JSON.stringify(report) : sayOf(report)}\n`);
      if (!report.intact) process.exitCode = 1;
    });
}

function reportOf(file: string, caseNo?: string, expected?: string): LedgerReport | LedgerVerdict {
  if (!existsSync(file))
    throw new GatewayError('DATA_DIR_UNWRITABLE', `${file} does not exist; set GRIDWARDEN_DATA_DIR`);
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    // One view of the file for all that is read: a gateway that runs goes on writing.
    db.exec('BEGIN');
    const read = {
      get: <T>(sql: string, ...values: (string | number)[]) => db.prepare(sql).get(...values) as T | undefined,
      all: <T>(sql: string, ...values: (string | number)[]) => db.prepare(sql).all(...values) as T[],
    } as Parameters<typeof checkLedgers>[0];
    if (caseNo === undefined) return checkLedgers(read);
    const verdict = checkLedger(read, caseNo, expected);
    if (verdict.rows > 0 || !verdict.intact) return verdict;
    throw new GatewayError('CASE_NOT_FOUND', `there is no ledger of a case ${caseNo} in ${file}`);
  } finally {
    db.close();
  }
}

function lineOf(verdict: LedgerVerdict): string {
  return verdict.intact
    ? `${verdict.caseNo} intact: ${verdict.rows} rows, head ${verdict.head}`
    : `${verdict.caseNo} BROKEN at row ${verdict.no}: ${verdict.reason}`;
}

function sayOf(report: LedgerReport | LedgerVerdict): string {
  if ('caseNo' in report) return lineOf(report);
  if (report.intact) return `intact: ${report.cases} cases, ${report.rows} rows`;
  return [...report.broken.map(lineOf), `${report.broken.length} of ${report.cases} ledgers are broken`].join('\n');
}
