import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { createEgressGuard } from '../../gateway/delivery/egress.ts';

/** A name server that answers every name with these addresses. */
const names = (...addresses: string[]) =>
  ((_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as never;

const resolved = (guard: ReturnType<typeof createEgressGuard>, url: string, all = false) =>
  new Promise((resolve, reject) => {
    guard.lookupFor(new URL(url))('dispatch.example', { all }, (error, address) =>
      error ? reject(error) : resolve(address),
    );
  });

describe('egress guard', () => {
  it.each([
    'https://127.0.0.1/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.1.1:8443/',
    'https://169.254.169.254/latest/meta-data',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0.0.0.0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
  ])('refuses %s', (url) => {
    expect(() => createEgressGuard([]).checkUrl(new URL(url))).toThrow(/ADDRESS_FORBIDDEN.*private/);
  });

  it('lets listed private addresses pass, also over plain http', () => {
    const guard = createEgressGuard(['10.0.0.0/8', '::1']);
    for (const url of ['https://10.1.2.3/', 'http://10.1.2.3/', 'http://[::1]:8080/'])
      expect(() => guard.checkUrl(new URL(url))).not.toThrow();
    expect(() => guard.checkUrl(new URL('https://192.168.0.1/'))).toThrow(/ADDRESS_FORBIDDEN/);
  });

  it('asks for https on public addresses', () => {
    const guard = createEgressGuard([]);
    expect(() => guard.checkUrl(new URL('https://93.184.216.34/'))).not.toThrow();
    expect(() => guard.checkUrl(new URL('http://93.184.216.34/'))).toThrow(/use https/);
  });

  // No list of addresses could let these pass, so it is the request that is wrong.
  it.each([
    ['ftp://93.184.216.34/', /^ftp: .*https and http only/],
    ['file:///etc/passwd', /^file: /],
    ['https://me:secret@dispatch.example/', /login in the URL/],
  ])('takes %s for no address of a receiver', (url, detail) => {
    const refusal = { code: 'REQUEST_INVALID', path: 'url', detail: expect.stringMatching(detail) };
    expect(() => createEgressGuard(['0.0.0.0/0']).checkUrl(new URL(url))).toThrow(expect.objectContaining(refusal));
  });

  it('checks the address a name resolves to when it connects', async () => {
    await expect(
      resolved(createEgressGuard([], names('127.0.0.1')), 'https://dispatch.example/'),
    ).rejects.toMatchObject({
      code: 'ADDRESS_FORBIDDEN',
      message: expect.stringContaining('dispatch.example: 127.0.0.1 is a private address'),
    });
    await expect(resolved(createEgressGuard([], names('93.184.216.34')), 'http://dispatch.example/')).rejects.toThrow(
      /use https/,
    );
    const mixed = createEgressGuard([], names('10.0.0.1', '93.184.216.34'));
    expect(await resolved(mixed, 'https://dispatch.example/')).toBe('93.184.216.34');
    expect(await resolved(mixed, 'https://dispatch.example/', true)).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(await resolved(createEgressGuard(['10.0.0.1'], names('10.0.0.1')), 'http://dispatch.example/')).toBe(
      '10.0.0.1',
    );
  });

  it.each(['10.0.0.0/33', 'intranet', '10.0.0.0/x', '::/129'])('refuses the configured range %s', (range) => {
    expect(() => createEgressGuard([range])).toThrow(/CONFIG_INVALID.*10\.0\.0\.0\/8/);
  });
});
