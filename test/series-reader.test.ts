import { expect, it } from 'vitest';
import { realClock } from '../gateway/clock.ts';
import type { Commit, Inbox } from '../gateway/inbox/inbox.ts';
import { silentLog } from '../gateway/log.ts';
import type { Decoded } from '../gateway/model/decoded.ts';
import type { Series } from '../gateway/series/batcher.ts';
import { buryRefused, startSeriesReader } from '../gateway/series-reader.ts';
import { decoded, message } from './series/sample.ts';

const commitOf = (commit: number, frames: number): Commit => ({
  commit,
  messages: Array.from({ length: frames }, (_, frame) => message({ position: { commit, frame } })),
  devices: frames,
});

it('reads each commit with refused points once, and keeps every message of theirs once', async () => {
  const reads: number[] = [];
  const kept: Decoded[] = [];
  const bury = buryRefused({
    inbox: {
      read(after) {
        reads.push(after);
        return after < 8 ? [commitOf(after + 1, 5)] : [];
      },
    },
    decoder: { decode: (messages) => messages.map((each) => decoded([], each)) },
    deadLetters: { keep: async (letters) => void kept.push(...letters) },
  });
  const refused = (commit: number, frame: number) => ({
    ...{ position: { commit, frame }, code: 'INFLUX_REFUSED' as const, detail: 'field type conflict' },
  });
  await bury([refused(3, 1), refused(3, 4), refused(5, 0)]);
  expect(reads).toEqual([2, 4]);
  expect(kept.map((letter) => [letter.message.position, letter.rejection?.code])).toEqual([
    [{ commit: 3, frame: 1 }, 'INFLUX_REFUSED'],
    [{ commit: 3, frame: 4 }, 'INFLUX_REFUSED'],
    [{ commit: 5, frame: 0 }, 'INFLUX_REFUSED'],
  ]);
  await expect(bury([refused(9, 0)])).rejects.toMatchObject({ code: 'INBOX_CORRUPT' });
});

it('counts points from the moment the store has them until the cursor has passed them, over failures too', async () => {
  const commits = [1, 2, 3, 4].map((commit) => commitOf(commit, 10));
  const stores: { readonly points: number; settle(error?: Error): void }[] = [];
  const cursors: [number, object][] = [];
  const reader = startSeriesReader({
    ...{ clock: { ...realClock(), wait: async () => undefined }, logger: silentLog() },
    inbox: {
      cursor: () => 0,
      numbers: () => ({}),
      follow: () => ({
        read: (after: number) => commits.slice(after, after + 1),
        hasMore: () => true,
        head: () => commits.length,
        onAppend: () => () => undefined,
      }),
      setCursor: async (_name: string, commit: number, numbers: object) => void cursors.push([commit, numbers]),
    } as unknown as Inbox,
    turns: { mine: async () => undefined },
    decoding: {
      behindRules: async () => undefined,
      decoded: () => [],
      points: (_commit, { length: count }) => ({ count, refused: [] }),
    },
    series: {
      store: (batch) =>
        new Promise((resolve, reject) => {
          const points = batch.reduce((sum, { count }) => sum + count, 0);
          const settle = (error?: Error) =>
            error ? reject(error) : resolve({ points, stored: points - 1, deadLettered: 1 });
          stores.push({ points, settle });
        }),
    } as Series,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const underWay = async (count: number) => {
    while (stores.length < count) await turn();
  };
  await underWay(2);
  expect(reader.accounts()).toEqual({ points: 20, stored: 0, deadLettered: 0, pending: 20 });
  stores[0]?.settle();
  await underWay(3);
  expect(reader.accounts()).toEqual({ points: 30, stored: 9, deadLettered: 1, pending: 20 });
  stores[1]?.settle(new Error('the store is away'));
  stores[2]?.settle();
  await underWay(5);
  // Both come again, and count once.
  expect(reader.accounts()).toEqual({ points: 30, stored: 9, deadLettered: 1, pending: 20 });
  for (let index = 3; index < 6; index++) {
    await underWay(index + 1);
    stores[index]?.settle();
  }
  await reader.idle();
  expect(reader.accounts()).toEqual({ points: 40, stored: 36, deadLettered: 4, pending: 0 });
  expect(cursors.at(-1)).toEqual([4, { points: 40, stored: 36, deadLettered: 4 }]);
  await reader.stop();
});
