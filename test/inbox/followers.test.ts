import { expect, test } from 'vitest';
import type { Commit } from '../../gateway/inbox/commit.ts';
import { createFollowers } from '../../gateway/inbox/followers.ts';
import { decodeFrames, encodeFrames } from '../../gateway/inbox/frames.ts';
import { createRoutes } from '../../gateway/inbox/routes.ts';

const ALL = { frames: 1_000_000 };
const encoded = (commit: number, size = 10, frames = 2) =>
  encodeFrames(
    Array.from({ length: frames }, (_, frame) => ({
      ...{ receivedAt: 1_764_720_000_000, transport: 'mqtt' as const, vendor: 'acme', device: 'd1' },
      ...{ topic: 'v1/acme/d1/telemetry', payload: Buffer.alloc(size, `${commit}.${frame}|`) },
      ...{ qos: 1 as const, retain: false, dup: false },
    })),
  );

/** A disk that counts how often each commit was read, and what follows it. */
function log(size = 10) {
  const routes = createRoutes();
  const reads: number[] = [];
  let head = 0;
  const read = (after: number, { frames, bytes = Number.POSITIVE_INFINITY }: { frames: number; bytes?: number }) => {
    const found: Commit[] = [];
    for (let commit = after + 1; commit <= head && found.length * 2 < frames && found.length * size < bytes; commit++) {
      reads.push(commit);
      found.push({ commit, messages: decodeFrames(commit, encoded(commit, size), routes), devices: 2 });
    }
    return found;
  };
  const followers = createFollowers({ read, head: () => head, routes });
  return {
    reads,
    followers,
    /** Makes `count` commits durable; `fresh`: the followers hear of them. */
    grow(count: number, fresh = true) {
      for (let index = 0; index < count; index++) {
        head++;
        if (fresh) followers.add(head, encoded(head, size), { frames: 2, devices: 2 });
      }
      followers.wake();
    },
  };
}

const numbers = (commits: readonly Commit[]) => commits.map(({ commit }) => commit);
const texts = (commits: readonly Commit[]) =>
  commits.flatMap(({ messages }) => messages.map(({ payload }) => Buffer.from(payload).toString()));

test('those who keep up read nothing from disk, and all get the same messages', () => {
  const { followers, grow, reads } = log();
  const [one, two] = [followers.follow(), followers.follow()];
  let woken = 0;
  one.onAppend(() => woken++);
  for (let round = 0; round < 3; round++) {
    grow(2);
    const after = round * 2;
    const first = one.read(after, ALL);
    expect(numbers(first)).toEqual([after + 1, after + 2]);
    expect(two.read(after, ALL)[0]?.messages).toBe(first[0]?.messages);
  }
  expect([reads, woken, one.head()]).toEqual([[], 3, 6]);
});

test('what is in memory says the same as the disk', () => {
  const { followers, grow } = log();
  const follower = followers.follow();
  grow(1);
  expect(texts(follower.read(0, ALL))).toEqual(['1.0|1.0|1.', '1.1|1.1|1.']);
  expect(texts(follower.read(0, ALL))).toEqual(['1.0|1.0|1.', '1.1|1.1|1.']);
});

test('a batch ends with the commit that fills it', () => {
  const { followers, grow } = log(1_000);
  const follower = followers.follow();
  grow(9);
  expect(numbers(follower.read(0, { frames: 3 }))).toEqual([1, 2]);
  expect(numbers(follower.read(2, { frames: 1_000, bytes: 2_500 }))).toEqual([3, 4]);
  expect(numbers(follower.read(9, ALL))).toEqual([]);
});

test('once all have had a commit it is forgotten; who asks again gets it from disk', () => {
  const { followers, grow, reads } = log();
  const [one, two] = [followers.follow(), followers.follow()];
  grow(1);
  one.read(0, ALL);
  expect(numbers(one.read(0, ALL))).toEqual([1]);
  expect(reads).toEqual([]);
  two.read(0, ALL);
  expect(numbers(one.read(0, ALL))).toEqual([1]);
  expect(reads).toEqual([1]);
});

test('a backlog is read from disk once for all of them', () => {
  const { followers, grow, reads } = log();
  grow(4, false);
  const all = [followers.follow(), followers.follow(), followers.follow()];
  for (const after of [0, 2]) for (const one of all) expect(numbers(one.read(after, { frames: 4 }))).toHaveLength(2);
  expect(reads).toEqual([1, 2, 3, 4]);
});

test('a reader that falls behind what is kept is served from disk and loses nothing', () => {
  const size = 1 << 20;
  const { followers, grow, reads } = log(size);
  const [quick, slow] = [followers.follow(), followers.follow()];
  const seen: number[] = [];
  for (let commit = 1; commit <= 40; commit++) {
    grow(1);
    quick.read(commit - 1, ALL);
  }
  expect(reads).toEqual([]);
  for (let batch = slow.read(0, { frames: 8 }); batch.length > 0; batch = slow.read(seen.length, { frames: 8 }))
    seen.push(...numbers(batch));
  expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect(reads.length).toBeGreaterThan(20);
  expect(reads.length).toBeLessThan(40);
});

test('says whether so many frames are waiting, without reading them', () => {
  const { followers, grow, reads } = log();
  const follower = followers.follow();
  expect(follower.hasMore(0, 1)).toBe(false);
  grow(3);
  expect([1, 6, 7].map((frames) => follower.hasMore(0, frames))).toEqual([true, true, false]);
  expect([2, 3].map((frames) => follower.hasMore(2, frames))).toEqual([true, false]);
  follower.read(0, ALL);
  // What is on disk alone is a backlog: there is enough of it.
  expect(follower.hasMore(0, 1_000)).toBe(true);
  expect(reads).toEqual([]);
});
