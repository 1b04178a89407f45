import { describe, expect, it } from 'vitest';
import { type Attempt, createLockout } from '../../gateway/ingest/lockout.ts';

function setUp(maxKnown?: number) {
  const now = { ms: 0 };
  const lockout = createLockout({ monotonic: () => now.ms }, maxKnown === undefined ? {} : { maxKnown });
  const begin = (user = 'acme/s1', address = '10.0.0.9') => lockout.attempt(user, address) as Attempt;
  /** A wrong login: how long it has to wait, or how long it is locked out for. */
  const fail = (user?: string, address?: string) => {
    const attempt = begin(user, address);
    return attempt.wait > 0 ? `wait ${attempt.wait}` : attempt.failed();
  };
  return { now, begin, fail };
}

describe('lock-out', () => {
  it('begins at the fifth failure with a second and doubles to a quarter of an hour', () => {
    const { now, fail } = setUp();
    const locked = Array.from({ length: 17 }, () => {
      const ms = fail();
      now.ms += Number(ms);
      return ms;
    });
    expect(locked.slice(0, 8)).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000]);
    expect(locked.slice(-4)).toEqual([512_000, 900_000, 900_000, 900_000]);
  });

  it('is waited for, and what is tried meanwhile neither counts nor helps', () => {
    const { now, fail, begin } = setUp();
    for (let n = 0; n < 5; n++) fail();
    now.ms = 400;
    expect([fail(), fail()]).toEqual(['wait 600', 'wait 600']);
    now.ms = 1_000;
    begin().succeeded();
    expect([fail(), fail(), fail(), fail(), fail()]).toEqual([0, 0, 0, 0, 1_000]);
  });

  it('is for one user at one address', () => {
    const { fail } = setUp();
    for (let n = 0; n < 5; n++) fail();
    expect([fail('acme/s2'), fail('acme/s1', '10.0.0.8'), fail()]).toEqual([0, 0, 'wait 1000']);
  });

  it('counts an IPv6 address as its /64', () => {
    const { fail } = setUp();
    for (let n = 1; n <= 5; n++) fail('acme/s1', `2001:db8:0:7::${n}`);
    expect([fail('acme/s1', '2001:db8:0:7:ffff::1'), fail('acme/s1', '2001:db8:0:8::1')]).toEqual(['wait 1000', 0]);
  });

  it('counts attempts that are not decided yet, but none that never will be', () => {
    const { begin } = setUp();
    const five = Array.from({ length: 5 }, () => begin());
    expect(begin().wait).toBe(1_000);
    for (const attempt of five) attempt.undecided();
    expect(begin().wait).toBe(0);
  });

  it('forgets after an hour, and whoever failed longest ago at its bound', () => {
    const { now, fail } = setUp(2);
    for (let n = 0; n < 4; n++) fail();
    now.ms = 3_600_000;
    expect(fail()).toBe(0);
    for (let n = 0; n < 3; n++) fail();
    for (const user of ['acme/s2', 'acme/s3']) fail(user);
    expect(fail()).toBe(0);
  });
});
