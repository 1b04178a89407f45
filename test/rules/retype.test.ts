import { describe, expect, it, onTestFinished } from 'vitest';
import type { DeviceType } from '../../gateway/model/device.ts';
import type { RuleSpec } from '../../gateway/model/rule-spec.ts';
import { withModes } from '../../gateway/rules/mode-overrides.ts';
import { device, feed, frames, MINUTE, openEngine, said, T0, waiting } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

const HOUR = 60 * MINUTE;
const base = { category: 'E0406', dwell: 0, quiet: 0 } as const;
const level = (set: number, id = 'level'): RuleSpec => ({
  ...{ ...base, id, kind: 'threshold', channel: 'level', direction: 'above', set, clear: set / 2 },
});
const gauge = (...rules: RuleSpec[]): DeviceType => ({
  ...{ typeId: 'flood', name: { zh: '液位', en: 'level' }, heartbeat: MINUTE, events: {}, rules },
  channels: { level: { unit: 'cm', kind: 'number' } },
});
const typesOf = (type: DeviceType) => new Map([[type.typeId, type]]);
const mode = (id: string, set: number) => ({
  ...{ id, name: { zh: id, en: id }, sampling: [], routing: [], deferred: [] },
  thresholds: [{ typeId: 'flood', ruleId: 'level', set, clear: set / 2 }],
});

async function engineOf(type: DeviceType, more: Parameters<typeof openEngine>[1] = {}, path = testDir()) {
  const engine = await openEngine(path, { deviceTypes: typesOf(type), ...more });
  onTestFinished(() => engine.close());
  return engine;
}

const d1 = device('acme/d1', { typeId: 'flood' });
const reading = (value: number) => [{ kind: 'value', channel: 'level', value }] as const;

describe('device types that change while the rules run', () => {
  it('decide on the new limits from the next message on, in the mode of the moment', async () => {
    const type = gauge(level(25));
    const engine = await engineOf(type, { mode: () => 'FLOOD' });
    const frame = frames();
    await engine.retype(withModes(typesOf(type), [mode('FLOOD', 20)]));
    await feed(engine, [frame(T0, reading(18), { device: d1 })]);
    expect(said(engine)).toEqual([]);
    await engine.retype(withModes(typesOf(type), [mode('FLOOD', 15)]));
    expect(engine.why('acme/d1')?.[0]?.limits).toMatchObject({ set: 15, clear: 7.5 });
    await feed(engine, [frame(T0 + MINUTE, reading(18), { device: d1 })]);
    expect(said(engine)).toEqual([`raise level #1 @${MINUTE}`]);
    expect(waiting(engine)[0]?.verdict.inputs).toMatchObject({ set: 15 });
  });

  it('end the alarms of a rule that is gone, and keep those of one that stays', async () => {
    const engine = await engineOf(gauge(level(10), level(20, 'high')));
    const frame = frames();
    await feed(engine, [frame(T0, reading(30), { device: d1 })]);
    await engine.retype(typesOf(gauge(level(12))));
    expect(said(engine).sort()).toEqual(['clear high #1 @0', 'raise high #1 @0', 'raise level #1 @0']);
    await feed(engine, [frame(T0 + MINUTE, reading(1), { device: d1 })]);
    expect(said(engine)).toContain(`clear level #1 @${MINUTE}`);
  });

  it('are kept as they were when an expression of the new ones cannot be compiled', async () => {
    const compile = (text: string) => {
      if (text === 'broken') throw new Error('no such channel');
      return () => true;
    };
    const engine = await engineOf(gauge(level(10)), { expressions: { compile } });
    const broken: RuleSpec = { ...base, id: 'x', kind: 'expression', channels: ['level'], raise: 'broken' };
    await expect(engine.retype(typesOf(gauge(level(1), broken)))).rejects.toThrow('no such channel');
    await feed(engine, [frames()(T0, reading(5), { device: d1 })]);
    expect(said(engine)).toEqual([]);
  });

  it('are the same after a restart with the new ones', async () => {
    const path = testDir();
    const first = await openEngine(path, { deviceTypes: typesOf(gauge(level(10))) });
    await feed(first, [frames()(T0, reading(30), { device: d1 })]);
    const next = typesOf(gauge(level(40)));
    await first.retype(next);
    await first.close();
    const second = await openEngine(path, { deviceTypes: next });
    onTestFinished(() => second.close());
    expect(second.device('acme/d1')?.episodes).toMatchObject([{ ruleId: 'level', phase: 'active' }]);
    expect(second.limits(d1)).toMatchObject({ level: { set: 40 } });
  });
});

describe('limits of one device', () => {
  it('hold at once, without a message of it', async () => {
    const engine = await engineOf(gauge(level(10)));
    const frame = frames();
    await feed(engine, [frame(T0, reading(1), { device: d1 })]);
    const own = { ...d1, overrides: { level: { set: 40, clear: 30 } } };
    await engine.registered([own, device('acme/unheard', { typeId: 'flood' })]);
    expect(engine.why('acme/d1')?.[0]?.limits).toMatchObject({ set: 40 });
    expect(engine.device('acme/unheard')).toBeUndefined();
    await feed(engine, [frame(T0 + MINUTE, reading(35), { device: own })]);
    expect(said(engine)).toEqual([]);
  });

  it('make a silence due sooner than the timer that ran', async () => {
    const silent: RuleSpec = { id: 'silent', kind: 'silent', category: 'E0490', offlineAfter: 24 * HOUR };
    const engine = await engineOf(gauge(silent));
    await feed(engine, [frames()(T0, reading(1), { device: d1 })]);
    await engine.registered([{ ...d1, overrides: { silent: { offlineAfter: HOUR } } }]);
    await engine.advance(T0 + 2 * HOUR);
    expect(said(engine)).toEqual([`raise silent #1 @${HOUR}`]);
  });
});
