import { BlockList, isIP } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { DiscoveryAnswer, DiscoveryJob } from './onvif-discovery-worker.ts';

/** A device that answered a probe. Anybody on the network can send one: a hint for an operator, never a reason to log in. */
export interface DiscoveredDevice {
  /** Endpoint reference, `urn:uuid:…`: stays the same when the address changes. */
  readonly urn: string;
  readonly name: string;
  readonly hardware: string;
  readonly types: readonly string[];
  readonly scopes: readonly string[];
  /** Device service addresses on allowed hosts; the others are left out. */
  readonly xaddrs: readonly string[];
}

export interface DiscoverOptions {
  /** How long to collect answers, machine ms. */
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'wait'>;
  /** Default: the WS-Discovery group 239.255.255.250, port 3702. */
  readonly multicastAddress?: string;
  readonly port?: number;
  /** Networks whose hosts may be offered, as `address/prefix`; default: private ones (RFC 1918, RFC 4193). */
  readonly networks?: readonly string[];
}

/** What a device says about itself. Text of the device: escape it before showing it. */
export interface DescribedDevice {
  readonly manufacturer: string;
  readonly model: string;
  readonly firmwareVersion: string;
  readonly serialNumber: string;
  readonly hardwareId: string;
  readonly scopes: readonly string[];
  /** Names of the services the device lists, e.g. `Events`. */
  readonly services: readonly string[];
}

export interface DescribeOptions {
  /** `http:` address of the device service, confirmed by an operator. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly clock: Pick<Clock, 'wait'>;
  readonly timeoutMs?: number;
}

const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
/** Kept of one probe; more answers than this on one network segment are not cameras. */
const MAX_DEVICES = 1_000;
const MAX_LIST = 64;
const MAX_TEXT = 256;
/** Questions that wait for the one under way; further ones are refused with RATE_LIMITED. */
const MAX_WAITING = 8;
/** Time for a worker to start and for node-onvif to close its socket. */
const WORKER_GRACE = 5_000;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Probes the network for ONVIF devices with node-onvif. One probe at a time. Throws ONVIF_UNREACHABLE when the network
 * cannot be probed, RATE_LIMITED when too many wait.
 */
export async function discoverOnvif(options: DiscoverOptions): Promise<readonly DiscoveredDevice[]> {
  const address = options.multicastAddress ?? '239.255.255.250';
  const job = { kind: 'probe', waitMs: options.timeoutMs, address, port: options.port ?? 3702 } as const;
  const found = await inTurn(() => ask(job, options.timeoutMs + WORKER_GRACE, options.clock));
  // A probe of loopback is a test on this machine; elsewhere an answer that points to it is an attack on us.
  const loopback = address.startsWith('127.') ? LOOPBACK : [];
  const allowed = blockList(options.networks ?? [...PRIVATE_NETWORKS, ...loopback]);
  return listOf(found, MAX_DEVICES)
    .map((entry) => deviceOf(entry, allowed))
    .filter((device) => device.xaddrs.length > 0);
}

/**
 * Asks a device who it is, with node-onvif: plain HTTP and UsernameToken only. Sends the credentials to `address`. Throws
 * REQUEST_INVALID for an https address, ONVIF_AUTH for a refused login and ONVIF_UNREACHABLE otherwise.
 */
export async function describeOnvif(options: DescribeOptions): Promise<DescribedDevice> {
  const { address, username, password, clock, timeoutMs = 15_000 } = options;
  if (!/^http:\/\//i.test(address) || !URL.canParse(address))
    throw new GatewayError('REQUEST_INVALID', `"${address}": only plain http addresses can be described`);
  const answer = await inTurn(() => ask({ kind: 'describe', address, username, password }, timeoutMs, clock));
  const information = fields(fields(fields(answer)['information'])['GetDeviceInformationResponse']);
  const scopes = listOf(fields(fields(fields(answer)['scopes'])['GetScopesResponse'])['Scopes'], MAX_LIST);
  const capabilities = fields(fields(fields(answer)['capabilities'])['GetCapabilitiesResponse'])['Capabilities'];
  return {
    manufacturer: text(information['Manufacturer']),
    model: text(information['Model']),
    firmwareVersion: text(information['FirmwareVersion']),
    serialNumber: text(information['SerialNumber']),
    hardwareId: text(information['HardwareId']),
    scopes: scopes.map((scope) => text(fields(scope)['ScopeItem'])),
    services: Object.keys(fields(capabilities)).slice(0, MAX_LIST),
  };
}

/** node-onvif's probe must not run twice at once; a second asker waits. */
function inTurn<T>(question: () => Promise<T>): Promise<T> {
  if (waiting >= MAX_WAITING)
    throw new GatewayError('RATE_LIMITED', `${MAX_WAITING} ONVIF questions are waiting; ask again in a minute`);
  waiting += 1;
  const mine = last.then(question).finally(() => {
    waiting -= 1;
  });
  last = mine.catch(() => {});
  return mine;
}

function ask(job: DiscoveryJob, deadlineMs: number, clock: Pick<Clock, 'wait'>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./onvif-discovery-worker.ts', import.meta.url), {
      workerData: job,
      // The library prints to stdout when a reply surprises it; stdout belongs to the lines programs read.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    const finished = new AbortController();
    const fail = (why: string) => reject(errorOf(why));
    worker.once('message', (answer: DiscoveryAnswer) => (answer.ok ? resolve(answer.value) : fail(answer.error)));
    worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => {
      finished.abort();
      fail('the discovery worker ended without an answer');
    });
    worker.once('message', () => void worker.terminate());
    void clock.wait(deadlineMs, finished.signal).then(() => {
      if (finished.signal.aborted) return;
      fail(`no answer within ${deadlineMs} ms`);
      void worker.terminate();
    });
  });
}

/** node-onvif tells errors apart by their text only. */
function errorOf(why: string): GatewayError {
  const detail = why.slice(0, MAX_TEXT);
  return /\b401\b|not\s*authori[sz]ed/i.test(why)
    ? new GatewayError('ONVIF_AUTH', `${detail}; check the login, or the device takes HTTP digest only`)
    : new GatewayError('ONVIF_UNREACHABLE', detail);
}

function deviceOf(entry: unknown, allowed: BlockList): DiscoveredDevice {
  const probe = fields(entry);
  return {
    urn: text(probe['urn']),
    name: unescapeScope(text(probe['name'])),
    hardware: unescapeScope(text(probe['hardware'])),
    types: listOf(probe['types'], MAX_LIST).map(text),
    scopes: listOf(probe['scopes'], MAX_LIST).map(text),
    xaddrs: listOf(probe['xaddrs'], MAX_LIST)
      .map(text)
      .filter((address) => isAllowed(address, allowed)),
  };
}

/** Scopes are URIs (Core 7.3.2.2); a broken escape is shown as it came. */
function unescapeScope(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isAllowed(address: string, allowed: BlockList): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  // A name could be resolved to anything later.
  if (family === 0 || username !== '' || (protocol !== 'http:' && protocol !== 'https:')) return false;
  return allowed.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address);
    if (family === 0) throw new GatewayError('CONFIG_INVALID', `"${network}" is not a network like 192.168.1.0/24`);
    list.addSubnet(address, Number(prefix ?? (family === 6 ? 128 : 32)), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** xml2js gives one of many as itself: always a list here, and a bounded one. */
function listOf(value: unknown, limit: number): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  return (Array.isArray(value) ? value : [value]).slice(0, limit);
}

/** Text of an element, with or without attributes, bounded. */
function text(value: unknown): string {
  const content = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['_'] : value;
  return typeof content === 'string' ? content.slice(0, MAX_TEXT) : '';
}
