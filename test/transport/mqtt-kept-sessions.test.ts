import { describe, expect, it } from 'vitest';
import type { Login } from '../../gateway/model/login.ts';
import { createKeptSessions } from '../../gateway/transport/mqtt-kept-sessions.ts';

const DEVICE: Login = { kind: 'device', vendor: 'acme', device: 's1' };
const OTHER: Login = { kind: 'device', vendor: 'acme', device: 's2' };

describe('kept sessions', () => {
  it('are bounded for each owner and in all', () => {
    const kept = createKeptSessions({ perOwner: 2, all: 4 });
    const [a, b, c] = ['acme/s1/a', 'acme/s1/b', 'acme/s1/c'];
    expect([a, b, c, a].map((id) => kept.keep(DEVICE, id))).toEqual([true, true, false, true]);
    kept.forget(a);
    kept.forget('nobody');
    expect([kept.keep(DEVICE, c), kept.keep(DEVICE, a)]).toEqual([true, false]);
    expect(kept.keep(OTHER, 'acme/s2')).toBe(true);
    expect(['o1', 'o2'].map((id) => kept.keep({ kind: 'open' }, id))).toEqual([true, false]);
  });
});
