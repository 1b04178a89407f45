import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { toGatewayError } from '../../gateway/errors.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openLostCommits } from '../../gateway/inbox/lost-commits.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { testDir } from '../support/test-dir.ts';

const T0 = 1_772_323_200_000;
const COMMITS = 10;
/** Messages of devices in commit `number`; some commits hold feedback as well. */
const devicesIn = (number: number) => 1 + (number % 3);

const inboxIn = (dir: string) =>
  openInbox({
    ...{ path: join(dir, 'inbox'), seal: openSeal(join(dir, 'keys')), quota: 2 ** 30, clock: realClock() },
    ...{ log: silentLog(), metrics: createMetrics(), other: 'feedback' },
  });

async function frames<T>(dir: string, work: (db: FramesDb) => Promise<T> | T): Promise<T> {
  const env = open<Buffer, number>({ path: join(dir, 'inbox'), maxDbs: 4, noSubdir: false });
  try {
    return await work(env.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' }));
  } finally {
    await env.close();
  }
}
type FramesDb = ReturnType<ReturnType<typeof open<Buffer, number>>['openDB']>;

/** A data directory with `COMMITS` commits, and its records. */
async function written() {
  const dir = testDir();
  const inbox = inboxIn(dir);
  for (let number = 1; number <= COMMITS; number++) {
    const append = (vendor: string) =>
      inbox.append({
        ...{ receivedAt: T0 + number * 1_000, transport: 'mqtt', vendor, device: 'd1', topic: 't' },
        ...{ payload: Buffer.from(`${number}`), qos: 1, retain: false, dup: false },
      });
    const vendors = Array.from({ length: devicesIn(number) }, () => 'acme');
    await Promise.all([...vendors, ...(number % 4 === 0 ? ['feedback'] : [])].map(append));
  }
  await inbox.close();
  const whole = await frames(
    dir,
    (db) => new Map([...db.getRange()].map(({ key, value }) => [Number(key), Buffer.from(value as Buffer)])),
  );
  expect(whole.size).toBe(COMMITS);
  return { dir, whole };
}

const sumTo = (commit: number) => {
  let sum = 0;
  for (let number = 1; number <= commit; number++) sum += devicesIn(number);
  return sum;
};

interface Damage {
  readonly commit: number;
  readonly kind: 'flip' | 'cut' | 'gone' | 'zeroes' | 'head';
}
const damages: fc.Arbitrary<Damage[]> = fc.uniqueArray(
  fc.record({
    commit: fc.integer({ min: 1, max: COMMITS }),
    kind: fc.constantFrom('flip', 'cut', 'gone', 'zeroes', 'head') as fc.Arbitrary<Damage['kind']>,
  }),
  { minLength: 1, maxLength: 5, selector: ({ commit }) => commit },
);

function hurt(whole: Buffer, kind: Damage['kind']): Buffer | undefined {
  const record = Buffer.from(whole);
  if (kind === 'gone') return undefined;
  if (kind === 'zeroes') return record.fill(0);
  if (kind === 'cut') return record.subarray(0, 7);
  const last = record.length - 1;
  record[last] = (record[last] ?? 0) ^ 4;
  if (kind === 'head') record.writeUInt32LE(0xffff_ffff, 8);
  return record;
}

it('leaves a log that everybody reads and whose counts add up, wherever the rules stand, or refuses', async () => {
  const { dir, whole } = await written();
  const path = join(dir, 'inbox');
  let ended = 0;
  await fc.assert(
    fc.asyncProperty(damages, fc.integer({ min: 0, max: COMMITS }), async (all, cursor) => {
      await frames(dir, async (db) => {
        for (const [commit, record] of whole) await db.put(commit, record);
        for (const { commit, kind } of all) {
          const record = hurt(whole.get(commit) ?? Buffer.alloc(0), kind);
          if (record) await db.put(commit, record);
          else await db.remove(commit);
        }
      });
      const rules = { cursor, received: sumTo(cursor) };
      const log = openLostCommits(path, openSeal(join(dir, 'keys')), rules);
      try {
        for (const commit of log.all()) await log.giveUp(log.find(commit), T0);
        expect(log.all()).toEqual([]);
      } catch (error) {
        expect(toGatewayError(error)).toMatchObject({
          code: 'REQUEST_INVALID',
          detail: expect.stringMatching(/nothing tells/),
        });
        return;
      } finally {
        await log.close();
      }
      const [oldest = 0, newest = 0] = await frames(dir, (db) => {
        const keys = [...db.getKeys()].map(Number);
        return [keys[0] ?? 0, keys.at(-1) ?? 0];
      });
      // What is gone at an end leaves no gap: in front it looks removed, behind as if it had never been. A start tells the latter.
      if (newest < cursor || oldest > cursor + 1) return;
      ended++;
      const inbox = inboxIn(dir);
      const read = inbox.read(cursor, 1_000);
      const ofDevices = read.flatMap(({ messages }) => messages).filter(({ vendor }) => vendor === 'acme').length;
      const givenUp = read.reduce((sum, { messages, devices }) => sum + (messages.length === 0 ? devices : 0), 0);
      expect(read.map(({ commit }) => commit)).toEqual(
        Array.from({ length: newest - cursor }, (_, index) => cursor + 1 + index),
      );
      expect(inbox.received()).toBe(rules.received + ofDevices + givenUp);
      expect(inbox.unread(cursor)).toBe(ofDevices + givenUp);
      await inbox.close();
    }),
    { numRuns: 80, seed: 23 },
  );
  expect(ended).toBeGreaterThan(40);
});

it('refuses what is intact or not there, and keeps what it is given', async () => {
  const { dir, whole } = await written();
  const record = hurt(whole.get(5) ?? Buffer.alloc(0), 'flip') ?? Buffer.alloc(0);
  await frames(dir, (db) => db.put(5, record));
  const log = openLostCommits(join(dir, 'inbox'), openSeal(join(dir, 'keys')));
  expect(log.all()).toEqual([5]);
  expect(() => log.find(4)).toThrow(/commit 4 is intact/);
  expect(() => log.find(11)).toThrow(/holds commits 1 to 10, not commit 11/);
  const lost = log.find(5);
  expect(lost).toMatchObject({ before: sumTo(4), devices: devicesIn(5), counted: true, record });
  expect(lost.reason).toMatch(/changed on disk/);
  await log.giveUp(lost, T0);
  expect(() => log.find(5)).toThrow(/commit 5 is intact/);
  await log.close();
  const inbox = inboxIn(dir);
  expect(inbox.read(4, 1)[0]).toMatchObject({ commit: 5, messages: [], devices: devicesIn(5) });
  // As old as what follows: nothing behind it goes before its time.
  expect(await inbox.trim(9, T0 + 5_500)).toBe(4);
  expect(await inbox.trim(9, T0 + 6_500)).toBe(2);
  await inbox.close();
});
