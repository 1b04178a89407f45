import { expect, test } from 'vitest';
import { shareReads } from '../../gateway/ingest/shared-log.ts';
import type { RawMessage } from '../../gateway/model/message.ts';

const message = (commit: number, frame: number, size: number): RawMessage => ({
  position: { commit, frame },
  receivedAt: 1_764_720_000_000,
  transport: 'mqtt',
  vendor: 'acme',
  device: 'd1',
  topic: 'v1/acme/d1/telemetry',
  payload: new Uint8Array(size),
  qos: 1,
  retain: false,
  dup: false,
});

/** A log of `head` commits that counts how often each was read. */
function countedLog(head: number, framesEach = 2, size = 10) {
  const reads = new Map<number, number>();
  return {
    reads,
    read(after: number, maxFrames: number) {
      const commits = [];
      for (let commit = after + 1, count = 0; commit <= head && count < maxFrames; commit++, count += framesEach) {
        reads.set(commit, (reads.get(commit) ?? 0) + 1);
        commits.push({
          commit,
          messages: Array.from({ length: framesEach }, (_, frame) => message(commit, frame, size)),
        });
      }
      return commits;
    },
  };
}

const numbers = (commits: readonly { commit: number }[]) => commits.map(({ commit }) => commit);

test('three readers, one after the other, read the disk once', () => {
  const log = countedLog(4);
  const read = shareReads(log.read, 3);
  expect(numbers(read(0, 100))).toEqual([1, 2, 3, 4]);
  expect(numbers(read(0, 4))).toEqual([1, 2]);
  expect(numbers(read(2, 100))).toEqual([3, 4]);
  expect(numbers(read(0, 100))).toEqual([1, 2, 3, 4]);
  expect([...log.reads.values()]).toEqual([1, 1, 1, 1]);
});

test('once all have had a commit it is forgotten, and who asks again gets it from disk', () => {
  const log = countedLog(1);
  const read = shareReads(log.read, 2);
  read(0, 100);
  read(0, 100);
  expect(log.reads.get(1)).toBe(1);
  expect(numbers(read(0, 100))).toEqual([1]);
  expect(log.reads.get(1)).toBe(2);
});

test('a reader behind what is kept, or ahead of it, is served from disk and loses nothing', () => {
  const log = countedLog(3);
  const read = shareReads(log.read, 3);
  expect(numbers(read(1, 100))).toEqual([2, 3]);
  expect(numbers(read(0, 100))).toEqual([1, 2, 3]);
  expect(read(3, 100)).toEqual([]);
});

test.each([
  ['frames', 9_000, 1],
  ['bytes', 9, 1 << 20],
])('too many %s: the oldest go', (_what, framesEach, size) => {
  const log = countedLog(3, framesEach, size);
  const read = shareReads(log.read, 3);
  read(0, 1_000_000);
  expect(numbers(read(2, 1_000_000))).toEqual([3]);
  expect(log.reads.get(3)).toBe(1);
  expect(numbers(read(0, 1_000_000))).toEqual([1, 2, 3]);
  expect(log.reads.get(1)).toBe(2);
});
