import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { openDeadLetters } from '../../gateway/ingest/dead-letters.ts';
import { createReplays } from '../../gateway/ingest/replays.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { testDir } from '../support/test-dir.ts';

const clock = realClock();
const device = { deviceId: 'acme/s1' } as Decoded['device'];
const arrival = (text: string): Arrival => ({
  ...{ receivedAt: 1_772_323_201_000, transport: 'mqtt', vendor: 'acme', device: 's1' },
  ...{ topic: 'v1/acme/s1/telemetry', qos: 1, retain: false, dup: false, payload: Buffer.from(text) },
});
const rejected = (commit: number, text: string): Decoded => ({
  message: { ...arrival(text), position: { commit, frame: 0 } },
  ...{ device, observations: [], identity: { kind: '', time: undefined, mark: 0, by: 'content' } },
  ...{ identityNeedsDup: true, rejection: { code: 'PAYLOAD_NOT_JSON', detail: 'not JSON' } },
});
const idOf = (commit: number) => `${String(commit).padStart(12, '0')}-0000`;

/** Both stores of a folder, as a start opens them; `passed` is what readers have passed. */
function stores(folder: string, passed = () => Number.POSITIVE_INFINITY) {
  const inbox = openInbox({
    ...{ path: join(folder, 'inbox'), seal: openSeal(join(folder, 'keys')), quota: 2 ** 30 },
    ...{ clock, log: silentLog(), metrics: createMetrics() },
  });
  const records = openRecords(openDatabase(join(folder, 'records.sqlite')), clock);
  const deadLetters = openDeadLetters({
    ...{ records, seal: openSeal(join(folder, 'keys-letters')), isReplayed: inbox.isReplayed },
  });
  return {
    ...{ inbox, deadLetters, replays: createReplays({ inbox, deadLetters, passed }), records },
    texts: () =>
      inbox.read(0, 1_000).flatMap(({ messages }) => messages.map(({ payload }) => Buffer.from(payload).toString())),
    async close() {
      await inbox.close();
      await records.close();
    },
  };
}

it('puts letters into the inbox once, whoever asks how often, and counts them', async () => {
  const { inbox, deadLetters, replays, texts, close } = stores(testDir());
  await deadLetters.keep([rejected(1, 'a'), rejected(2, 'b'), rejected(3, 'c')]);
  const twice = [idOf(1), idOf(2), idOf(1)];
  expect(await replays.replay([...twice, 'nothing'])).toBe(2);
  expect(await Promise.all([replays.replay([idOf(3)]), replays.replay([idOf(3)])])).toEqual([1, 1]);
  expect(await replays.replay([...twice, idOf(3)])).toBe(0);
  expect([texts().sort(), deadLetters.count(), inbox.replayed(), inbox.replays()]).toEqual([
    ...[['a', 'b', 'c'], 0, 3, []],
  ]);
  await close();
});

it.each(['before the message is written', 'before the letter goes', 'before the mark goes'])(
  'puts a letter in once when the process ends %s',
  async (when) => {
    const folder = testDir();
    const first = stores(folder);
    await first.deadLetters.keep([rejected(1, 'a')]);
    const died = () => Promise.reject(new Error('killed'));
    const { inbox, deadLetters } = first;
    const dying = createReplays({
      inbox: {
        replay: when === 'before the message is written' ? died : inbox.replay,
        replays: inbox.replays,
        forgetReplays: died,
      },
      deadLetters: {
        arrival: deadLetters.arrival,
        remove: when === 'before the letter goes' ? died : deadLetters.remove,
      },
      passed: () => Number.POSITIVE_INFINITY,
    });
    await expect(dying.replay([idOf(1)])).rejects.toThrow('killed');
    await first.close();

    const again = stores(folder);
    await again.replays.recover();
    await again.replays.replay([idOf(1)]);
    expect([again.texts(), again.deadLetters.count(), again.inbox.replayed(), again.inbox.replays()]).toEqual([
      ...[['a'], 0, 1, []],
    ]);
    await again.close();
  },
);

it('does not keep a replayed message as a letter again while a reader may still come by it', async () => {
  let passed = 0;
  const { inbox, deadLetters, replays, close } = stores(testDir(), () => passed);
  await deadLetters.keep([rejected(1, 'a')]);
  await replays.replay([idOf(1)]);
  await deadLetters.keep([rejected(1, 'a'), rejected(2, 'b')]);
  expect(deadLetters.list({ limit: 9 }).map(({ deadLetterId }) => deadLetterId)).toEqual([idOf(2)]);
  expect(inbox.replays()).toEqual([idOf(1)]);
  passed = 1;
  await replays.recover();
  expect(inbox.replays()).toEqual([]);
  await close();
});

it('keeps the letters that the inbox did not take, and only those', async () => {
  const { inbox, deadLetters, close, texts } = stores(testDir());
  await deadLetters.keep([rejected(1, 'a'), rejected(2, 'b')]);
  const full = new GatewayError('INBOX_FULL', 'the quota is used up');
  const half = createReplays({
    inbox: {
      ...inbox,
      replay: (mark, message) => (mark === idOf(1) ? Promise.reject(full) : inbox.replay(mark, message)),
    },
    ...{ deadLetters, passed: () => 9 },
  });
  await expect(half.replay([idOf(1), idOf(2)])).rejects.toBe(full);
  expect([texts(), deadLetters.list({ limit: 9 }).map(({ deadLetterId }) => deadLetterId)]).toEqual([['b'], [idOf(1)]]);
  await close();
});
