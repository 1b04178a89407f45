import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clockFrom } from './clock.ts';
import { bytesOf, type ConfigFile, durationOf, fileSchema, type Role } from './config-file.ts';
import { type TlsConfig, tlsOf } from './config-tls.ts';
import { createSettings, type Environment, oneOf, portOf, rateOf, secretFrom, text, urlOf } from './config-values.ts';
import { GatewayError } from './errors.ts';
import { readYamlFile } from './yaml-file.ts';

/** The settings in force. Bytes and milliseconds are numbers here. */
export interface Config {
  readonly gatewayId: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly lab: boolean;
  readonly access: 'registered' | 'lab' | 'open';
  readonly profile: string;
  /** Folder of city profiles; what is not in it comes from the bundled ones. */
  readonly profilesDir: string;
  /** Folder of device types beside the bundled ones; one with the name of a bundled type takes its place. */
  readonly deviceTypesDir: string | undefined;
  /** Folder of device types that decide beside the live ones and tell nobody. */
  readonly shadowTypes: string | undefined;
  readonly clock: string;
  readonly mqttPort: number;
  readonly httpPort: number;
  readonly tls: TlsConfig | undefined;
  readonly maxPayload: number;
  readonly maxConnections: number;
  readonly deviceRate: number;
  /** What one address may open: sockets at a time, and new ones/s; 0: no limit. */
  readonly perAddress: { readonly sockets: number; readonly perSecond: number };
  readonly adminToken: string | undefined;
  readonly tokens: readonly { name: string; roles: readonly Role[]; orgCode?: string; token: string }[];
  readonly orgs: readonly { orgCode: string; password: string }[];
  readonly queue: 'auto' | 'redis' | 'postgres';
  readonly redisUrl: string | undefined;
  readonly influx: { url: string; token: string; org: string; bucket: string } | undefined;
  readonly inboxQuota: number;
  readonly inboxRetention: number;
  /** How long records and the SQLite series keep what is done with, ms. */
  readonly retention: {
    readonly records: number;
    readonly deadLetters: number;
    readonly deliveries: number;
    readonly series: number;
  };
  readonly allowPrivate: readonly string[];
  /** Where each setting comes from, for `config show`: default, file or the variable's name. */
  readonly origin: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;
/** The profiles that come with the gateway. */
const PROFILES = fileURLToPath(new URL('../deploy/profiles', import.meta.url));
/** The device types that come with the gateway. */
const DEVICE_TYPES = fileURLToPath(new URL('../adapters/device-types', import.meta.url));
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Reads the configuration: environment over file over defaults. Without a file the gateway is in lab mode: loopback only,
 * embedded stores, devices `lab/…` registered on first sight.
 * Throws CONFIG_UNREADABLE, CONFIG_INVALID (file:line:column) or HOST_NOT_LOOPBACK.
 */
export function loadConfig(options: { file?: string | undefined; env: Environment; cwd: string }): Config {
  const { env, cwd } = options;
  const path = options.file ?? env['GRIDWARDEN_CONFIG'];
  if (path && !existsSync(resolve(cwd, path)))
    throw new GatewayError('CONFIG_UNREADABLE', `${path} does not exist; name an existing file with --config`);
  const file: ConfigFile = path ? readYamlFile(resolve(cwd, path), fileSchema, 'CONFIG_INVALID') : {};
  const { pick, origin } = createSettings(env, cwd);

  const mode = file.mode ?? (path ? 'production' : 'lab');
  const access = pick(
    'mqtt.access',
    'GRIDWARDEN_MQTT_ACCESS',
    oneOf('GRIDWARDEN_MQTT_ACCESS', 'registered', 'lab', 'open'),
    file.mqtt?.access,
    mode === 'lab' ? 'lab' : 'registered',
  );
  const influxUrl = pick<string | undefined>(
    'influx.url',
    'GRIDWARDEN_INFLUX_URL',
    urlOf('GRIDWARDEN_INFLUX_URL'),
    file.influx?.url,
    undefined,
  );
  const kept = (key: string, given: string | undefined, fallback: number) =>
    pick(key, '', durationOf, given === undefined ? undefined : durationOf(given), fallback);
  const folderOf = (key: string, variable: string, given: string | undefined) => {
    const folder = pick<string | undefined>(key, variable, text, given, undefined);
    return folder === undefined ? undefined : resolve(cwd, folder);
  };
  const config: Config = {
    gatewayId: pick<string | undefined>('gatewayId', 'GRIDWARDEN_GATEWAY_ID', text, file.gatewayId, undefined),
    dataDir: resolve(cwd, pick('dataDir', 'GRIDWARDEN_DATA_DIR', text, file.dataDir, '.gridwarden')),
    host: pick('host', 'GRIDWARDEN_HOST', text, file.host, '127.0.0.1'),
    lab: mode === 'lab',
    access,
    profile: pick('profile', 'GRIDWARDEN_PROFILE', text, file.profile, 'lianhu'),
    profilesDir: resolve(cwd, pick('profilesDir', 'GRIDWARDEN_PROFILES_DIR', text, file.profilesDir, PROFILES)),
    deviceTypesDir: folderOf('deviceTypesDir', 'GRIDWARDEN_DEVICE_TYPES_DIR', file.deviceTypesDir),
    shadowTypes: folderOf('shadow.types', 'GRIDWARDEN_SHADOW_TYPES', file.shadow?.types),
    clock: pick('clock', 'GRIDWARDEN_CLOCK', text, file.clock, 'real'),
    mqttPort: pick('mqtt.port', 'GRIDWARDEN_MQTT_PORT', portOf('GRIDWARDEN_MQTT_PORT'), file.mqtt?.port, 1883),
    httpPort: pick('http.port', 'GRIDWARDEN_HTTP_PORT', portOf('GRIDWARDEN_HTTP_PORT'), file.http?.port, 8080),
    tls: tlsOf(file, pick, cwd),
    maxPayload: pick(
      'mqtt.maxPayload',
      '',
      bytesOf,
      file.mqtt?.maxPayload === undefined ? undefined : bytesOf(file.mqtt.maxPayload),
      256 * 1024,
    ),
    deviceRate: pick(
      'mqtt.deviceRate',
      'GRIDWARDEN_DEVICE_RATE',
      rateOf,
      file.mqtt?.deviceRate,
      access === 'open' ? 0 : 50,
    ),
    perAddress: {
      sockets: pick('mqtt.perAddress.connections', '', Number, file.mqtt?.perAddress?.connections, 64),
      perSecond: pick('mqtt.perAddress.handshakes', '', Number, file.mqtt?.perAddress?.handshakes, 20),
    },
    maxConnections: pick('mqtt.maxConnections', '', Number, file.mqtt?.maxConnections, 20_000),
    adminToken: pick<string | undefined>('adminToken', 'GRIDWARDEN_ADMIN_TOKEN', text, undefined, undefined),
    tokens: (file.http?.tokens ?? []).map((entry) => ({
      name: entry.name,
      roles: entry.roles,
      ...(entry.orgCode ? { orgCode: entry.orgCode } : {}),
      token: secretFrom(`http.tokens "${entry.name}"`, entry.token, entry.tokenFile, cwd),
    })),
    orgs: (file.orgs ?? []).map((entry) => ({
      orgCode: entry.orgCode,
      password: secretFrom(`orgs "${entry.orgCode}"`, entry.password, entry.passwordFile, cwd),
    })),
    queue: pick(
      'queue',
      'GRIDWARDEN_QUEUE',
      oneOf('GRIDWARDEN_QUEUE', 'auto', 'redis', 'postgres'),
      file.queue,
      'auto',
    ),
    redisUrl: pick<string | undefined>(
      'redis.url',
      'GRIDWARDEN_REDIS_URL',
      urlOf('GRIDWARDEN_REDIS_URL'),
      file.redis?.url,
      undefined,
    ),
    influx: influxUrl
      ? {
          url: influxUrl,
          token: pick('influx.token', 'GRIDWARDEN_INFLUX_TOKEN', text, influxTokenOf(file, cwd), ''),
          org: pick('influx.org', 'GRIDWARDEN_INFLUX_ORG', text, file.influx?.org, 'gridwarden'),
          bucket: pick('influx.bucket', 'GRIDWARDEN_INFLUX_BUCKET', text, file.influx?.bucket, 'gridwarden'),
        }
      : undefined,
    inboxQuota: pick(
      'inbox.quota',
      'GRIDWARDEN_INBOX_QUOTA',
      bytesOf,
      file.inbox?.quota === undefined ? undefined : bytesOf(file.inbox.quota),
      10 * 2 ** 30,
    ),
    inboxRetention: pick(
      'inbox.retention',
      '',
      durationOf,
      file.inbox?.retention === undefined ? undefined : durationOf(file.inbox.retention),
      DAY_MS,
    ),
    retention: {
      records: kept('records.retention', file.records?.retention, 400 * DAY_MS),
      deadLetters: kept('records.deadLetters', file.records?.deadLetters, 30 * DAY_MS),
      deliveries: kept('records.deliveries', file.records?.deliveries, 30 * DAY_MS),
      series: kept('series.retention', file.series?.retention, 400 * DAY_MS),
    },
    allowPrivate: pick(
      'delivery.allowPrivate',
      '',
      (value) => [value],
      file.delivery?.allowPrivate,
      mode === 'lab' ? ['127.0.0.0/8', '::1/128'] : [],
    ),
    origin,
  };
  refuseContradictions(config);
  clockFrom(config.clock);
  return config;
}

/** Settings that are right one by one and wrong together. Throws HOST_NOT_LOOPBACK or CONFIG_INVALID. */
function refuseContradictions(config: Config): void {
  if ((config.lab || config.access !== 'registered') && !LOOPBACK.has(config.host))
    throw new GatewayError(
      'HOST_NOT_LOOPBACK',
      `${config.host}: lab and open mode accept anybody, so they listen on 127.0.0.1 only; write a configuration file to go beyond`,
    );
  if (!config.lab && config.clock !== 'real')
    throw new GatewayError(
      'CONFIG_INVALID',
      `GRIDWARDEN_CLOCK=${config.clock} needs lab mode; production runs on real time`,
    );
  if (config.retention.records <= config.inboxRetention)
    throw new GatewayError(
      'CONFIG_INVALID',
      'records.retention must be longer than inbox.retention: a message that is read again must find what it led to',
    );
}

/** Where device types are read from, the bundled ones first. */
export function deviceTypeFolders({ deviceTypesDir }: Pick<Config, 'deviceTypesDir'>): readonly string[] {
  return deviceTypesDir === undefined ? [DEVICE_TYPES] : [DEVICE_TYPES, deviceTypesDir];
}

function influxTokenOf(file: ConfigFile, cwd: string): string | undefined {
  const { token, tokenFile } = file.influx ?? {};
  return token === undefined && tokenFile === undefined ? undefined : secretFrom('influx.token', token, tokenFile, cwd);
}
