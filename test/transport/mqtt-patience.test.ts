import { describe, expect, it } from 'vitest';
import { Patience } from '../../gateway/transport/mqtt-patience.ts';

const READ = { connected: true, read: true };

describe('patience', () => {
  it('ends with ten seconds without a CONNECT, however the bytes dribble', () => {
    const patience = new Patience(0);
    patience.received(9_000, false, true);
    const state = { connected: false, read: true };
    expect([patience.verdict(9_999, state), patience.verdict(10_000, state)]).toEqual([
      undefined,
      'no CONNECT in time',
    ]);
  });

  it('ends after one and a half keep alives, and never without one', () => {
    const patience = new Patience(0);
    expect(patience.verdict(1e9, READ)).toBeUndefined();
    patience.keepAlive(10);
    patience.received(1_000, true, false);
    patience.received(15_000, false, false);
    expect([patience.verdict(15_999, READ), patience.verdict(16_000, READ)]).toEqual([undefined, 'keep alive timeout']);
  });

  it('gives each packet its own ten seconds', () => {
    const patience = new Patience(0);
    patience.received(1_000, false, true);
    patience.received(5_000, false, true);
    expect(patience.verdict(10_999, READ)).toBeUndefined();
    patience.received(10_999, true, true);
    expect([patience.verdict(20_998, READ), patience.verdict(20_999, READ)]).toEqual([
      undefined,
      'a packet did not end in time',
    ]);
  });

  it('stands still while the connection is not read, but not for who does not read', () => {
    const patience = new Patience(0);
    patience.keepAlive(1);
    patience.received(100, true, true);
    expect(patience.verdict(60_000, { connected: true, read: false })).toBeUndefined();
    patience.resumed(60_000);
    expect(patience.verdict(61_000, READ)).toBeUndefined();
    patience.blocked(70_000);
    patience.blocked(79_000);
    expect(patience.verdict(80_000, { connected: true, read: false })).toBe('it does not take what is sent to it');
    patience.unblocked();
    patience.resumed(80_000);
    expect(patience.verdict(80_000, READ)).toBeUndefined();
  });
});
