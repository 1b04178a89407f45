import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { request } from 'undici';
import { type BackupReport, type InboxReach, takeBackup } from '../backup.ts';
import { realClock } from '../clock.ts';
import { type Config, loadConfig } from '../config.ts';
import { openDataDir } from '../data-dir.ts';
import { sayDuration } from '../duration.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { openInbox } from '../inbox/inbox.ts';
import { openSeal } from '../inbox/seal.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { isDataDir, restoreBackup } from '../restore.ts';
import { openRuleStore } from '../rules/rule-store.ts';

interface Options {
  readonly config?: string;
  readonly http?: string;
  readonly json?: boolean;
}

const configOf = (options: Options) => loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the data directory, as it is at one instant, into an empty folder; the gateway may run')
    .argument('<folder>', 'absent or empty; outside the data directory')
    .option('-c, --config <file>', 'configuration file')
    .option('--http <url>', 'HTTP address of the running gateway (default: host and port of the configuration)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
A running gateway makes the copy itself (POST /v1/backup) and goes on working meanwhile; one that is stopped is copied
directly. The copy holds inbox, rule state, records, keys and the SQLite series; InfluxDB and Redis are not part of it (jobs
are made anew from records). It also holds the keys that seal raw messages: keep it as safe as the data directory.
Exit codes: 0 the backup is on disk, 4 it cannot be made there, 5 the gateway does not answer.`,
    )
    .action(async (folder: string, options: Options) => {
      const config = configOf(options);
      const report = await backup(config, resolve(folder), options.http);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : backupText(report));
    });
}

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .description('restore a backup into the data directory, which must be absent or empty')
    .argument('<folder>', 'a folder that `gridwarden backup` wrote')
    .option('-c, --config <file>', 'configuration file')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Messages acknowledged after the backup are not in it, and what happened after it happens anew for the dispatch platform: it
gets case events behind the backup's instant again under new ids, never another event under a known id. Sequences and case
numbers therefore go on behind a gap. Stop the gateway the backup was made of for good: two must not use one name.
Exit codes: 0 restored, 4 the folder is no whole backup or the data directory is not empty.`,
    )
    .action(async (folder: string, options: Options) => {
      const { dataDir } = configOf(options);
      const clock = realClock();
      const { at, gatewayId } = await restoreBackup(resolve(folder), dataDir, clock.now());
      const ageMs = clock.now() - at;
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ dataDir, gatewayId, at, ageMs })}\n`
          : `restored ${gatewayId} into ${dataDir} as it was at ${new Date(at).toISOString()}, ${sayDuration(ageMs)} ago; start the gateway, then \`gridwarden doctor\` reads every record\n`,
      );
    });
}

/** Directly where no gateway holds the data directory, else by the gateway that does. */
async function backup(config: Config, folder: string, url: string | undefined): Promise<BackupReport> {
  if (!isDataDir(config.dataDir))
    throw new GatewayError('BACKUP_REFUSED', `${config.dataDir} is no data directory; set GRIDWARDEN_DATA_DIR`);
  if (url !== undefined) return askGateway(config, folder, url);
  try {
    return await backupStopped(config, folder);
  } catch (error) {
    if (toGatewayError(error).code !== 'DATA_DIR_LOCKED') throw error;
    return askGateway(config, folder, `http://${config.host}:${config.httpPort}`);
  }
}

async function backupStopped(config: Config, folder: string): Promise<BackupReport> {
  const dataDir = openDataDir(config.dataDir, config.gatewayId);
  const clock = realClock();
  try {
    const seal = openSeal(join(dataDir.keys, 'inbox'));
    const inbox = openInbox({
      ...{ path: dataDir.inbox, seal, quota: config.inboxQuota, clock, log: silentLog(), metrics: createMetrics() },
    });
    const rules = openRuleStore(dataDir.rules);
    try {
      return await takeBackup({ dataDir, inbox, rules, quota: config.inboxQuota, hold: () => () => {}, clock }, folder);
    } finally {
      await rules.close();
      await inbox.close();
    }
  } finally {
    dataDir.release();
  }
}

async function askGateway(config: Config, folder: string, url: string): Promise<BackupReport> {
  const tokenFile = join(config.dataDir, 'admin-token');
  const token = config.adminToken ?? (existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8').trim() : '');
  const answer = await request(new URL('/v1/backup', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ path: folder }),
    // A large inbox takes its time.
    headersTimeout: 0,
  }).catch((cause: Error) => {
    throw new GatewayError(
      'GATEWAY_UNREACHABLE',
      `a gateway holds ${config.dataDir}, but none answers at ${url} (${cause.message}); name its address with --http`,
      { cause },
    );
  });
  const body = (await answer.body.json()) as BackupReport & { code?: string; detail?: string };
  if (answer.statusCode === 200) return body;
  throw new GatewayError(
    'BACKUP_REFUSED',
    `${url} answered ${answer.statusCode} ${body.code ?? ''}: ${body.detail ?? ''}`,
  );
}

/** Quantities as people ask for them: time × rate. */
export function backupText({ folder, at, bytes, tookMs, series, inbox }: BackupReport): string {
  const lines = [
    `backup of ${new Date(at).toISOString()} in ${folder}: ${size(bytes)} in ${(tookMs / 1_000).toFixed(1)} s`,
    inboxText(inbox),
    series === 'sqlite' ? 'series are in it' : 'series are in InfluxDB and not in it: back that up, too',
  ];
  return `${lines.join('\n')}\n`;
}

function inboxText({ bytes, messagesPerSecond, bytesPerSecond, holdsMs, quotaMs }: InboxReach): string {
  if (messagesPerSecond === undefined || bytesPerSecond === undefined || holdsMs === undefined || quotaMs === undefined)
    return `inbox holds ${size(bytes)}; too few messages to tell a rate`;
  const rate = `${messagesPerSecond.toFixed(messagesPerSecond < 10 ? 1 : 0)} messages/s (${size(bytesPerSecond)}/s)`;
  return `inbox holds ${sayDuration(holdsMs)} at the current rate of ${rate}; its quota lasts for an outage of ${sayDuration(quotaMs)}`;
}

function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  let value = bytes;
  for (; value >= 1_024 && power < units.length - 1; power++) value /= 1_024;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power]}`;
}
