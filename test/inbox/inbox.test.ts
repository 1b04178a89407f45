import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { decodeFrames, encodeFrames } from '../../gateway/inbox/frames.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { createRoutes } from '../../gateway/inbox/routes.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { testDir } from '../support/test-dir.ts';

const arrival = (text: string, receivedAt = 1_764_720_000_000): Arrival => ({
  receivedAt,
  transport: 'mqtt',
  vendor: 'acme',
  device: 's1',
  topic: 'v1/acme/s1/telemetry',
  payload: Buffer.from(text),
  qos: 1,
  retain: false,
  dup: false,
});

const inboxIn = (folder: string, quota = 2 ** 30) =>
  openInbox({
    path: join(folder, 'inbox'),
    seal: openSeal(join(folder, 'keys')),
    quota,
    clock: stepClock(1_764_720_000_000),
    log: silentLog(),
    metrics: createMetrics(),
  });

describe('inbox', () => {
  it('keeps what it acknowledged over a restart, in order, and counts on from there', async () => {
    const folder = testDir();
    const inbox = inboxIn(folder);
    const positions = await Promise.all(['a', 'b', 'c'].map((text) => inbox.append(arrival(text))));
    expect(positions.map((position) => position.frame)).toEqual([0, 1, 2]);
    await inbox.close();

    const again = inboxIn(folder);
    await again.append(arrival('d', 1_764_720_000_500));
    const texts = again
      .read(0, 100)
      .flatMap(({ messages }) => messages.map((message) => Buffer.from(message.payload).toString()));
    expect(texts).toEqual(['a', 'b', 'c', 'd']);
    expect(again.head()).toBe(2);
    expect(again.lastReceivedAt()).toBe(1_764_720_000_500);
    expect(again.read(1, 100).map((commit) => commit.commit)).toEqual([2]);
    await again.close();
  });

  it('moves a cursor and its numbers together', async () => {
    const folder = testDir();
    const inbox = inboxIn(folder);
    await inbox.setCursor('series', 7, { points: 12 });
    await inbox.close();
    const again = inboxIn(folder);
    expect([again.cursor('series'), again.numbers('series')]).toEqual([7, { points: 12 }]);
    expect(again.cursor('other')).toBe(0);
    await again.close();
  });

  it('takes nothing while the disk is short of space, says so, and goes on by itself', async () => {
    const folder = testDir();
    let shortage: string | undefined;
    const inbox = openInbox({
      ...{ path: join(folder, 'inbox'), seal: openSeal(join(folder, 'keys')), quota: 2 ** 30 },
      ...{ clock: stepClock(0), log: silentLog(), metrics: createMetrics() },
      disk: { shortage: (share) => (share < 1 ? undefined : shortage) },
    });
    await inbox.append(arrival('a'));
    shortage = 'the disk has 0 bytes left';
    await expect(inbox.append(arrival('b'))).rejects.toMatchObject({ code: 'INBOX_FULL', detail: shortage });
    expect(inbox.refusal()).toBe(shortage);
    await inbox.setCursor('series', 1); // readers go on: they are the way out
    shortage = undefined;
    expect(inbox.refusal()).toBeUndefined();
    await expect(inbox.append(arrival('b'))).resolves.toMatchObject({ commit: 2 });
    await inbox.close();
  });

  it('removes all that is old in one go, however many commits that is, and keeps the newest', async () => {
    const inbox = inboxIn(testDir());
    for (let at = 1; at <= 1_100; at++) await inbox.append(arrival('x', at * 1_000));
    expect(inbox.oldestAt()).toBe(1_000);
    expect(await inbox.trim(inbox.head(), 1_050_000)).toBe(1_049);
    expect(inbox.oldestAt()).toBe(1_050_000);
    expect(await inbox.trim(1_060, Number.POSITIVE_INFINITY)).toBe(11);
    expect(await inbox.trim(inbox.head(), Number.POSITIVE_INFINITY)).toBe(39);
    expect(inbox.oldestAt()).toBe(1_100_000);
    await inbox.close();
  });

  it('refuses at the quota instead of dropping, and takes messages again after a trim', async () => {
    const inbox = inboxIn(testDir(), 60_000);
    let refused: unknown;
    let taken = 0;
    for (; taken < 100 && !refused; taken++)
      await inbox.append(arrival('x'.repeat(4_000), taken)).catch((error: unknown) => {
        refused = error;
      });
    expect(refused).toMatchObject({ code: 'INBOX_FULL' });
    expect(taken).toBeGreaterThan(5);
    expect(await inbox.trim(inbox.head(), 1e15)).toBeGreaterThan(5);
    await expect(inbox.append(arrival('again', 1e6))).resolves.toMatchObject({ frame: 0 });
    await inbox.close();
  });

  it('takes pieces of many senders in order, and tells each once a commit how many are on disk', async () => {
    const folder = testDir();
    const inbox = inboxIn(folder);
    const route = inbox.route({ vendor: 'acme', device: 's1', topic: 'v1/acme/s1/telemetry' });
    const bytes = Buffer.from('..payload 00..');
    const told: string[] = [];
    const sender = (name: string) => ({
      settled: (count: number, error?: Error) => void told.push(`${name} ${count} ${error?.message ?? 'on disk'}`),
    });
    const [first, second] = [sender('first'), sender('second')];
    const put = (number: number, to: typeof first) => {
      bytes.write(String(number).padStart(2, '0'), 10);
      const receivedAt = 1_764_720_000_000 + number;
      const piece = { route, receivedAt, qos: 1 as const, retain: false, dup: number === 3, bytes, start: 2, end: 12 };
      expect(inbox.put(piece, to)).toBe(true);
    };
    put(1, first);
    put(2, second);
    put(3, first);
    const appended = inbox.append(arrival('appended'));
    put(4, first);
    bytes.fill(0);
    expect(await appended).toEqual({ commit: 1, frame: 3 });
    expect(told).toEqual(['first 3 on disk', 'second 1 on disk']);
    const messages = inbox.read(0, 100).flatMap((commit) => commit.messages);
    expect(messages.map((message) => [Buffer.from(message.payload).toString(), message.dup])).toEqual([
      ['payload 01', false],
      ['payload 02', false],
      ['payload 03', true],
      ['appended', false],
      ['payload 04', false],
    ]);
    expect(messages[4]).toMatchObject({ ...arrival(''), payload: expect.anything(), receivedAt: 1_764_720_000_004 });
    await inbox.close();
    const late = { route, receivedAt: 1, qos: 1 as const, retain: false, dup: false, bytes, start: 0, end: 1 };
    expect(inbox.put(late, first)).toBe(false);
  });

  it('spreads more than one group over several commits and grows for large messages', async () => {
    const inbox = inboxIn(testDir());
    let settled = 0;
    const sender = {
      settled(count: number) {
        settled += count;
      },
    };
    const route = inbox.route({ vendor: 'acme', device: 's1', topic: 't' });
    const bytes = Buffer.alloc(200_000, 'x');
    for (let index = 0; index < 2_500; index++)
      inbox.put(
        {
          route,
          receivedAt: index,
          qos: 0,
          retain: false,
          dup: false,
          bytes,
          start: 0,
          end: index % 500 ? 10 : 200_000,
        },
        sender,
      );
    await inbox.idle();
    expect(settled).toBe(2_500);
    expect(inbox.head()).toBe(3);
    const sizes = inbox.read(0, 1e6).flatMap(({ messages }) => messages.map((message) => message.payload.length));
    expect([sizes.length, sizes[0], sizes[1], sizes[2_000]]).toEqual([2_500, 200_000, 10, 200_000]);
    await inbox.close();
  });

  it('never trims what a reader has not passed', async () => {
    const inbox = inboxIn(testDir());
    for (const text of ['a', 'b', 'c']) await inbox.append(arrival(text));
    expect(await inbox.trim(1, 1e15)).toBe(1);
    expect(inbox.read(0, 10).map((commit) => commit.commit)).toEqual([2, 3]);
    await inbox.close();
  });

  it('counts what devices sent and how much of it lies behind a cursor, over trims and restarts', async () => {
    const folder = testDir();
    const open = () =>
      openInbox({
        ...{ path: join(folder, 'inbox'), seal: openSeal(join(folder, 'keys')), quota: 2 ** 30, other: 'feedback' },
        ...{ clock: stepClock(0), log: silentLog(), metrics: createMetrics() },
      });
    const inbox = open();
    expect([inbox.received(), inbox.unread(0)]).toEqual([0, 0]);
    await Promise.all(['a', 'b'].map((text) => inbox.append(arrival(text))));
    await Promise.all([inbox.append(arrival('c')), inbox.append({ ...arrival('d'), vendor: 'feedback' })]);
    const route = inbox.route({ vendor: 'feedback', device: 'xa-1', topic: 'v1/feedback/xa-1' });
    const piece = { route, receivedAt: 1, qos: 1 as const, retain: false, dup: false, bytes: Buffer.alloc(1) };
    await new Promise<void>((settled) => inbox.put({ ...piece, start: 0, end: 1 }, { settled: () => settled() }));
    await inbox.append(arrival('e'));
    expect(inbox.read(0, 100).map(({ devices }) => devices)).toEqual([2, 1, 0, 1]);
    expect([0, 1, 2, 3, 4].map((after) => inbox.unread(after))).toEqual([4, 2, 1, 1, 0]);
    await inbox.trim(2, Number.POSITIVE_INFINITY);
    await inbox.close();
    const again = open();
    expect([again.received(), again.unread(2), again.unread(3), again.unread(4)]).toEqual([4, 1, 1, 0]);
    await again.append(arrival('f'));
    expect([again.received(), again.unread(4)]).toEqual([5, 1]);
    await again.close();
  });

  it('holds every message acknowledged before kill -9', () => {
    const folder = testDir();
    const script = `
      import { openInbox } from './gateway/inbox/inbox.ts';
      import { openSeal } from './gateway/inbox/seal.ts';
      import { realClock } from './gateway/clock.ts';
      import { silentLog } from './gateway/log.ts';
      import { createMetrics } from './gateway/metrics.ts';
      const inbox = openInbox({ path: ${JSON.stringify(join(folder, 'inbox'))}, seal: openSeal(${JSON.stringify(join(folder, 'keys'))}),
        quota: 2 ** 30, clock: realClock(), log: silentLog(), metrics: createMetrics() });
      let acknowledged = 0;
      for (let i = 0; ; i++) {
        inbox.append({ receivedAt: i, transport: 'mqtt', vendor: 'acme', device: 's1', topic: 't', payload: Buffer.from(String(i)), qos: 1, retain: false, dup: false })
          .then(() => { if (++acknowledged % 500 === 0) process.stdout.write(acknowledged + '\\n'); if (acknowledged === 5000) process.kill(process.pid, 'SIGKILL'); });
        if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect([child.signal, child.stderr]).toEqual(['SIGKILL', '']);
    const inbox = inboxIn(folder);
    const texts = inbox
      .read(0, 1e9)
      .flatMap(({ messages }) => messages.map((message) => Buffer.from(message.payload).toString()));
    expect(texts.length).toBeGreaterThanOrEqual(5000);
    expect(texts.every((text, index) => text === String(index))).toBe(true);
    return inbox.close();
  });
});

describe('frames', () => {
  const arrivals = fc.array(
    fc.record({
      receivedAt: fc.integer({ min: 0, max: 4e12 }),
      transport: fc.constantFrom('mqtt' as const, 'onvif-pull' as const, 'onvif-push' as const, 'http' as const),
      vendor: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
      device: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
      topic: fc.string({ unit: 'grapheme', maxLength: 100 }),
      payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
      retain: fc.boolean(),
      dup: fc.boolean(),
      skewMs: fc.integer({ min: -1e9, max: 1e9 }),
    }),
    { maxLength: 20 },
  );

  it('come back as they went in', () => {
    fc.assert(
      fc.property(arrivals, (given) => {
        const messages = decodeFrames(9, encodeFrames(given), createRoutes());
        const routeOf = ({ vendor, device, topic }: Arrival) => ({ vendor, device, topic });
        expect(messages).toEqual(
          given.map((entry, frame) => ({ ...entry, position: { commit: 9, frame }, route: routeOf(entry) })),
        );
      }),
    );
  });

  it('read back from arbitrary bytes give messages or a RangeError, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeFrames(1, Buffer.from(bytes), createRoutes());
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('seal', () => {
  it('makes a key anew that a full disk or a crash cut short', () => {
    const folder = join(testDir(), 'keys');
    openSeal(folder);
    writeFileSync(join(folder, 'day-10.key.new'), 'half');
    const sealed = openSeal(folder).seal(Buffer.from('secret payload'), 10 * 86_400_000);
    expect(readdirSync(folder)).toEqual(['day-10.key']);
    expect(openSeal(folder).open(sealed).toString()).toBe('secret payload');
  });

  it('notices every flipped bit and forgets a day whose key was dropped', () => {
    const seal = openSeal(join(testDir(), 'keys'));
    const day = 86_400_000;
    const sealed = seal.seal(Buffer.from('secret payload'), 10 * day);
    expect(seal.open(sealed).toString()).toBe('secret payload');
    expect(sealed.includes('secret')).toBe(false);
    for (let bit = 40; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => seal.open(changed), `bit ${bit}`).toThrowError(/INBOX_CORRUPT/);
    }
    expect(seal.dropBefore(11 * day)).toBe(1);
    expect(() => seal.open(sealed)).toThrowError(/key of day 10 was dropped/);
  });
});
