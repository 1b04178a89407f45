import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../gateway/metrics.ts';
import { isLoopback, networkOf, plainAddress } from '../../gateway/model/network.ts';
import { createDoor } from '../../gateway/transport/mqtt-door.ts';

function setUp(limits: { sockets: number; perSecond: number }, maxAddresses = 100) {
  let now = 1_000;
  const metrics = createMetrics();
  const door = createDoor(limits, { monotonic: () => now, metrics, maxAddresses });
  const knock = (remoteAddress?: string) => {
    const socket = Object.assign(new EventEmitter(), { remoteAddress });
    return { in: door.admit(socket as unknown as Parameters<typeof door.admit>[0]), leave: () => socket.emit('close') };
  };
  const count = (times: number, address?: string) =>
    Array.from({ length: times }, () => knock(address)).filter((one) => one.in);
  const pass = (ms: number) => {
    now += ms;
  };
  return { knock, count, metrics, pass };
}

describe('door', () => {
  it('lets an address have so many sockets at a time, and others beside it', async () => {
    const { knock, count, metrics } = setUp({ sockets: 3, perSecond: 0 });
    const [first] = count(5, '10.0.0.9');
    expect([knock('10.0.0.9').in, knock('10.0.0.8').in]).toEqual([false, true]);
    first?.leave();
    expect([knock('10.0.0.9').in, knock('10.0.0.9').in]).toEqual([true, false]);
    expect(await metrics.registry.metrics()).toContain('mqtt_sockets_refused_total{reason="sockets"} 4');
  });

  it('lets it open so many a second, after a burst of five seconds of it', () => {
    const { count, pass } = setUp({ sockets: 0, perSecond: 20 });
    expect(count(200, '10.0.0.9')).toHaveLength(101);
    pass(1_000);
    expect(count(200, '10.0.0.9')).toHaveLength(20);
    pass(60_000);
    expect(count(200, '10.0.0.9')).toHaveLength(101);
  });

  it('counts a /64 as one address, and IPv4 the same in either form', () => {
    const { count, knock } = setUp({ sockets: 2, perSecond: 0 });
    expect([knock('2001:db8:0:1::1').in, knock('2001:db8:0:1:ffff::2').in, knock('2001:db8::1:0:0:0:3').in]).toEqual([
      true,
      true,
      false,
    ]);
    expect(knock('2001:db8:0:2::1').in).toBe(true);
    expect([count(2, '10.0.0.9').length, knock('::ffff:10.0.0.9').in]).toEqual([2, false]);
  });

  it('leaves this machine out of it', () => {
    const { count } = setUp({ sockets: 1, perSecond: 1 });
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map((address) => count(1_000, address).length)).toEqual([
      1_000, 1_000, 1_000,
    ]);
  });

  it('forgets who has no socket when it knows too many, and then lets in nobody new', () => {
    const { knock, count } = setUp({ sockets: 1, perSecond: 0 }, 3);
    const guests = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((address) => knock(address));
    expect([knock('10.0.0.4').in, knock('10.0.0.1').in]).toEqual([false, false]);
    guests[0]?.leave();
    expect([knock('10.0.0.4').in, knock('10.0.0.5').in]).toEqual([true, false]);
    expect(count(1)).toEqual([]);
  });
});

describe('networks', () => {
  it.each([
    ['10.0.0.9', '10.0.0.9'],
    ['::ffff:10.0.0.9', '10.0.0.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('knows this machine', () => {
    expect(
      ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '10.0.0.1', '::2', '128.0.0.1'].map(isLoopback),
    ).toEqual([true, true, true, true, false, false, false]);
    expect(plainAddress('::FFFF:1.2.3.4')).toBe('1.2.3.4');
  });
});
