import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openRecordedLog } from '../../gateway/inbox/recorded-log.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { testDir } from '../support/test-dir.ts';

const T0 = 1_764_720_000_000;
const SECOND = 1_000;

/** An inbox with a commit of two messages each second: the first in it, and one 100 ms later. */
async function recorded(commits: number) {
  const path = testDir();
  const seal = openSeal(testDir());
  const inbox = openInbox({
    ...{
      path,
      seal,
      quota: 2 ** 30,
      clock: realClock(),
      log: silentLog(),
      metrics: createMetrics(),
      other: 'feedback',
    },
  });
  const append = (number: number) =>
    Promise.all(
      [0, 100].map((later) =>
        inbox.append({
          ...{ receivedAt: T0 + number * SECOND + later, transport: 'mqtt', vendor: 'acme', device: 'd1' },
          ...{ topic: 'v1/acme/d1/telemetry', payload: Buffer.from(`${number}`), qos: 1, retain: false, dup: false },
        }),
      ),
    );
  for (let number = 0; number < commits; number++) await append(number);
  return { path, seal, inbox, append };
}

it('finds a stretch by time of arrival, with a commit that began before it', async () => {
  const { path, seal, inbox } = await recorded(10);
  await inbox.close();
  const log = openRecordedLog(path, seal);
  expect(log.stretch(T0 + 3 * SECOND, T0 + 5 * SECOND)).toEqual({ first: 3, last: 6, messages: 8 });
  expect(log.stretch(T0 + 3 * SECOND + 50, T0 + 3 * SECOND + 60)).toEqual({ first: 4, last: 4, messages: 2 });
  expect(log.stretch(0, 2 * T0)).toEqual({ first: 1, last: 10, messages: 20 });
  expect(log.stretch(0, T0 - 1)).toBeUndefined();
  expect(log.newestAt()).toBe(T0 + 9 * SECOND + 100);
  const commits = log.read(2, 4, { frames: 100 });
  expect(commits.map(({ commit, messages }) => [commit, messages.length])).toEqual([
    [3, 2],
    [4, 2],
  ]);
  await log.close();
});

it('sees what is written and removed meanwhile, and writes nothing itself', async () => {
  const { path, seal, inbox, append } = await recorded(3);
  const log = openRecordedLog(path, seal);
  expect(log.stretch(0, 2 * T0)?.last).toBe(3);
  await append(3);
  expect(log.stretch(0, 2 * T0)).toEqual({ first: 1, last: 4, messages: 8 });
  await inbox.trim(2, T0 + 9 * SECOND);
  expect(log.read(0, 4, { frames: 100 }).map(({ commit }) => commit)).toEqual([3, 4]);
  expect(inbox.head()).toBe(4);
  await log.close();
  await inbox.close();
});

it('says where there is no inbox', () => {
  expect(() => openRecordedLog(testDir(), openSeal(testDir()))).toThrow(/DATA_DIR_UNWRITABLE: .*holds no inbox/);
});
