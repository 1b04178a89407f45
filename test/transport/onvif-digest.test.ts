import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestAuthorization, digestChallenge } from '../../gateway/transport/onvif-digest.ts';

const NONCE = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v';

/** The example of RFC 7616 §3.9.1. */
const rfc7616 = {
  username: 'Mufasa',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  body: '',
  nc: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
};

const line = (algorithm: string, more = '') =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${NONCE}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"${more}`;

function answer(lines: string | string[], request: Parameters<typeof digestAuthorization>[1]): string {
  const challenge = digestChallenge(lines);
  if (!challenge) throw new Error('no challenge');
  return digestAuthorization(challenge, request);
}

const responseIn = (authorization: string) => /response="([0-9a-f]+)"/.exec(authorization)?.[1];

describe('digest authorization', () => {
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('answers the %s example of RFC 7616', (algorithm, response) => {
    const value = answer(line(algorithm), rfc7616);
    expect(responseIn(value)).toBe(response);
    expect(value).toContain('qop=auth, nc=00000001');
    expect(value).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
  });

  it('answers the example of RFC 2617', () => {
    const request = { ...rfc7616, password: 'Circle Of Life', cnonce: '0a4f113b' };
    const challenge =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    expect(responseIn(answer(challenge, request))).toBe('6629fae49393a05397450978507c4ef1');
  });

  it('takes the strongest of several challenges, in lines or in one', () => {
    const strong = '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1';
    expect(responseIn(answer([line('MD5'), line('SHA-256')], rfc7616))).toBe(strong);
    expect(responseIn(answer(`Basic realm="a, b", ${line('MD5')}, ${line('SHA-256')}`, rfc7616))).toBe(strong);
  });

  it('reads parameters in any order, quoted commas and "=" inside a nonce', () => {
    const challenge = digestChallenge(
      'Digest qop="auth", realm="a, b=\\"c\\"", stale=TRUE, nonce="abc==", algorithm=md5',
    );
    expect(challenge).toMatchObject({ realm: 'a, b="c"', nonce: 'abc==', stale: true, qop: 'auth' });
  });

  it.each([undefined, [], 'Basic realm="x"', 'Digest realm="no nonce"', 'Digest nonce="n", algorithm=SHA-9', '""=,'])(
    'finds nothing to answer in %s',
    (lines) => {
      expect(digestChallenge(lines)).toBeUndefined();
    },
  );

  it('does without qop as in RFC 2069', () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    const value = answer('Digest realm="r", nonce="n"', rfc7616);
    expect(responseIn(value)).toBe(md5(`${md5('Mufasa:r:Circle of Life')}:n:${md5('GET:/dir/index.html')}`));
    expect(value).not.toContain('qop');
  });

  it('hashes the body for auth-int, the session key for -sess and the name for userhash', () => {
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const { nc, cnonce, ...rest } = rfc7616;
    const value = answer('Digest realm="r", nonce="n", qop="auth-int", algorithm=SHA-256-sess, userhash=true', {
      ...rest,
      body: 'ü',
      nc: 26,
      cnonce,
    });
    const session = sha(`${sha('Mufasa:r:Circle of Life')}:n:${cnonce}`);
    expect(nc).toBe(1);
    expect(responseIn(value)).toBe(
      sha(`${session}:n:0000001a:${cnonce}:auth-int:${sha(`GET:/dir/index.html:${sha('ü')}`)}`),
    );
    expect(value).toContain(`username="${sha('Mufasa:r')}"`);
  });

  it('keeps quotes of a name inside the quotes', () => {
    expect(answer('Digest realm="r", nonce="n"', { ...rfc7616, username: 'a"b\\' })).toContain('username="a\\"b\\\\"');
  });
});
