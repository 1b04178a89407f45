import { type LookupAddress, lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { GatewayError } from '../errors.ts';

/** Ranges that are not the public internet (IANA special-purpose registries), so that a webhook cannot probe the site. */
const PRIVATE: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** Where webhooks may go. Municipal receivers are intranet addresses, so private ranges can be listed as allowed. */
export interface EgressGuard {
  /**
   * Refuses what can be told from the URL alone. Throws REQUEST_INVALID for another scheme or a login, which no list could allow, and
   * ADDRESS_FORBIDDEN for a literal address.
   */
  checkUrl(url: URL): void;
  /** Name resolution for sockets: what is checked is the address connected to, whatever the name said before. */
  lookupFor(url: URL): LookupFunction;
}

/** `allowPrivate`: addresses or CIDR ranges. Throws CONFIG_INVALID for anything else. */
export function createEgressGuard(allowPrivate: readonly string[], lookup: typeof resolve = resolve): EgressGuard {
  const forbidden = listOf(PRIVATE);
  const allowed = listOf(allowPrivate);

  /** Why an address may not be used; undefined: it may. */
  const objection = (url: URL, address: string): string | undefined => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (allowed.check(address, family)) return undefined;
    if (forbidden.check(address, family))
      return `${address} is a private address; list it under delivery.allowPrivate if receivers live there`;
    if (url.protocol === 'http:') return `${address}: plain http is for listed private addresses only; use https`;
    return undefined;
  };

  return {
    checkUrl(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw unusable(`${url.protocol} is no scheme of a receiver: https and http only`);
      if (url.username !== '' || url.password !== '')
        throw unusable('a login in the URL would end in logs; verify the signature instead');
      const host = hostOf(url);
      const reason = isIP(host) ? objection(url, host) : undefined;
      if (reason) throw new GatewayError('ADDRESS_FORBIDDEN', reason, { path: 'url' });
    },
    lookupFor: (url) => (hostname, options, callback) =>
      lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
        if (error) return callback(error, '');
        const usable = addresses.filter(({ address }) => !objection(url, address));
        const [first] = usable;
        if (!first) {
          const detail =
            addresses.map(({ address }) => objection(url, address)).join('; ') || `${hostname} has no address`;
          return callback(new GatewayError('ADDRESS_FORBIDDEN', `${hostname}: ${detail}`), '');
        }
        return options.all ? callback(null, usable) : callback(null, first.address, first.family);
      }),
  };
}

function unusable(detail: string): GatewayError {
  return new GatewayError('REQUEST_INVALID', detail, { path: 'url' });
}

/** The host without the brackets of an IPv6 literal. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const version = isIP(address);
    const prefix = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (version === 6 ? 128 : 32))
      throw new GatewayError(
        'CONFIG_INVALID',
        `delivery.allowPrivate "${range}": use an address or a range like 10.0.0.0/8`,
      );
    list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
