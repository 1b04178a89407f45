import { describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { startReader } from '../../gateway/ingest/reader.ts';
import { silentLog } from '../../gateway/log.ts';

/** A log of empty commits that the test lets grow. */
function growingLog() {
  let head = 0;
  const listeners = new Set<() => void>();
  return {
    read: (after: number, max: number) =>
      Array.from({ length: Math.min(max, head - after, 2) }, (_, index) => ({
        commit: after + index + 1,
        messages: [],
      })),
    head: () => head,
    onAppend(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grow(count: number) {
      head += count;
      for (const listener of listeners) listener();
    },
  };
}

describe('inbox reader', () => {
  it('reads every commit once, in order, from its cursor', async () => {
    const log = growingLog();
    log.grow(5);
    const seen: number[] = [];
    const handle = async (batch: readonly { commit: number }[]) =>
      void seen.push(...batch.map((entry) => entry.commit));
    const reader = startReader({ name: 'test', log, from: 2, handle, clock: realClock(), logger: silentLog() });
    await reader.idle();
    log.grow(3);
    await reader.idle();
    expect([seen, reader.position(), reader.lag()]).toEqual([[3, 4, 5, 6, 7, 8], 8, 0]);
    await reader.stop();
    log.grow(1);
    expect(reader.lag()).toBe(1);
  });

  it('reads a batch again that failed, and stops in the middle of an outage', async () => {
    const log = growingLog();
    let failures = 2;
    const seen: number[] = [];
    const reader = startReader({
      name: 'test',
      log,
      from: 0,
      async handle(batch) {
        if (failures-- > 0) throw new Error('store away');
        seen.push(...batch.map((entry) => entry.commit));
      },
      clock: { ...realClock(), wait: async () => undefined },
      logger: silentLog(),
    });
    log.grow(1);
    await reader.idle();
    expect(seen).toEqual([1]);
    failures = Number.POSITIVE_INFINITY;
    log.grow(1);
    await reader.stop();
    expect(reader.position()).toBe(1);
  });
});
