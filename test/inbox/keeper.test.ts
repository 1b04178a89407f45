import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Inbox, openInbox } from '../../gateway/inbox/inbox.ts';
import { diskQuota, startInboxKeeper } from '../../gateway/inbox/keeper.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { testDir } from '../support/test-dir.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;

const arrival = (receivedAt: number, size = 4_000): Arrival => ({
  ...{ receivedAt, transport: 'mqtt', vendor: 'acme', device: 's1', topic: 'v1/acme/s1/telemetry' },
  ...{ payload: Buffer.alloc(size, 'x'), qos: 1, retain: false, dup: false },
});

/** An inbox and its keeper, whose seconds pass when the test says so. */
function open(options: { wanted?: number; retention?: number } = {}) {
  const folder = testDir();
  const metrics = createMetrics();
  const log = silentLog();
  const seal = openSeal(join(folder, 'keys'));
  const path = join(folder, 'inbox');
  const wanted = options.wanted ?? 2 ** 30;
  const inbox: Inbox = openInbox({
    path,
    seal,
    quota: wanted,
    clock: { monotonic: () => performance.now() },
    log,
    metrics,
  });
  const state = { passed: 0, held: false };
  let tick = () => {};
  const clock = {
    now: () => NOW,
    monotonic: () => 0,
    every(_ms: number, fire: () => void) {
      tick = fire;
      return () => {};
    },
  };
  const keeper = startInboxKeeper({
    ...{ inbox, seal, folder: path, wanted, retention: options.retention ?? DAY, clock, log, metrics },
    passed: () => state.passed,
    held: () => state.held,
  });
  return {
    ...{ inbox, seal, state, keeper },
    fill: async (until: () => boolean) => {
      for (let count = 0; count < 1_000 && !until(); count++) await inbox.append(arrival(NOW)).catch(() => undefined);
    },
    commits: () => inbox.read(0, 1e6).map(({ commit }) => commit),
    async seconds(count: number) {
      for (let second = 0; second < count; second++) tick();
      await keeper.stop();
    },
    gauge: async (name: string) =>
      (await metrics.registry.getSingleMetric(`gridwarden_${name}`)?.get())?.values[0]?.value,
    async close() {
      await keeper.stop();
      await inbox.close();
    },
  };
}

describe('inbox keeper', () => {
  it('gives the inbox 80 % of its disk at most', () => {
    const folder = testDir();
    const most = diskQuota(folder, Number.MAX_SAFE_INTEGER);
    expect(most).toBeGreaterThan(2 ** 20);
    expect(most).toBeLessThan(Number.MAX_SAFE_INTEGER);
    expect(diskQuota(folder, 4_096)).toBe(4_096);
    expect(diskQuota(join(folder, 'not there'), 4_096)).toBe(4_096);
    expect(Math.abs(diskQuota(join(folder, 'not there'), Number.MAX_SAFE_INTEGER, folder) / most - 1)).toBeLessThan(
      0.1,
    );
  });

  it('removes once a minute what is old and passed, and the keys of its days', async () => {
    const kept = open();
    for (const days of [5, 4, 3, 0]) await kept.inbox.append(arrival(NOW - days * DAY));
    const sealed = kept.seal.seal(Buffer.from('old'), NOW - 5 * DAY);
    kept.state.passed = 4;
    await kept.seconds(58);
    expect(kept.commits()).toEqual([1, 2, 3, 4]);
    await kept.seconds(1);
    expect(kept.commits()).toEqual([4]);
    expect(() => kept.seal.open(sealed)).toThrowError(/key of day/);
    await kept.close();
  });

  it('keeps what a reader has not passed, with its key, however old; and everything while held', async () => {
    const kept = open();
    for (const days of [9, 8, 7, 0]) await kept.inbox.append(arrival(NOW - days * DAY));
    kept.state.passed = 1;
    await kept.seconds(60);
    expect(kept.commits()).toEqual([2, 3, 4]);
    kept.state.passed = 4;
    kept.state.held = true;
    await kept.seconds(120);
    expect(kept.commits()).toEqual([2, 3, 4]);
    await kept.close();
  });

  it('keeps the key of a message that was replayed long after it came', async () => {
    const kept = open();
    await kept.inbox.append(arrival(NOW));
    await kept.inbox.append(arrival(NOW - 40 * DAY));
    kept.state.passed = 1;
    await kept.seconds(60);
    expect(kept.commits()).toEqual([1, 2]);
    await kept.close();
  });

  it('removes what is passed at once under pressure, and takes messages again by itself', async () => {
    const kept = open({ wanted: 200_000 });
    await kept.fill(() => kept.inbox.refusal() !== undefined);
    expect(kept.inbox.refusal()).toContain('quota of 200000 bytes');
    const head = kept.inbox.head();
    await kept.seconds(1);
    expect([kept.inbox.refusal() !== undefined, await kept.gauge('inbox_refusing')]).toEqual([true, 1]);
    // A little room is not enough to open again; nobody has to send anything for it.
    kept.state.passed = 1;
    await kept.seconds(1);
    expect(kept.inbox.refusal()).toContain('quota');
    kept.state.passed = head - 1;
    await kept.seconds(1);
    expect(kept.inbox.refusal()).toBeUndefined();
    await kept.seconds(1);
    expect(await kept.gauge('inbox_refusing')).toBe(0);
    expect(await kept.gauge('inbox_quota_bytes')).toBe(200_000);
    expect(kept.commits()).toEqual([head]);
    await expect(kept.inbox.append(arrival(NOW))).resolves.toMatchObject({ commit: head + 1 });
    await kept.close();
  });
});
