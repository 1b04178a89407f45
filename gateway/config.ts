import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { clockFrom } from './clock.ts';
import { DURATION, parseDuration } from './duration.ts';
import { GatewayError } from './errors.ts';
import { readYamlFile } from './yaml-file.ts';

const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const port = z.int().min(0).max(65_535);
const url = z.url();

/** `10GiB`, `512MiB` or a plain number of bytes. */
const bytes = z.union([
  z.int().positive(),
  z.string().regex(/^\d+(\.\d+)?\s*(KiB|MiB|GiB|TiB)$/, 'use e.g. 512MiB or 10GiB'),
]);
/** `30s`, `10min`, `24h`, `7d`. */
const duration = z.string().regex(DURATION, 'use e.g. 30s, 10min, 24h or 7d');

const ROLES = ['viewer', 'dispatcher', 'vendor', 'operator', 'admin', 'restricted'] as const;
export type Role = (typeof ROLES)[number];

/** The configuration file: one schema with every key; unknown keys are refused. */
export const configSchema = z.strictObject({
  gatewayId: z
    .string()
    .regex(NAME)
    .optional()
    .describe('name in CloudEvents ids; default: made once per data directory'),
  dataDir: z.string().optional().describe('folder of inbox, rule state, records and keys'),
  host: z.string().optional().describe('address to listen on'),
  mode: z
    .enum(['production', 'lab'])
    .optional()
    .describe('lab: loopback only, password "lab", simulated cases allowed'),
  profile: z.string().optional().describe('folder under deploy/profiles or a path'),
  clock: z.string().optional().describe('real, or in lab mode <RFC 3339 time>@<speed> or @step'),
  mqtt: z
    .strictObject({
      port: port.optional(),
      access: z.enum(['registered', 'lab', 'open']).optional(),
      maxPayload: bytes.optional(),
      maxConnections: z.int().positive().optional(),
    })
    .optional(),
  http: z
    .strictObject({
      port: port.optional(),
      tokens: z
        .array(
          z.strictObject({
            name: z.string(),
            roles: z.array(z.enum(ROLES)).min(1),
            orgCode: z.string().regex(NAME).optional(),
            token: z.string().min(16).optional(),
            tokenFile: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
  queue: z.enum(['auto', 'redis', 'postgres']).optional(),
  redis: z.strictObject({ url }).optional(),
  influx: z
    .strictObject({
      url,
      token: z.string().optional(),
      tokenFile: z.string().optional(),
      org: z.string().optional(),
      bucket: z.string().optional(),
    })
    .optional(),
  inbox: z.strictObject({ quota: bytes.optional(), retention: duration.optional() }).optional(),
  delivery: z
    .strictObject({ allowPrivate: z.array(z.string()).optional().describe('CIDR ranges receivers may live in') })
    .optional(),
  orgs: z
    .array(
      z.strictObject({
        orgCode: z.string().regex(NAME),
        password: z.string().min(8).optional(),
        passwordFile: z.string().optional(),
      }),
    )
    .optional()
    .describe('MQTT logins org/{orgCode} of dispatch platforms'),
});

export type ConfigFile = z.output<typeof configSchema>;

/** An empty file says nothing, and so is the defaults. */
const fileSchema = z.preprocess((content) => content ?? {}, configSchema);

/** The settings in force. Bytes and milliseconds are numbers here. */
export interface Config {
  readonly gatewayId: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly lab: boolean;
  readonly access: 'registered' | 'lab' | 'open';
  readonly profile: string;
  readonly clock: string;
  readonly mqttPort: number;
  readonly httpPort: number;
  readonly maxPayload: number;
  readonly maxConnections: number;
  readonly adminToken: string | undefined;
  readonly tokens: readonly { name: string; roles: readonly Role[]; orgCode?: string; token: string }[];
  readonly orgs: readonly { orgCode: string; password: string }[];
  readonly queue: 'auto' | 'redis' | 'postgres';
  readonly redisUrl: string | undefined;
  readonly influx: { url: string; token: string; org: string; bucket: string } | undefined;
  readonly inboxQuota: number;
  readonly inboxRetention: number;
  readonly allowPrivate: readonly string[];
  /** Where each setting comes from, for `config show`: default, file or the variable's name. */
  readonly origin: Readonly<Record<string, string>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

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
  const origin: Record<string, string> = {};

  /** Environment over file over default, remembering which it was. */
  const pick = <T>(
    key: string,
    variable: string,
    parse: (text: string) => T,
    fromFile: T | undefined,
    fallback: T,
  ): T => {
    const text = variable ? secretOf(env, variable, cwd) : undefined;
    origin[key] = text !== undefined ? variable : fromFile !== undefined ? 'file' : 'default';
    return text !== undefined ? parse(text) : (fromFile ?? fallback);
  };
  const text = (value: string) => value;
  const oneOf =
    <T extends string>(variable: string, ...allowed: readonly T[]) =>
    (value: string): T => {
      if ((allowed as readonly string[]).includes(value)) return value as T;
      throw new GatewayError('CONFIG_INVALID', `${variable}=${value}: use ${allowed.join(', ')}`);
    };
  const portOf = (variable: string) => (value: string) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
    throw new GatewayError(
      'CONFIG_INVALID',
      `${variable}=${value}: a port is a number from 0 (any free port) to 65535`,
    );
  };
  const urlOf = (variable: string) => (value: string) => {
    if (URL.canParse(value)) return value;
    throw new GatewayError(
      'CONFIG_INVALID',
      `${variable} is not a URL, e.g. redis://127.0.0.1:6379 or http://127.0.0.1:8086`,
    );
  };

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
  const config: Config = {
    gatewayId: pick<string | undefined>('gatewayId', 'GRIDWARDEN_GATEWAY_ID', text, file.gatewayId, undefined),
    dataDir: resolve(cwd, pick('dataDir', 'GRIDWARDEN_DATA_DIR', text, file.dataDir, '.gridwarden')),
    host: pick('host', 'GRIDWARDEN_HOST', text, file.host, '127.0.0.1'),
    lab: mode === 'lab',
    access,
    profile: pick('profile', 'GRIDWARDEN_PROFILE', text, file.profile, 'lianhu'),
    clock: pick('clock', 'GRIDWARDEN_CLOCK', text, file.clock, 'real'),
    mqttPort: pick('mqtt.port', 'GRIDWARDEN_MQTT_PORT', portOf('GRIDWARDEN_MQTT_PORT'), file.mqtt?.port, 1883),
    httpPort: pick('http.port', 'GRIDWARDEN_HTTP_PORT', portOf('GRIDWARDEN_HTTP_PORT'), file.http?.port, 8080),
    maxPayload: pick(
      'mqtt.maxPayload',
      '',
      bytesOf,
      file.mqtt?.maxPayload === undefined ? undefined : bytesOf(file.mqtt.maxPayload),
      256 * 1024,
    ),
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
      86_400_000,
    ),
    allowPrivate: pick(
      'delivery.allowPrivate',
      '',
      (value) => [value],
      file.delivery?.allowPrivate,
      mode === 'lab' ? ['127.0.0.0/8', '::1/128'] : [],
    ),
    origin,
  };

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
  clockFrom(config.clock);
  return config;
}

/** A secret from `NAME`, or from the file that `NAME_FILE` names. */
function secretOf(env: Environment, name: string, cwd: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (env[name] !== undefined && env[name] !== '') return env[name];
  return file ? secretFrom(`${name}_FILE`, undefined, file, cwd) : undefined;
}

function secretFrom(what: string, value: string | undefined, file: string | undefined, cwd: string): string {
  if (value !== undefined) return value;
  if (file === undefined)
    throw new GatewayError('CONFIG_INVALID', `${what}: give the secret itself or a file that holds it`);
  try {
    return readFileSync(resolve(cwd, file), 'utf8').trim();
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${what}: ${(cause as Error).message}`, { cause });
  }
}

function influxTokenOf(file: ConfigFile, cwd: string): string | undefined {
  const { token, tokenFile } = file.influx ?? {};
  return token === undefined && tokenFile === undefined ? undefined : secretFrom('influx.token', token, tokenFile, cwd);
}

function bytesOf(value: string | number): number {
  const match = /^(\d+(?:\.\d+)?)\s*(KiB|MiB|GiB|TiB)?$/.exec(String(value));
  if (!match) throw new GatewayError('CONFIG_INVALID', `${value} is no size; use e.g. 512MiB or 10GiB`);
  const power = ['KiB', 'MiB', 'GiB', 'TiB'].indexOf(match[2] ?? '') + 1;
  return Math.floor(Number(match[1]) * 1024 ** power);
}

function durationOf(value: string): number {
  const ms = parseDuration(value);
  if (ms === undefined)
    throw new GatewayError('CONFIG_INVALID', `${value} is no duration; use e.g. 30s, 10min, 24h or 7d`);
  return ms;
}
