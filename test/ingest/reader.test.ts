import { describe, expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { startReader } from '../../gateway/ingest/reader.ts';
import { silentLog } from '../../gateway/log.ts';

/** A log of empty commits that the test lets grow. */
function growingLog() {
  let head = 0;
  const listeners = new Set<() => void>();
  return {
    read: (after: number, _amount: object) =>
      Array.from({ length: Math.min(head - after, 2) }, (_, index) => ({
        commit: after + index + 1,
        messages: [],
        devices: 0,
      })),
    hasMore: () => true,
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
    const reader = startReader({
      ...{ name: 'test', log, from: 2, clock: realClock(), logger: silentLog() },
      work: async (batch) => batch.map((entry) => entry.commit),
      finish: async (_batch, commits) => void seen.push(...commits),
    });
    await reader.idle();
    log.grow(3);
    await reader.idle();
    expect([seen, reader.position(), reader.lag()]).toEqual([[3, 4, 5, 6, 7, 8], 8, 0]);
    await reader.stop();
    log.grow(1);
    expect(reader.lag()).toBe(1);
  });

  it('stands still and says why when the log cannot be read, and goes on when it can', async () => {
    const log = growingLog();
    log.grow(3);
    const seen: number[] = [];
    let reasons: (string | undefined)[] = [];
    let broken = 2;
    const reader = startReader({
      ...{ name: 'test', from: 0, logger: silentLog() },
      log: {
        ...log,
        read(after: number, amount: object) {
          if (after === 2 && broken-- > 0) throw new Error('a sealed record was changed on disk');
          return log.read(after, amount);
        },
      },
      clock: {
        ...realClock(),
        wait: async () => {
          reasons = [...reasons, reader.failing()];
        },
      },
      work: async (batch) => batch.map((entry) => entry.commit),
      finish: async (_batch, commits) => void seen.push(...commits),
    });
    await reader.idle();
    expect([seen, reasons]).toEqual([[1, 2, 3], Array(2).fill('a sealed record was changed on disk')]);
    expect(reader.failing()).toBeUndefined();
    await reader.stop();
  });

  it('works on two batches at a time and finishes them in order; behind a failure both come again', async () => {
    const log = growingLog();
    log.grow(8);
    const events: string[] = [];
    let gates: (() => void)[] = [];
    let failed = false;
    const reader = startReader({
      ...{ name: 'test', log, from: 0, ahead: 2, logger: silentLog() },
      clock: { ...realClock(), wait: async () => undefined },
      async work(batch) {
        events.push(`begin ${batch[0]?.commit}`);
        await new Promise<void>((resolve) => gates.push(resolve));
        if (batch[0]?.commit === 5 && !failed) {
          failed = true;
          throw new Error('once');
        }
      },
      async finish(batch) {
        events.push(`finish ${batch[0]?.commit}`);
      },
    });
    while (reader.lag() > 0) {
      const open = gates.reverse();
      gates = [];
      for (const release of open) release();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await reader.idle();
    expect(events).toEqual([
      ...['begin 1', 'begin 3', 'finish 1', 'begin 5', 'finish 3', 'begin 7'],
      ...['begin 5', 'begin 7', 'finish 5', 'finish 7'],
    ]);
    await reader.stop();
  });

  it('reads a batch again that failed, and stops in the middle of an outage', async () => {
    const log = growingLog();
    let failures = 2;
    const seen: number[] = [];
    const reader = startReader({
      name: 'test',
      log,
      from: 0,
      async work() {
        if (failures-- > 0) throw new Error('store away');
      },
      finish: async (batch) => void seen.push(...batch.map((entry) => entry.commit)),
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

  it('begins a second batch beside the first only when it is full', async () => {
    const log = { ...growingLog(), hasMore: () => false };
    log.grow(4);
    const begun: (number | undefined)[] = [];
    let release: () => void = () => undefined;
    const reader = startReader({
      ...{ name: 'test', log, from: 0, ahead: 2, clock: realClock(), logger: silentLog() },
      work: (batch) =>
        new Promise<void>((resolve) => {
          begun.push(batch[0]?.commit);
          release = resolve;
        }),
      finish: async () => undefined,
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([1]);
    release();
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual([1, 3]);
    release();
    await reader.stop();
  });

  it('gathers a batch for a while, but neither a full one nor while somebody waits for it', async () => {
    let full = false;
    const log = { ...growingLog(), hasMore: () => full };
    const waits: { readonly ms: number; readonly end: () => void }[] = [];
    const clock = {
      ...realClock(),
      monotonic: () => 0,
      wait: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve) => {
          waits.push({ ms, end: resolve });
          signal?.addEventListener('abort', () => resolve());
        }),
    };
    const seen: number[] = [];
    const reader = startReader({
      ...{ name: 'test', log, from: 0, linger: 20, clock, logger: silentLog() },
      work: async (batch) => void seen.push(...batch.map(({ commit }) => commit)),
      finish: async () => undefined,
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    log.grow(1);
    await settle();
    expect([seen, waits.length]).toEqual([[1], 0]); // the first one waits for nothing
    log.grow(1);
    await settle();
    expect([seen, waits.map(({ ms }) => ms)]).toEqual([[1], [20]]);
    waits[0]?.end();
    await settle();
    expect(seen).toEqual([1, 2]);
    log.grow(1);
    await settle();
    await reader.idle(); // ends the wait
    expect([seen, waits.length]).toEqual([[1, 2, 3], 2]);
    full = true;
    log.grow(1);
    await settle();
    expect([seen, waits.length]).toEqual([[1, 2, 3, 4], 2]);
    full = false;
    log.grow(1);
    await settle();
    await reader.stop(); // likewise
    expect(waits.length).toBe(3);
  });
});
