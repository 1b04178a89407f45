import { z } from 'zod';
import { DURATION, parseDuration } from './duration.ts';
import { GatewayError } from './errors.ts';

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
  profile: z.string().optional().describe('folder of the city under profilesDir'),
  profilesDir: z.string().optional().describe('folder of city profiles; default: the bundled ones'),
  shadow: z
    .strictObject({
      types: z.string().optional().describe('folder of device types that are tried beside the live ones'),
    })
    .optional(),
  deviceTypesDir: z.string().optional().describe('folder of device types beside the bundled ones'),
  clock: z.string().optional().describe('real, or in lab mode <RFC 3339 time>@<speed> or @step'),
  mqtt: z
    .strictObject({
      port: port.optional(),
      access: z.enum(['registered', 'lab', 'open']).optional(),
      maxPayload: bytes.optional(),
      maxConnections: z.int().positive().optional(),
      deviceRate: z.number().nonnegative().optional().describe('messages/s per device, burst 10 s of it; 0: no limit'),
      perAddress: z
        .strictObject({
          connections: z
            .int()
            .nonnegative()
            .optional()
            .describe('at a time from one IP address; default 64, 0: no limit'),
          handshakes: z
            .number()
            .nonnegative()
            .optional()
            .describe('new ones/s, burst 5 s of it; default 20, 0: no limit; loopback is exempt from both'),
        })
        .optional(),
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
  tls: z
    .strictObject({
      cert: z.string().optional().describe('PEM file: certificate of the gateway and its chain'),
      key: z.string().optional().describe('PEM file: its key'),
      ca: z
        .string()
        .optional()
        .describe('PEM file: who may sign certificates of devices (subject CN {vendor}/{device})'),
      crl: z.string().optional().describe('PEM file: revoked certificates of that authority; needs ca'),
      clientCert: z.enum(['none', 'request', 'require']).optional().describe('default: request with ca, else none'),
      mqttPort: port.optional(),
      httpPort: port.optional().describe('HTTPS beside plain HTTP; default: none'),
      only: z.boolean().optional().describe('the plain ports listen on loopback only'),
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
  records: z
    .strictObject({
      retention: duration.optional().describe('how long decided candidates are kept once their case is closed'),
      deadLetters: duration.optional().describe('how long dead letters and failed deliveries are kept'),
      deliveries: duration.optional().describe('how long rows of deliveries that were made are kept'),
    })
    .optional(),
  series: z
    .strictObject({ retention: duration.optional().describe('how long the SQLite series keep a reading') })
    .optional(),
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
export const fileSchema = z.preprocess((content) => content ?? {}, configSchema);

/** Bytes of `512MiB` or of a plain number. */
export function bytesOf(value: string | number): number {
  const match = /^(\d+(?:\.\d+)?)\s*(KiB|MiB|GiB|TiB)?$/.exec(String(value));
  if (!match) throw new GatewayError('CONFIG_INVALID', `${value} is no size; use e.g. 512MiB or 10GiB`);
  const power = ['KiB', 'MiB', 'GiB', 'TiB'].indexOf(match[2] ?? '') + 1;
  return Math.floor(Number(match[1]) * 1024 ** power);
}

/** Milliseconds of `24h`. */
export function durationOf(value: string): number {
  const ms = parseDuration(value);
  if (ms === undefined)
    throw new GatewayError('CONFIG_INVALID', `${value} is no duration; use e.g. 30s, 10min, 24h or 7d`);
  return ms;
}
