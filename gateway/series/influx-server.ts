import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** `GRIDWARDEN_INFLUX_URL|TOKEN|ORG|BUCKET`. On 1.x the bucket is the database and a token `user:password` is a login. */
export interface InfluxSettings {
  readonly url: string;
  readonly token?: string;
  readonly org?: string;
  readonly bucket?: string;
}

/** An InfluxDB that answered, or anything that speaks its protocol. */
export interface InfluxServer {
  readonly url: string;
  readonly bucket: string;
  readonly org: string;
  readonly version: string;
  /** Writes go to `/write` and logins are a user and a password. */
  readonly isVersion1: boolean;
  /** Headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Path of the write endpoint, nanosecond precision. */
  readonly writePath: string;
  /** Runs an InfluxQL statement (1.x, 2.x and 3.x answer these); times in ms. */
  query(statement: string): Promise<InfluxResult>;
  /** Creates the database on 1.x, where writes need one; harmless when it exists. */
  prepare(): Promise<void>;
}

/** The rows of one InfluxQL statement: columns and values, `time` first. */
export interface InfluxResult {
  readonly columns: readonly string[];
  readonly values: readonly (readonly (number | boolean | string | null)[])[];
}

interface QueryBody {
  readonly error?: string;
  readonly results?: readonly {
    readonly error?: string;
    readonly series?: readonly InfluxResult[];
  }[];
}

/** How long a server is given to answer, unless the caller says otherwise. */
const PATIENCE_MS = 5_000;
const QUERY_MS = 30_000;

/** The words of a failed request: `fetch` hides the reason in `cause`. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

function parseUrl(settings: InfluxSettings): { url: string; token: string | undefined } {
  const parsed = URL.canParse(settings.url) ? new URL(settings.url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new GatewayError('CONFIG_INVALID', `GRIDWARDEN_INFLUX_URL "${settings.url}": use http://host:8086`);
  const login = parsed.username && `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  parsed.username = '';
  parsed.password = '';
  return { url: parsed.href.replace(/\/+$/, ''), token: settings.token || login || undefined };
}

async function ping(url: string, headers: Record<string, string>, timeoutMs: number): Promise<string> {
  const response = await fetch(`${url}/ping`, {
    headers,
    signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
  });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
  return response.headers.get('x-influxdb-version') ?? '';
}

/**
 * Finds out what answers at the URL: 1.x tells its version at `/ping`; a server that tells none is taken for 2.x or newer.
 * Throws INFLUX_UNREACHABLE when nothing answers within `patience` (machine ms), CONFIG_INVALID for what is no address.
 */
export async function findInflux(
  settings: InfluxSettings,
  clock: Clock,
  log: Logger,
  patience = PATIENCE_MS,
): Promise<InfluxServer> {
  const { url, token } = parseUrl(settings);
  const until = clock.monotonic() + patience;
  const authorization = (version1: boolean): Record<string, string> => {
    if (!token) return {};
    if (version1 && token.includes(':'))
      return { authorization: `Basic ${Buffer.from(token, 'utf8').toString('base64')}` };
    return { authorization: `Token ${token}` };
  };
  let version: string | undefined;
  for (let reason = ''; version === undefined; ) {
    const left = until - clock.monotonic();
    if (left <= 0)
      throw new GatewayError(
        'INFLUX_UNREACHABLE',
        `${url} did not answer within ${patience / 1000} s (${reason}): start InfluxDB or correct GRIDWARDEN_INFLUX_URL; without it series are kept in the data directory`,
      );
    try {
      version = await ping(url, authorization(false), left);
    } catch (error) {
      reason = reasonOf(error);
      await clock.wait(Math.min(200, Math.max(1, until - clock.monotonic())));
    }
  }
  return server(url, { ...settings, version, headers: authorization(/^v?1\./.test(version)) }, log);
}

interface Found extends InfluxSettings {
  readonly version: string;
  readonly headers: Record<string, string>;
}

function server(url: string, found: Found, log: Logger): InfluxServer {
  const { version, headers, org = 'gridwarden', bucket = 'gridwarden' } = found;
  const isVersion1 = /^v?1\./.test(version);
  const request = async (parameters: Record<string, string>): Promise<InfluxResult> => {
    const response = await fetch(`${url}/query`, {
      method: 'POST',
      headers: { ...headers, accept: 'application/json' },
      body: new URLSearchParams(parameters),
      signal: AbortSignal.timeout(QUERY_MS),
    });
    const text = await response.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : { error: text.slice(0, 300) }) as QueryBody;
    const error = body.error ?? body.results?.[0]?.error;
    if (!response.ok || error) throw new Error(`HTTP ${response.status}: ${error ?? text.slice(0, 300)}`);
    return body.results?.[0]?.series?.[0] ?? { columns: [], values: [] };
  };
  return {
    url,
    bucket,
    org,
    version,
    isVersion1,
    headers,
    writePath: isVersion1
      ? `/write?db=${encodeURIComponent(bucket)}&precision=ns`
      : `/api/v2/write?org=${encodeURIComponent(org)}&bucket=${encodeURIComponent(bucket)}&precision=ns`,
    query: (statement) => request({ db: bucket, epoch: 'ms', q: statement }),
    async prepare() {
      if (!isVersion1) return;
      await request({ q: `CREATE DATABASE "${bucket.replace(/["\\]/g, '\\$&')}"` }).catch((error) =>
        log.warn({ bucket, reason: reasonOf(error) }, 'the InfluxDB database could not be created'),
      );
    },
  };
}
