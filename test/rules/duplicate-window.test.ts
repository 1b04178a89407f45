import { describe, expect, it } from 'vitest';
import type { Identity } from '../../gateway/model/decoded.ts';
import {
  contains,
  emptyWindow,
  hashIdentity,
  remember,
  WINDOW_SIZE,
  windowBytes,
  windowFrom,
} from '../../gateway/rules/duplicate-window.ts';

function hashed(identity: Partial<Identity>): [number, number] {
  const into = new Uint32Array(2);
  hashIdentity({ kind: 'telemetry', time: undefined, mark: 0, by: 'seq', ...identity }, into);
  return [into[0] as number, into[1] as number];
}

describe('duplicate window', () => {
  it('knows the last 128 identities and no more', () => {
    const window = emptyWindow();
    for (let n = 0; n < 500; n++) remember(window, ...hashed({ time: n, mark: n }));
    const known = (n: number) => contains(window, ...hashed({ time: n, mark: n }));
    expect(known(500 - WINDOW_SIZE)).toBe(true);
    expect(known(499)).toBe(true);
    expect(known(499 - WINDOW_SIZE)).toBe(false);
    expect(known(500)).toBe(false);
  });

  it('survives its bytes, in order', () => {
    for (const count of [0, 1, 8, 9, 127, 128, 129, 300]) {
      const window = emptyWindow();
      for (let n = 0; n < count; n++) remember(window, n, n + 1);
      const copy = windowFrom(windowBytes(window));
      for (let n = 0; n < count; n++) expect(contains(copy, n, n + 1)).toBe(contains(window, n, n + 1));
      remember(window, 7_000, 1);
      remember(copy, 7_000, 1);
      expect(windowBytes(copy)).toEqual(windowBytes(window));
    }
  });

  it('does not take an empty place for an identity', () => {
    const window = emptyWindow();
    expect(contains(window, 0, 0)).toBe(false);
    remember(window, 0, 0);
    expect(contains(window, 0, 0)).toBe(true);
  });

  it('spreads near identities', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 50_000; n++) seen.add(hashed({ time: 1_772_323_200_000 + n, mark: n % 7 }).join());
    for (let n = 0; n < 50_000; n++) seen.add(hashed({ time: 1_772_323_200_000, mark: 2 ** 32 * n }).join());
    // The very first of these is among those.
    expect(seen.size).toBe(99_999);
    const [one, ...others] = [
      ...[
        {},
        { kind: 'event' },
        { by: 'content' as const },
        { mark: 1 },
        { mark: 2 ** 32 },
        { time: 0 },
        { time: 2 ** 32 },
      ],
    ].map((identity) => hashed(identity).join());
    expect(others).not.toContain(one);
  });
});
