import { createHash, timingSafeEqual } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isOrgCode, type Login, type LoginRefusal, parseDeviceId } from '../model/login.ts';
import type { Lockout } from './lockout.ts';
import type { Refusal } from './refusals.ts';

/** Password of lab mode, which listens on loopback only. */
const LAB_PASSWORD = 'lab';
/** Vendor of devices that lab mode registers on first sight. */
export const LAB_VENDOR = 'lab';

const IDENTIFIER_REJECTED = 2;
const UNAVAILABLE = 3;
const BAD_CREDENTIALS = 4;

export interface LoginRequest {
  readonly clientId: string;
  readonly username: string;
  readonly password: Buffer;
  /** IP address of the other end, where the transport knows it. */
  readonly address?: string;
  /** Subject CN of a client certificate that the transport has verified. */
  readonly certificate?: string;
}

/**
 * Decides MQTT logins. Device: user `{vendor}/{device}`, client id the same or with one suffix word. Dispatch platform:
 * user `org/{orgCode}`. Operator: user `operator` with the admin token; the lab's own password does in lab mode.
 */
export function createLogins(options: {
  access: 'registered' | 'lab' | 'open';
  orgs: readonly { orgCode: string; password: string }[];
  adminToken: string;
  /** Registers a lab device on first sight. */
  firstSight(vendor: string, device: string): unknown;
  verifyDevice(deviceId: string, secret: Buffer): Promise<boolean>;
  /** Whether a device that shows its certificate is registered. */
  knows(deviceId: string): boolean;
  lockout: Lockout;
  /** Told of every login that is refused and every user name that is locked out. */
  refused(refusal: Refusal): void;
  log: Logger;
}): (request: LoginRequest) => Promise<Login | LoginRefusal> {
  const { access, log } = options;
  const orgs = new Map(options.orgs.map((org) => [org.orgCode, org.password]));

  const decide = async ({ clientId, username, password }: LoginRequest): Promise<Login | LoginRefusal> => {
    if (access === 'open') return { kind: 'open' };
    if (username === 'operator') {
      // On loopback the lab asks nobody for a token, over HTTP neither.
      const known = same(password, options.adminToken) || (access === 'lab' && same(password, LAB_PASSWORD));
      return known ? { kind: 'operator' } : BAD_CREDENTIALS;
    }
    if (username.startsWith('org/')) {
      const orgCode = username.slice(4);
      const expected = access === 'lab' ? LAB_PASSWORD : orgs.get(orgCode);
      if (expected === undefined || !same(password, expected) || !isOrgCode(orgCode)) return BAD_CREDENTIALS;
      return { kind: 'org', orgCode };
    }
    const device = parseDeviceId(username);
    if (!device) return BAD_CREDENTIALS;
    const isLab = access === 'lab' && device.vendor === LAB_VENDOR;
    if (isLab ? !same(password, LAB_PASSWORD) : !(await options.verifyDevice(username, password)))
      return BAD_CREDENTIALS;
    if (!mayUseId(clientId, username, isLab)) return IDENTIFIER_REJECTED;
    if (isLab) options.firstSight(device.vendor, device.device);
    return { kind: 'device', ...device };
  };

  /** A certificate of a device is its login; nothing can be guessed, so nothing is locked out. */
  const certified = ({ clientId, username, certificate = '' }: LoginRequest): Login | LoginRefusal | undefined => {
    const device = parseDeviceId(certificate);
    if (!device || (username !== '' && username !== certificate)) return undefined;
    const isLab = access === 'lab' && device.vendor === LAB_VENDOR;
    if (!isLab && !options.knows(certificate)) return BAD_CREDENTIALS;
    if (!mayUseId(clientId, certificate, isLab)) return IDENTIFIER_REJECTED;
    if (isLab) options.firstSight(device.vendor, device.device);
    return { kind: 'device', ...device };
  };

  const guarded = async (request: LoginRequest): Promise<Login | LoginRefusal> => {
    if (access === 'open') return decide(request);
    const byCertificate = certified(request);
    if (byCertificate !== undefined) return byCertificate;
    const { username, address = 'unknown' } = request;
    const attempt = options.lockout.attempt(username, address);
    // The code of a wrong password, at once, and the same whether there is such a user or not.
    if (!('failed' in attempt)) return BAD_CREDENTIALS;
    try {
      const login = await decide(request);
      if (login !== BAD_CREDENTIALS) attempt.succeeded();
      else {
        const lockedMs = attempt.failed();
        if (lockedMs > 0) {
          options.refused({ kind: 'login.locked', user: printable(username), address });
          log.warn({ code: 'LOGIN_REFUSED', user: printable(username), address, lockedMs }, 'locked out');
        }
      }
      return login;
    } catch (error) {
      attempt.undecided();
      // Nobody knows yet whether the password is right: the device comes again.
      if (error instanceof GatewayError && error.retry) return UNAVAILABLE;
      throw error;
    }
  };

  return async (request) => {
    const login = await guarded(request);
    if (typeof login !== 'number') return login;
    const { address = 'unknown' } = request;
    const user = printable(request.username || (request.certificate ?? ''));
    // A gateway that is busy refuses nobody.
    if (login !== UNAVAILABLE) options.refused({ kind: 'login.refused', user, address });
    const client = printable(request.clientId);
    log.warn({ code: 'LOGIN_REFUSED', connack: login, user, client, address }, 'MQTT login refused');
    return login;
  };
}

/** What a stranger calls itself, for logs: bounded in length. */
function printable(name: string): string {
  return name.slice(0, 129);
}

/**
 * A client id must be the device's own, so that nobody's session can be taken over by naming it. In the lab any id that
 * cannot be a device's will do as well: `mosquitto_pub` makes up its own.
 */
function mayUseId(clientId: string, username: string, isLab: boolean): boolean {
  if (clientId === username) return true;
  if (isLab && !clientId.includes('/')) return true;
  return clientId.startsWith(`${username}/`) && /^[A-Za-z0-9._-]{1,64}$/.test(clientId.slice(username.length + 1));
}

/** Compares secrets of any length in constant time. */
function same(given: Buffer, expected: string): boolean {
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
