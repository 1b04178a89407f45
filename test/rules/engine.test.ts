import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import type { RuleSpec } from '../../gateway/model/device.ts';
import { openRuleStore, type RuleStore } from '../../gateway/rules/rule-store.ts';
import {
  device,
  feed,
  forced,
  forcedRule,
  frames,
  HOUR,
  MINUTE,
  openEngine,
  SECOND,
  said,
  smoke,
  smokeRule,
  T0,
  typesOf,
  waiting,
} from '../support/rules-rig.ts';
import { silentRule, story, storyTypes } from '../support/rules-story.ts';
import { testDir } from '../support/test-dir.ts';

const CHILD = fileURLToPath(new URL('../support/rules-child.ts', import.meta.url));
const instant = { ...smokeRule, dwell: 0, quiet: 0 } as RuleSpec;

type Options = Parameters<typeof openEngine>[1];

/** An engine that is closed when the test ends, unless the test closed it. */
async function engineIn(path: string, options?: Options) {
  const engine = await openEngine(path, options);
  onTestFinished(() => engine.close());
  return engine;
}
const fresh = (options?: Options) => engineIn(testDir(), options);

describe('rules engine: values', () => {
  it('raises and clears with everything the pipeline needs', async () => {
    const engine = await fresh();
    const frame = frames();
    const owner = device('acme/d1', { assetCode: '3101130101000001', position: { lon: 121, lat: 31, crs: 'gcj02' } });
    await feed(engine, [
      frame(T0, [smoke(0.2)], { device: owner }),
      frame(T0 + 10 * SECOND, [smoke(0.3)], { device: owner }),
    ]);
    expect(waiting(engine)).toEqual([
      {
        candidateId: expect.stringMatching(/^c[0-9a-f]{31}$/),
        ...{ type: 'raise', deviceId: 'acme/d1', source: 'smoke', part: '', assetCode: '3101130101000001' },
        ...{ category: 'E0498', severity: 1, certainty: 0.9, at: T0 + 10 * SECOND, since: T0 },
        position: { lon: 121, lat: 31, crs: 'gcj02' },
        verdict: {
          ...{ ruleId: 'smoke-density', ruleVersion: expect.stringMatching(/^[0-9a-f]{8}$/), episode: 1 },
          inputs: { smoke: 0.2, set: 0.15, clear: 0.1, dwell: 10_000 },
        },
        ...{ simulated: false, commit: 1, frame: 0 },
      },
    ]);
    expect(engine.accounts()).toEqual({
      ...{ received: 2, decoded: 2, duplicate: 0, deadLettered: 0, givenUp: 0, candidates: 1, clears: 0 },
    });
  });

  it('fires dwell and quiet by the time of later messages, before those are evaluated', async () => {
    const engine = await fresh();
    const frame = frames();
    const other = device('acme/d2');
    await feed(engine, [
      frame(T0, [smoke(0.2)]),
      frame(T0 + 9 * SECOND, [smoke(0)], { device: other }),
      frame(T0 + 11 * SECOND, [smoke(0)]),
      frame(T0 + 20 * MINUTE, [smoke(0)], { device: other }),
    ]);
    expect(said(engine)).toEqual(['raise smoke-density #1 @10000', 'clear smoke-density #1 @611000']);
    expect(waiting(engine).map(({ commit }) => commit)).toEqual([2, 3]);
  });

  it('fires them by the clock when nothing comes', async () => {
    const engine = await fresh();
    await feed(engine, [frames()(T0, [smoke(0.2)])]);
    expect(engine.nextDue()).toBe(T0 + 10 * SECOND);
    await engine.advance(T0 + 9 * SECOND);
    expect(said(engine)).toEqual([]);
    await engine.advance(T0 + 10 * SECOND);
    expect(said(engine)).toEqual(['raise smoke-density #1 @10000']);
    expect(engine.nextDue()).toBeUndefined();
  });

  it('lets a device with a slow clock have its whole dwell', async () => {
    const engine = await fresh();
    const frame = frames();
    const slow = (at: number) => ({ time: at - HOUR });
    await feed(engine, [frame(T0, [smoke(0.9)], slow(T0)), frame(T0 + 5 * SECOND, [smoke(0)], slow(T0 + 5 * SECOND))]);
    await engine.advance(T0 + MINUTE);
    expect(said(engine)).toEqual([]);
  });

  it.each(['BAD', 'CALIBRATION'] as const)('raises nothing on %s values', async (quality) => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    await feed(engine, [frames()(T0, [smoke(0.9)], { quality })]);
    expect(said(engine)).toEqual([]);
  });

  it('raises on values of a device whose clock is unset: smoke is smoke', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    await feed(engine, [frames()(T0, [smoke(0.9)], { quality: 'SUSPECT' })]);
    expect(said(engine)).toEqual(['raise smoke-density #1 @0']);
  });

  it('raises on simulated values, marked so', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    await feed(engine, [frames()(T0, [smoke(0.9)], { quality: 'SIMULATED', simulated: true })]);
    expect(waiting(engine)[0]?.simulated).toBe(true);
  });

  it.each([2.1, -1, true, 'high'])('raises nothing on %s, which the channel cannot have', async (value) => {
    const rules: RuleSpec = { ...instant, set: -5, clear: -6 } as RuleSpec;
    const engine = await fresh({ deviceTypes: typesOf(rules) });
    await feed(engine, [frames()(T0, [smoke(value)])]);
    expect(said(engine)).toEqual([]);
  });

  it('takes booleans as levels', async () => {
    const trapped = { ...instant, id: 'trapped', channel: 'trapped', set: 1, clear: 1 } as RuleSpec;
    const engine = await fresh({ deviceTypes: typesOf(trapped) });
    const frame = frames();
    const value = (on: boolean) => ({ kind: 'value', channel: 'trapped', value: on }) as const;
    await feed(engine, [frame(T0, [value(false)]), frame(T0 + 1, [value(true)]), frame(T0 + 2, [value(false)])]);
    expect(said(engine)).toEqual(['raise trapped #1 @1', 'clear trapped #1 @2']);
  });

  it('evaluates late readings only while they are the newest, and none after 24 h', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    const frame = frames();
    await feed(engine, [frame(T0, [smoke(0.9)], { time: T0 - 24 * HOUR - 1 })]);
    expect(said(engine)).toEqual([]);
    await feed(engine, [frame(T0, [smoke(0.9)], { time: T0 - 23 * HOUR })]);
    expect(said(engine)).toEqual([`raise smoke-density #1 @${-23 * HOUR}`]);
    await feed(engine, [
      frame(T0, [smoke(0.01)], { time: T0 - HOUR }),
      frame(T0, [smoke(0.9)], { time: T0 - 2 * HOUR }),
      frame(T0, [smoke(0.01)], { time: T0 - 3 * HOUR }),
    ]);
    expect(engine.accounts()).toMatchObject({ candidates: 1, clears: 1 });
  });

  it('does not go deaf when a clock that ran ahead is put right', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    const frame = frames();
    await feed(engine, [
      frame(T0, [smoke(0)], { time: T0 + 4 * MINUTE }),
      frame(T0 + SECOND, [smoke(0.9)], { time: T0 + SECOND }),
    ]);
    expect(said(engine)).toEqual(['raise smoke-density #1 @1000']);
  });

  it('gives two levels episodes of their own', async () => {
    const high = { ...instant, id: 'high', set: 1, clear: 0.5, severity: 1 } as RuleSpec;
    const low = { ...instant, severity: 3 } as RuleSpec;
    const engine = await fresh({ deviceTypes: typesOf(low, high) });
    const frame = frames();
    await feed(
      engine,
      [0.2, 1.5, 0.3, 0.05].map((level, n) => frame(T0 + n, [smoke(level)])),
    );
    expect(said(engine)).toEqual([
      'raise smoke-density #1 @0',
      'raise high #1 @1',
      'clear high #1 @2',
      'clear smoke-density #1 @3',
    ]);
  });
});

describe('rules engine: events', () => {
  const door = { deviceTypes: typesOf(forcedRule) };

  it('raises nothing on a thousand baselines, and once on a change', async () => {
    const engine = await fresh(door);
    const frame = frames();
    const baselines = Array.from({ length: 1_000 }, (_, n) =>
      frame(T0 + n, [forced(true, { source: `Door${n % 20}`, baseline: true })]),
    );
    await feed(engine, baselines, 100);
    expect(engine.accounts().candidates).toBe(0);
    await feed(engine, [
      frame(T0 + 2_000, [forced(true, { source: 'Door1' })]),
      frame(T0 + 2_001, [forced(false, { source: 'Door1' })]),
      frame(T0 + 2_002, [forced(true, { source: 'Door1', baseline: true })]),
      frame(T0 + 2_003, [forced(true, { source: 'Door1' })]),
    ]);
    expect(said(engine)).toEqual(['raise forced-open #1 @2002']);
    expect(waiting(engine)[0]).toMatchObject({ source: 'door_forced_open|Door1', part: 'Door1' });
  });

  it('takes an unknown source that is on, and no baseline, as a change', async () => {
    const engine = await fresh(door);
    const frame = frames();
    await feed(engine, [frame(T0, [forced(true, { key: '7' })]), frame(T0 + 1, [forced(true, { key: '7' })])]);
    expect(said(engine)).toEqual(['raise forced-open #1 @0']);
  });

  it('tells two doors of one controller apart', async () => {
    const engine = await fresh(door);
    const part = (source: string) => forced(true, { source });
    await feed(engine, [frames()(T0, [part('Door1'), part('Door2')])]);
    expect(new Set(waiting(engine).map(({ candidateId }) => candidateId)).size).toBe(2);
    expect(engine.outbox.keys()).toEqual(['acme/d1#Door1|E0495', 'acme/d1#Door2|E0495']);
  });

  it('takes no state from an older happening', async () => {
    const engine = await fresh(door);
    const frame = frames();
    await feed(engine, [
      frame(T0 + 10, [forced(true)]),
      frame(T0 + 11, [forced(false)], { time: T0 + 5 }),
      frame(T0 + 12, [forced(true)]),
    ]);
    expect(said(engine)).toEqual(['raise forced-open #1 @10']);
  });

  it('believes a contact whose clock is wrong', async () => {
    const engine = await fresh(door);
    await feed(engine, [frames()(T0, [forced(true)], { quality: 'SUSPECT' })]);
    expect(said(engine)).toEqual(['raise forced-open #1 @0']);
  });

  it('clears a stuck on, and then takes only a live on as a new one', async () => {
    const engine = await fresh({ deviceTypes: typesOf({ ...forcedRule, maxOn: MINUTE } as RuleSpec) });
    const frame = frames();
    await feed(engine, [frame(T0, [forced(true)])]);
    await engine.advance(T0 + HOUR);
    await feed(engine, [frame(T0 + HOUR, [forced(true, { baseline: true })])]);
    expect(engine.accounts()).toMatchObject({ candidates: 1, clears: 1 });
    await feed(engine, [frame(T0 + HOUR + 1, [forced(false)]), frame(T0 + HOUR + 2, [forced(true)])]);
    expect(engine.accounts()).toMatchObject({ candidates: 2, clears: 1 });
  });

  it('counts occurrences and never raises on their baselines', async () => {
    const denied: RuleSpec = {
      ...{ id: 'denied', kind: 'event', category: 'E0495', code: 'access_denied', dwell: 0, quiet: 10 * MINUTE },
      ...{ count: 5, window: 2 * MINUTE },
    };
    const engine = await fresh({ deviceTypes: typesOf(denied) });
    const frame = frames();
    const at = (time: number, baseline = false) =>
      frame(time, [{ kind: 'event', code: 'access_denied', active: true, stateful: false, baseline }]);
    await feed(
      engine,
      Array.from({ length: 10 }, (_, n) => at(T0 + n, true)),
    );
    await feed(
      engine,
      [0, 20, 40, 60].map((second) => at(T0 + second * SECOND)),
    );
    expect(said(engine)).toEqual([]);
    await feed(engine, [at(T0 + 80 * SECOND), at(T0 + 81 * SECOND)]);
    expect(said(engine)).toEqual(['raise denied #1 @80000']);
    await engine.advance(T0 + HOUR);
    expect(engine.accounts().clears).toBe(1);
  });
});

describe('rules engine: duplicates', () => {
  const options = { deviceTypes: typesOf(instant) };

  it('counts a repeat and does nothing else with it, also after a restart', async () => {
    const path = testDir();
    const first = await engineIn(path, options);
    const frame = frames();
    await feed(first, [frame(T0, [smoke(0.9)], { identity: 'a' }), frame(T0 + 1, [smoke(0)], { identity: 'b' })]);
    await feed(first, [frame(T0 + 2, [smoke(0.9)], { identity: 'a' })]);
    expect(first.accounts()).toMatchObject({ received: 3, decoded: 2, duplicate: 1, candidates: 1, clears: 1 });
    await first.close();
    const second = await engineIn(path, options);
    await feed(second, [frame(T0 + 3, [smoke(0.9)], { identity: 'a' })]);
    expect(second.accounts()).toMatchObject({ received: 4, decoded: 2, duplicate: 2, candidates: 1 });
    await feed(second, [frame(T0 + 4, [smoke(0)], { identity: 'a', device: device('acme/d2') })]);
    expect(second.accounts()).toMatchObject({ decoded: 3 });
  });

  it('needs the DUP flag where the payload has no time', async () => {
    const engine = await fresh(options);
    const frame = frames();
    const timeless = { identity: 'x', needsDup: true };
    await feed(engine, [frame(T0, [smoke(0)], timeless), frame(T0 + 1, [smoke(0)], timeless)]);
    expect(engine.accounts().duplicate).toBe(0);
    await feed(engine, [frame(T0 + 2, [smoke(0)], { ...timeless, dup: true })]);
    expect(engine.accounts().duplicate).toBe(1);
  });

  it('keeps windows through their checkpoint', async () => {
    const path = testDir();
    const first = await engineIn(path, options);
    const frame = frames();
    const fleet = Array.from({ length: 700 }, (_, n) => device(`acme/f${n}`));
    const all = Array.from({ length: 70_000 }, (_, n) =>
      frame(T0 + n, [], { device: fleet[n % fleet.length] ?? device(), identity: `${n}` }),
    );
    await feed(first, all, 7_000);
    await first.close();
    const second = await engineIn(path, options);
    const again = all
      .slice(-7_000)
      .map((old) => ({ ...old, message: { ...old.message, position: { commit: 80_000, frame: 0 } } }));
    await feed(second, again);
    expect(second.accounts()).toMatchObject({ decoded: 70_000, duplicate: 7_000 });
  });
});

/** Also 1970-01-02, epoch ms: what a clock without a battery says. */
const DAY = 24 * HOUR;

describe('rules engine: silence', () => {
  const options = { deviceTypes: typesOf(silentRule) };

  it('raises once for a silent device and clears when it is back', async () => {
    const engine = await fresh(options);
    const frame = frames();
    await feed(engine, [frame(T0, [smoke(0)]), frame(T0 + 30 * MINUTE, [smoke(0)])]);
    await engine.advance(T0 + 89 * MINUTE);
    expect(said(engine)).toEqual([]);
    await engine.advance(T0 + 90 * MINUTE);
    await engine.advance(T0 + 900 * MINUTE);
    await feed(engine, [frame(T0 + 901 * MINUTE, [smoke(0)])]);
    expect(said(engine)).toEqual([`raise silent #1 @${90 * MINUTE}`, `clear silent #1 @${901 * MINUTE}`]);
    expect(waiting(engine)[0]).toMatchObject({ category: 'E0490', since: T0 + 30 * MINUTE });
  });

  it('raises two minutes after a last will, unless the device comes back', async () => {
    const engine = await fresh(options);
    const frame = frames();
    const will = (at: number) => frame(at, [{ kind: 'status', online: false }]);
    await feed(engine, [
      frame(T0, [smoke(0)]),
      will(T0 + SECOND),
      frame(T0 + MINUTE, [{ kind: 'status', online: true }]),
    ]);
    await engine.advance(T0 + 5 * MINUTE);
    expect(said(engine)).toEqual([]);
    expect(engine.device('acme/d1')).toMatchObject({ online: true, lastSeen: T0 + MINUTE });
    await feed(engine, [will(T0 + 6 * MINUTE)]);
    expect(engine.device('acme/d1')).toMatchObject({ online: false, lastSeen: T0 + MINUTE });
    await engine.advance(T0 + 8 * MINUTE);
    expect(said(engine)).toEqual([`raise silent #1 @${8 * MINUTE}`]);
  });

  it('raises none for devices that reported under a wrong clock, once it is right again', async () => {
    const path = testDir();
    const frame = frames();
    const [here, other] = [device('acme/here'), device('acme/other')];
    const first = await engineIn(path, options);
    await feed(first, [frame(T0, [smoke(0)], { device: here }), frame(T0, [smoke(0)], { device: other })]);
    await first.close();
    // Back up with an empty battery: the clock says 1970, and both report.
    const clock = stepClock(DAY);
    let right = false;
    const second = await engineIn(path, { ...options, clock, clockIsRight: () => right });
    for (let report = 1; report <= 3; report++) {
      clock.advance(DAY + report * HOUR);
      await feed(
        second,
        [here, other].map((owner) => frame(clock.now(), [smoke(0)], { device: owner })),
      );
      await second.advance(clock.now());
    }
    // The time server answers, four hours after the last start. One of them has died meanwhile.
    right = true;
    const set = T0 + 4 * HOUR;
    clock.advance(set);
    for (const at of [set, set + HOUR / 2]) await feed(second, [frame(at, [smoke(0)], { device: here })]);
    await second.advance(set + HOUR - 1);
    expect(said(second)).toEqual([]);
    clock.advance(set + HOUR);
    await feed(second, [frame(set + HOUR, [smoke(0)], { device: here })]);
    expect(said(second)).toEqual([`raise silent #1 @${5 * HOUR}`]);
    expect(waiting(second)[0]).toMatchObject({ deviceId: 'acme/other' });
  });

  it('raises none when the first clock of all was wrong, and looks again by itself', async () => {
    const clock = stepClock(DAY);
    let right = false;
    const engine = await fresh({ ...options, clock, clockIsRight: () => right });
    const frame = frames();
    await feed(engine, [frame(DAY, [smoke(0)])]);
    clock.advance(2 * DAY);
    await engine.advance(2 * DAY);
    expect([said(engine), (engine.nextDue() ?? 0) > 2 * DAY]).toEqual([[], true]);
    right = true;
    clock.advance(T0);
    await engine.advance(T0);
    expect([said(engine), engine.nextDue()]).toEqual([[], T0 + HOUR]);
    await engine.advance(T0 + HOUR);
    expect(said(engine)).toEqual([`raise silent #1 @${HOUR}`]);
  });

  it('raises no storm after downtime, whatever is read first', async () => {
    const path = testDir();
    const first = await engineIn(path, options);
    const frame = frames();
    const fleet = Array.from({ length: 20 }, (_, n) => device(`acme/f${n}`));
    await feed(
      first,
      fleet.map((owner) => frame(T0, [smoke(0)], { device: owner })),
    );
    await first.close();
    const up = T0 + 8 * HOUR;
    const second = await engineIn(path, { ...options, startedAt: up });
    await feed(second, [
      frame(T0 + MINUTE, [{ kind: 'status', online: false }]),
      frame(up + SECOND, [smoke(0)], { device: device('acme/f1') }),
    ]);
    await second.advance(up + 59 * MINUTE);
    expect(second.accounts().candidates).toBe(0);
    await second.advance(up + HOUR);
    expect(second.accounts().candidates).toBe(19 + 1);
  });

  it('gives every device its time again after a sleep of the machine, whatever is read first, and then finds who is gone', async () => {
    for (const first of ['message', 'timer']) {
      let awakeSince = 0;
      const engine = await fresh({ ...options, startedAt: T0, awakeSince: () => awakeSince });
      const frame = frames();
      const fleet = Array.from({ length: 20 }, (_, n) => device(`acme/f${n}`));
      const report = (at: number) => (owner: (typeof fleet)[number]) => frame(at, [smoke(0)], { device: owner });
      await feed(engine, fleet.map(report(T0)));
      await feed(engine, [frame(T0 + MINUTE, [{ kind: 'status', online: false }], { device: device('acme/f2') })]);
      // Lid down a minute later; up in the morning.
      awakeSince = T0 + 8 * HOUR;
      if (first === 'timer') await engine.advance(awakeSince);
      await feed(engine, fleet.slice(0, 15).map(report(awakeSince + SECOND)));
      await engine.advance(awakeSince + HOUR - SECOND);
      expect([first, said(engine)]).toEqual([first, []]);
      expect(engine.nextDue()).toBe(awakeSince + HOUR);
      await feed(engine, fleet.slice(0, 15).map(report(awakeSince + HOUR - SECOND)));
      await engine.advance(awakeSince + HOUR);
      expect([first, waiting(engine).map(({ deviceId }) => deviceId)]).toEqual([
        first,
        fleet.slice(15).map(({ deviceId }) => deviceId),
      ]);
      expect(engine.accounts().clears).toBe(0);
    }
  });

  it('hears a dead letter as a sign of life, but not one of a stranger', async () => {
    const engine = await fresh(options);
    const frame = frames();
    const rejected = (code: string, owner = device()) =>
      frame(T0 + 50 * MINUTE, [], { device: owner, rejection: { code, detail: 'x' } });
    await feed(engine, [
      frame(T0, [smoke(0)]),
      rejected('PAYLOAD_NOT_JSON'),
      rejected('DEVICE_UNKNOWN', device('no/body')),
    ]);
    await engine.advance(T0 + 100 * MINUTE);
    expect(said(engine)).toEqual([]);
    expect(engine.accounts()).toMatchObject({ received: 3, decoded: 1, deadLettered: 2 });
    expect(engine.device('no/body')).toBeUndefined();
  });
});

describe('rules engine: exactly once', () => {
  const options = { deviceTypes: storyTypes };
  const all = story();
  const ids = (engine: Awaited<ReturnType<typeof openEngine>>) => waiting(engine).map(({ candidateId }) => candidateId);

  async function reference() {
    const engine = await fresh(options);
    await feed(engine, all);
    return { ids: ids(engine), accounts: engine.accounts() };
  }

  it('says the same however the inbox is cut into batches', async () => {
    const expected = await reference();
    expect(expected.ids.length).toBeGreaterThan(30);
    const path = testDir();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 12 }), async (sizes) => {
        const engine = await openEngine(join(path, `${runs++}`), options);
        let at = 0;
        for (let turn = 0; at < all.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          await feed(engine, all.slice(at, at + size));
          at += size;
        }
        const got = { ids: ids(engine), accounts: engine.accounts() };
        await engine.close();
        expect(got).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('says the same over a restart at any point, also when a batch is read again', async () => {
    const expected = await reference();
    for (const cut of [1, 90, 201, 399]) {
      const path = testDir();
      const first = await engineIn(path, options);
      await feed(first, all.slice(0, cut), 50);
      await first.close();
      const second = await engineIn(path, options);
      expect(second.cursor).toBe(cut);
      await feed(second, all.slice(Math.max(0, cut - 60), cut), 20);
      await feed(second, all.slice(Math.max(0, cut - 5)), 75);
      expect({ ids: ids(second), accounts: second.accounts() }).toEqual(expected);
    }
  });

  it('says the same when the disk fails a commit and the batch comes again', async () => {
    const expected = await reference();
    let commits = 0;
    const failing = (path: string): RuleStore => {
      const store = openRuleStore(path);
      return {
        ...store,
        commit: (changes) => (++commits % 3 === 0 ? Promise.reject(new Error('ENOSPC')) : store.commit(changes)),
      };
    };
    const engine = await fresh({ ...options, openStore: failing });
    let failures = 0;
    for (let at = 0; at < all.length; at += 40) {
      const batch = all.slice(at, at + 40);
      await feed(engine, batch).catch(async (error: Error) => {
        expect(error.message).toBe('ENOSPC');
        expect(engine.cursor).toBe(at);
        failures++;
        await feed(engine, batch);
      });
    }
    expect(failures).toBeGreaterThan(2);
    expect({ ids: ids(engine), accounts: engine.accounts() }).toEqual(expected);
  });

  it('says the same when it is killed again and again, and forgets nothing it promised', async () => {
    const expected = await reference();
    const path = testDir();
    let promised = 0;
    let kills = 0;
    while (promised < all.length) {
      const child = spawn(process.execPath, [CHILD, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const limit = promised + 60 + kills * 13;
      let lines = '';
      child.stdout.on('data', (text: Buffer) => {
        lines += text.toString();
        promised = Number(lines.slice(0, lines.lastIndexOf('\n')).split('\n').at(-1));
        if (promised >= limit && child.exitCode === null) child.kill('SIGKILL');
      });
      await once(child, 'close');
      kills++;
    }
    const engine = await engineIn(path, options);
    expect(kills).toBeGreaterThan(2);
    expect(engine.cursor).toBe(all.length);
    expect({ ids: ids(engine), accounts: engine.accounts() }).toEqual(expected);
  }, 30_000);
});

describe('rules engine: types and registry', () => {
  it('ends episodes of a rule that is gone', async () => {
    const path = testDir();
    const first = await engineIn(path, { deviceTypes: typesOf(instant) });
    await feed(first, [frames()(T0, [smoke(0.9)])]);
    await first.close();
    const second = await engineIn(path, { deviceTypes: typesOf(forcedRule) });
    expect(said(second)).toEqual(['raise smoke-density #1 @0', 'clear smoke-density #1 @0']);
    expect(waiting(second)[1]).toMatchObject({ category: 'E0498', verdict: { inputs: { withdrawn: true } } });
    await second.close();
    const third = await engineIn(path, { deviceTypes: typesOf(forcedRule) });
    expect(third.outbox.size).toBe(2);
  });

  it('follows a device that changes its type', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    const frame = frames();
    const unknown = device('acme/d1', { typeId: 'nothing-yet' });
    await feed(engine, [frame(T0, [smoke(0.9)], { device: unknown }), frame(T0 + 1, [smoke(0.9)])]);
    expect(said(engine)).toEqual(['raise smoke-density #1 @1']);
  });

  it('forgets a device that is no longer registered', async () => {
    const path = testDir();
    const types = { deviceTypes: typesOf(instant, silentRule, forcedRule) };
    const engine = await engineIn(path, types);
    const frame = frames();
    await feed(engine, [frame(T0, [smoke(0.9), forced(false)])]);
    await engine.forget('acme/d1');
    expect(said(engine)).toEqual(['raise smoke-density #1 @0', 'clear smoke-density #1 @0']);
    await engine.advance(T0 + 50 * HOUR);
    await engine.close();
    const again = await engineIn(path, types);
    await again.advance(T0 + 99 * HOUR);
    expect(again.accounts().candidates).toBe(1);
    expect(again.device('acme/d1')).toBeUndefined();
  });

  it('tells what it knows of a device', async () => {
    const engine = await fresh({ deviceTypes: typesOf(smokeRule, forcedRule) });
    await feed(engine, [frames()(T0, [smoke(0.9), forced(true)])]);
    expect(engine.device('acme/d1')).toEqual({
      ...{ lastSeen: T0, online: true, typeId: 'smoke' },
      channels: [{ channel: 'smoke', time: T0, value: 0.9 }],
      episodes: [
        { ruleId: 'smoke-density', source: 'smoke', phase: 'pending', episode: 0, since: T0, due: T0 + 10 * SECOND },
        { ruleId: 'forced-open', source: 'door_forced_open', phase: 'active', episode: 1, since: T0 },
      ],
      states: [{ source: 'door_forced_open', active: true, time: T0 }],
    });
  });

  it('uses the position a mobile device sends, and the registered one of a fixed device', async () => {
    const engine = await fresh({ deviceTypes: typesOf(instant) });
    const frame = frames();
    const registered = { lon: 121, lat: 31, crs: 'wgs84' } as const;
    const sent = { lon: 1, lat: 2, crs: 'wgs84' } as const;
    for (const mobility of ['FIXED', 'MOBILE'] as const) {
      const made = frame(T0, [smoke(0.9)], { device: device(`acme/${mobility}`, { mobility, position: registered }) });
      await feed(engine, [{ ...made, observations: made.observations.map((one) => ({ ...one, position: sent })) }]);
    }
    expect(waiting(engine).map(({ position }) => position)).toEqual([registered, sent]);
  });
});
