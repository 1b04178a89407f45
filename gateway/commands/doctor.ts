import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Redis } from 'ioredis';
import pc from 'picocolors';
import { limitFaultIn } from '../../adapters/device-limits.ts';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { loadCity } from '../city/city.ts';
import { missingYears, sayMissing } from '../city/work-calendar.ts';
import { realClock } from '../clock.ts';
import { type Config, deviceTypeFolders, loadConfig } from '../config.ts';
import { type DataDir, openDataDir } from '../data-dir.ts';
import { misfitting } from '../devices-wiring.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import { openInbox } from '../inbox/inbox.ts';
import { diskQuota } from '../inbox/keeper.ts';
import { openLostCommits } from '../inbox/lost-commits.ts';
import { openSeal } from '../inbox/seal.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { Device } from '../model/device.ts';
import { findProgram } from '../program.ts';
import { findInflux } from '../series/influx-server.ts';
import { checkStores } from '../store-check.ts';
import { readRegistry } from '../trials/recorded-registry.ts';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

type Check = (config: Config) => Promise<Omit<Finding, 'check'>> | Omit<Finding, 'check'>;

const GiB = 2 ** 30;
/** Commits that cannot be read and are named. */
const LISTED = 20;
/** Machine ms to look at stores in: as long as it takes. */
const WHOLE = 3_600_000;
/** Devices that one finding names. */
const NAMED = 5;
const ok = (detail: string) => ({ state: 'ok', detail }) as const;
const warn = (detail: string) => ({ state: 'warn', detail }) as const;

/** Every check in the order in which a start would stumble over it. */
const CHECKS: readonly (readonly [string, Check])[] = [
  ['node', () => ok(process.version)],
  [
    'device types',
    (config) => ok(`${loadDeviceTypes(deviceTypeFolders(config), { expressions: celExpressions() }).size} loaded`),
  ],
  ['city', cityCheck],
  ['data directory', dataDirCheck],
  ['overrides', overridesCheck],
  ['disk', diskCheck],
  ['mqtt port', (config) => portCheck(config.host, config.mqttPort, 'GRIDWARDEN_MQTT_PORT')],
  ['http port', (config) => portCheck(config.host, config.httpPort, 'GRIDWARDEN_HTTP_PORT')],
  ['queue', queueCheck],
  ['series', seriesCheck],
];

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'check everything a start needs: configuration, data directory and inbox, overrides of devices, ports, Redis, InfluxDB, disk',
    )
    .option('-c, --config <file>', 'configuration file')
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nChanges nothing. Exit codes: 0 nothing fails, 1 something does.')
    .action(async (options: { config?: string; json?: boolean }) => {
      const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
      const findings: Finding[] = [];
      for (const [check, run] of CHECKS) {
        try {
          findings.push({ check, ...(await run(config)) });
        } catch (error) {
          findings.push({ check, state: 'fail', detail: toGatewayError(error).message });
        }
      }
      process.stdout.write(options.json ? `${JSON.stringify(findings)}\n` : findings.map(line).join(''));
      process.exitCode = findings.some((finding) => finding.state === 'fail') ? 1 : 0;
    });
}

function line({ check, state, detail }: Finding): string {
  const mark = { ok: pc.green('ok  '), warn: pc.yellow('warn'), fail: pc.red('FAIL') }[state];
  return `${mark} ${check.padEnd(15)} ${detail}\n`;
}

function cityCheck(config: Config) {
  const types = loadDeviceTypes(deviceTypeFolders(config), { expressions: celExpressions() });
  const { profilesDir, profile } = config;
  const city = loadCity({ profilesDir, profile, limitFault: limitFaultIn(types) });
  const text = `${city.profile.id} ${city.profile.version}, ${city.catalogue.categories.size} categories`;
  const years = missingYears(city.calendarYears, realClock().now());
  return years.length === 0 ? ok(text) : warn(`${text}; ${years.map(sayMissing).join('; ')}`);
}

/** Reads the whole inbox: every record is opened, so a changed byte is found. */
async function dataDirCheck(config: Config) {
  if (!existsSync(config.dataDir)) return ok(`${config.dataDir} will be made`);
  const dataDir = openDataDir(config.dataDir, config.gatewayId);
  try {
    if (!existsSync(dataDir.inbox)) return ok(`${dataDir.path}, no inbox yet`);
    await checkStores(dataDir, WHOLE);
    const inbox = openInbox({
      ...{ path: dataDir.inbox, seal: openSeal(join(dataDir.keys, 'inbox')), quota: config.inboxQuota },
      ...{ clock: realClock(), log: silentLog(), metrics: createMetrics() },
    });
    try {
      let messages = 0;
      let givenUp = 0;
      for (let after = 0; ; ) {
        const batch = inbox.read(after, 10_000);
        const last = batch.at(-1);
        if (!last) break;
        messages += batch.reduce((sum, commit) => sum + commit.messages.length, 0);
        givenUp += batch.filter((commit) => commit.messages.length === 0).length;
        after = last.commit;
      }
      const without = givenUp > 0 ? `; ${givenUp} commits were given up` : '';
      return ok(`${dataDir.path}, ${messages} messages in the inbox, all intact${without}`);
    } catch (error) {
      throw toGatewayError(error).code === 'INBOX_CORRUPT' ? await allLost(dataDir) : error;
    } finally {
      await inbox.close();
    }
  } finally {
    dataDir.release();
  }
}

/** Reads the registry beside a gateway that may be writing to it. */
function overridesCheck(config: Config) {
  const records = join(config.dataDir, 'records.sqlite');
  if (!existsSync(records)) return ok('no devices yet');
  const rows = readRegistry(records).get('device') ?? [];
  const all = rows.map(({ body }) => JSON.parse(String(body)) as Device);
  const types = loadDeviceTypes(deviceTypeFolders(config), { expressions: celExpressions() });
  const { devices, told } = misfitting(all, types);
  if (devices === 0) return ok(`of ${all.length} registered: all fit their types`);
  const more = devices > NAMED ? `; and ${devices - NAMED} more` : '';
  return warn(
    `${devices} of ${all.length} registered have some of no effect: ${told.slice(0, NAMED).join('; ')}${more}`,
  );
}

/** The error that names every commit that cannot be read, not only the first. */
async function allLost({ path, inbox, keys }: DataDir): Promise<GatewayError> {
  const log = openLostCommits(inbox, openSeal(join(keys, 'inbox')));
  const lost = log.all();
  await log.close();
  const listed = lost.slice(0, LISTED).join(', ') + (lost.length > LISTED ? ` and ${lost.length - LISTED} more` : '');
  const todo =
    'keep a copy of it; restore the newest backup, or go on without: gridwarden inbox skip --commit <number>';
  return new GatewayError('INBOX_CORRUPT', `${path}: commits of the inbox cannot be read: ${listed}; ${todo}`);
}

function diskCheck(config: Config) {
  let folder = config.dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const quota = diskQuota(join(config.dataDir, 'inbox'), config.inboxQuota, folder);
  const text = `${((bavail * bsize) / GiB).toFixed(1)} GiB free, the inbox may take ${(quota / GiB).toFixed(1)} GiB`;
  const wanted = `${(config.inboxQuota / GiB).toFixed(1)} GiB are configured`;
  return quota < config.inboxQuota ? warn(`${text}, 80 % of the disk; ${wanted}`) : ok(text);
}

function portCheck(host: string, port: number, variable: string): Promise<Omit<Finding, 'check'>> {
  if (port === 0) return Promise.resolve(ok('any free port'));
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ state: 'fail', detail: `${host}:${port}: ${error.code}; stop the other program or set ${variable}` }),
    );
    server.listen({ host, port }, () => server.close(() => resolve(ok(`${host}:${port} is free`))));
  });
}

async function queueCheck(config: Config) {
  if (config.queue !== 'postgres' && config.redisUrl) {
    const redis = new Redis(config.redisUrl, {
      lazyConnect: true,
      connectTimeout: 3_000,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      const policy = String(((await redis.config('GET', 'maxmemory-policy')) as string[])[1] ?? '');
      return policy === 'noeviction'
        ? ok('Redis answers')
        : warn(`Redis answers, but its maxmemory-policy is ${policy}; set noeviction`);
    } catch (error) {
      return { state: 'fail', detail: `REDIS_UNREACHABLE: ${(error as Error).message}` } as const;
    } finally {
      redis.disconnect();
    }
  }
  const program = config.queue === 'postgres' ? undefined : findProgram('redis-server', 'valkey-server');
  return program ? ok(`private ${program}`) : warn('no redis-server on PATH: embedded PostgreSQL, slower to start');
}

async function seriesCheck(config: Config) {
  if (!config.influx) return ok('SQLite in the data directory');
  const server = await findInflux(config.influx, realClock(), silentLog());
  return ok(`InfluxDB ${server.version || '2 or newer'} at ${server.url}`);
}
