import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedEntry, FeedScope } from '../../gateway/delivery/feed.ts';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { type DataFolder, type DeliveryBench, dataFolder, openBench } from '../support/delivery-bench.ts';

let folder: DataFolder;
let bench: DeliveryBench;
const all: FeedScope = { restricted: true };
const never = new AbortController().signal;

beforeEach(async () => {
  folder = dataFolder();
  bench = await openBench(folder.path);
});
afterEach(async () => {
  await bench.stop();
  folder.remove();
});

const append = (changes: Partial<Case> = {}) => bench.log.append('raised', sampleCase(changes), bench.clock.now());
const read = (
  options: { after?: number; limit?: number; timeoutMs?: number; scope?: FeedScope; signal?: AbortSignal } = {},
) => bench.delivery.feed.read({ after: 0, limit: 100, timeoutMs: 0, scope: all, signal: never, ...options });

describe('cursor feed', () => {
  it('reads from any cursor, oldest first', async () => {
    for (let n = 0; n < 5; n++) await append();
    const first = await read({ limit: 2 });
    expect(first.entries.map((entry) => entry.id)).toEqual(['gw1-1', 'gw1-2']);
    const rest = await read({ after: first.next });
    expect(rest.entries.map((entry) => entry.cursor.length)).toEqual([20, 20, 20]);
    expect(rest.next).toBe(5);
    expect(await read({ after: 5 })).toEqual({ entries: [], next: 5 });
  });

  it('shows an organisation its own cases and hides restricted ones', async () => {
    await append({ orgCode: 'jiading' });
    await append({ restricted: true });
    await append();
    await append({ orgCode: 'jiading' });
    const found = await read({ scope: { orgCode: 'lianhu', restricted: false } });
    expect(found.entries.map((entry) => entry.sequence)).toEqual([3]);
    expect(found.next).toBe(4);
  });

  it('finds what lies behind many hidden events', async () => {
    await Promise.all(Array.from({ length: 700 }, () => append({ orgCode: 'jiading' })));
    await append();
    const found = await read({ scope: { orgCode: 'lianhu', restricted: true } });
    expect(found.entries.map((entry) => entry.sequence)).toEqual([701]);
  });

  it('wakes a long poll with the next visible event', async () => {
    const waiting = read({ timeoutMs: 60_000, scope: { restricted: false } });
    await append({ restricted: true });
    await append();
    expect((await waiting).entries.map((entry) => entry.sequence)).toEqual([2]);
  });

  it('ends a long poll empty after its time, or when the reader leaves', async () => {
    expect(await read({ timeoutMs: 20 })).toEqual({ entries: [], next: 0 });
    const leaving = new AbortController();
    const waiting = read({ timeoutMs: 60_000, signal: leaving.signal });
    leaving.abort();
    expect(await waiting).toEqual({ entries: [], next: 0 });
  });

  it('streams the past, then what comes, without gap or double', async () => {
    for (let n = 0; n < 300; n++) void append();
    await append();
    const leaving = new AbortController();
    const seen: FeedEntry[] = [];
    const reading = (async () => {
      for await (const entry of bench.delivery.feed.stream({ after: 10, scope: all, signal: leaving.signal })) {
        seen.push(entry);
        // Events are appended in the middle of the replay and after it.
        if (entry.sequence === 100 || entry.sequence === 301) void append();
        if (entry.sequence === 303) leaving.abort();
      }
    })();
    await reading;
    expect(seen.map((entry) => entry.sequence)).toEqual(Array.from({ length: 293 }, (_, index) => index + 11));
  });

  it('ends a stream whose reader leaves while it waits', async () => {
    const leaving = new AbortController();
    const stream = bench.delivery.feed.stream({ after: 0, scope: all, signal: leaving.signal })[Symbol.asyncIterator]();
    const next = stream.next();
    leaving.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
