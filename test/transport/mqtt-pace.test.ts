import { describe, expect, it } from 'vitest';
import { createPaces } from '../../gateway/transport/mqtt-pace.ts';

describe('pace of a device', () => {
  it('lets a burst of ten seconds pass, then holds the average rate', () => {
    const paces = createPaces(50);
    const pace = paces.of('acme', 's1');
    let now = 1_000_000;
    let passed = 0;
    while (paces.spend(pace, now) === 0) passed++;
    expect(passed).toBe(500);
    // From now on every message has to wait for its turn: 20 ms each.
    let sent = 0;
    for (const end = now + 10_000; now < end; sent++) now += paces.spend(pace, now);
    expect(sent).toBeGreaterThanOrEqual(498);
    expect(sent).toBeLessThanOrEqual(502);
  });

  it('never makes a device wait that keeps to its rate, and forgets what it owed', () => {
    const paces = createPaces(50);
    const pace = paces.of('acme', 's1');
    for (let now = 0; now < 60_000; now += 20) expect(paces.spend(pace, now)).toBe(0);
    for (let i = 0; i < 600; i++) paces.spend(pace, 60_000);
    expect(paces.spend(pace, 60_000)).toBeGreaterThan(1_900);
    expect(paces.spend(pace, 100_000)).toBe(0);
  });

  it('is one for all connections of a device, and another for each device', () => {
    const paces = createPaces(1);
    expect(paces.of('acme', 's1')).toBe(paces.of('acme', 's1'));
    expect(paces.of('acme', 's1')).not.toBe(paces.of('acme', 's2'));
  });

  it('has no limit at 0', () => {
    const paces = createPaces(0);
    const pace = paces.of('acme', 's1');
    for (let i = 0; i < 10_000; i++) expect(paces.spend(pace, 5)).toBe(0);
  });
});
