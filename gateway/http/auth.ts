import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';

export const ROLES = ['viewer', 'dispatcher', 'vendor', 'operator', 'admin', 'restricted'] as const;
export type Role = (typeof ROLES)[number];

/** Who may call a route: anybody, or whoever has one of these roles. `admin` may call every route. */
export type Access = 'open' | readonly Role[];

/** A token as configured. `orgCode` confines it to the cases of one organisation. */
export interface TokenSpec {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly orgCode?: string;
  readonly token: string;
}

/** Who is calling. */
export interface Principal {
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  readonly orgCode?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    principal: Principal;
  }
}

const NOBODY: Principal = { name: 'nobody', roles: new Set() };
const LAB: Principal = { name: 'lab', roles: new Set(ROLES) };

/**
 * Bearer tokens with roles. In lab mode a request from loopback to a loopback `Host`, from no foreign web page, needs none.
 * A route that says nothing about access cannot be registered.
 */
export function guardRoutes(
  app: FastifyInstance,
  options: { tokens: readonly TokenSpec[]; lab: boolean; metrics: Metrics },
): void {
  const { tokens, lab, metrics } = options;
  const known = tokens.map(({ token, roles, ...rest }) => ({
    hash: hashOf(token),
    principal: { ...rest, roles: new Set(roles) },
  }));
  const refused = metrics.counter('http_refused_total', 'Requests without the right to what they asked for', [
    'status',
  ]);

  const identify = (request: FastifyRequest): Principal => {
    const header = request.headers.authorization;
    if (header === undefined) {
      if (lab && isFromHere(request)) return LAB;
      throw new GatewayError('UNAUTHORIZED', 'send "Authorization: Bearer <token>"');
    }
    const hash = hashOf(/^Bearer +(.+)$/i.exec(header)?.[1] ?? '');
    // Every token is compared, in constant time, so that the time tells nothing about which was close.
    const matches = known.filter((entry) => timingSafeEqual(entry.hash, hash));
    const [match] = matches;
    if (!match) throw new GatewayError('UNAUTHORIZED', 'the bearer token is not known');
    return match.principal;
  };

  app.decorateRequest('principal');
  app.addHook('onRoute', (route) => {
    if (!route.config?.access) throw new GatewayError('INTERNAL', `${route.url} says nothing about who may call it`);
  });
  app.addHook('onRequest', async (request) => {
    request.principal = NOBODY;
    const { access } = request.routeOptions.config;
    if (request.is404 || access === undefined || access === 'open') return;
    try {
      request.principal = identify(request);
      requireOneOf(request.principal, access);
    } catch (error) {
      refused.inc({ status: error instanceof GatewayError ? error.status : 500 });
      throw error;
    }
  });
}

/** Throws FORBIDDEN unless the caller has one of the roles. */
export function requireOneOf(principal: Principal, roles: readonly Role[]): void {
  if (principal.roles.has('admin') || roles.some((role) => principal.roles.has(role))) return;
  throw new GatewayError(
    'FORBIDDEN',
    `needs the role ${roles.join(' or ')}; "${principal.name}" has ${[...principal.roles].join(', ')}`,
  );
}

/** Restricted cases are for whoever has that very role: `admin` alone does not show them. */
export function seesRestricted(principal: Principal): boolean {
  return principal.roles.has('restricted');
}

/** Which events and cases a caller may see. */
export function scopeOf(principal: Principal): { readonly orgCode?: string; readonly restricted: boolean } {
  const { orgCode } = principal;
  return { restricted: seesRestricted(principal), ...(orgCode === undefined ? {} : { orgCode }) };
}

/** The vendor a caller is confined to: a token with no role but `vendor` sees the devices of the vendor it is named after. */
export function vendorOf(principal: Principal): string | undefined {
  return [...principal.roles].every((role) => role === 'vendor') ? principal.name : undefined;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Whether a request comes from this machine and means it. The `Host` check defeats DNS rebinding (a foreign name that
 * resolves to loopback), the `Origin` check web pages that post to loopback behind their reader's back.
 */
function isFromHere(request: FastifyRequest): boolean {
  const { host, origin } = request.headers;
  const { remoteAddress = '' } = request.socket;
  if (!isLoopback(remoteAddress) || host === undefined || !isLoopbackHost(`http://${host}`)) return false;
  return origin === undefined || isLoopbackHost(origin);
}

function isLoopbackHost(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return isIP(plain) === 4 ? plain.startsWith('127.') : plain === '::1';
}
