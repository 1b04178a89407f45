import { describe, expect, it } from 'vitest';
import type { SilentSpec } from '../../gateway/model/device.ts';
import { IDLE } from '../../gateway/rules/rule.ts';
import { OFFLINE_GRACE_MS, silent } from '../../gateway/rules/silent.ts';

const spec: SilentSpec = { id: 'silent', kind: 'silent', category: 'E0490', offlineAfter: 600_000 };
const ask = { kind: 'silence', seenAt: 1_000, offlineAt: 0, graceFrom: 1 } as const;

describe('silent', () => {
  it('asks again at the earliest time that matters', () => {
    const step = silent(spec, IDLE, { ...ask, now: 5_000 });
    expect(step).toEqual({ state: { ...IDLE, due: 601_000, fireAt: 601_000 } });
  });

  it('raises once when the time is over, and clears with the next message', () => {
    const raised = silent(spec, IDLE, { ...ask, now: 700_000 });
    expect(raised).toMatchObject({ verdict: { type: 'raise', at: 601_000, since: 1_000 }, state: { fireAt: 0 } });
    const state = raised?.state ?? IDLE;
    expect(silent(spec, state, { ...ask, now: 9_000_000 })).toBeUndefined();
    expect(silent(spec, state, { kind: 'seen', now: 800_000 })).toMatchObject({
      state: { phase: 'idle', episode: 1 },
      verdict: { type: 'clear', at: 800_000 },
    });
  });

  it('raises two minutes after a last will', () => {
    const offline = { ...ask, offlineAt: 2_000 };
    expect(silent(spec, IDLE, { ...offline, now: 2_000 })?.state.fireAt).toBe(2_000 + OFFLINE_GRACE_MS);
    expect(silent(spec, IDLE, { ...offline, now: 200_000 })).toMatchObject({
      verdict: { at: 2_000 + OFFLINE_GRACE_MS, inputs: { offline: true } },
    });
  });

  it('gives a full period after a start, also to devices that were offline before', () => {
    const after = { ...ask, offlineAt: 2_000, graceFrom: 50_000_000, now: 50_000_000 };
    expect(silent(spec, IDLE, after)?.state.fireAt).toBe(50_600_000);
    expect(silent(spec, IDLE, after)?.verdict).toBeUndefined();
  });
});
