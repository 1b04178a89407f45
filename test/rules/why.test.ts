import { expect, it, onTestFinished } from 'vitest';
import type { DeviceType } from '../../gateway/model/device.ts';
import type { RuleSpec } from '../../gateway/model/rule-spec.ts';
import { device, feed, frames, HOUR, MINUTE, openEngine, type Part, T0 } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

const base = { category: 'E0406' } as const;
const held = { ...base, dwell: 0, quiet: 0 } as const;
const over = { direction: 'above', set: 50, clear: 40 } as const;
const station = { type: 'station', channel: 'level', maxAge: HOUR } as const;

/** One rule of every kind there is; adding a kind without one here does not compile. */
const RULES: { readonly [Kind in RuleSpec['kind']]: Extract<RuleSpec, { kind: Kind }> } = {
  threshold: { ...held, ...over, id: 'threshold', kind: 'threshold', channel: 'level' },
  mean: {
    ...{ ...base, ...over, id: 'mean', kind: 'mean', channel: 'level', window: HOUR },
    ...{ windows: 1, clearWindows: 1, minSamples: 1 },
  },
  rate: { ...held, ...over, id: 'rate', kind: 'rate', channel: 'level', window: 10 * MINUTE, per: MINUTE },
  forecast: { ...held, ...over, id: 'forecast', kind: 'forecast', channel: 'level', window: HOUR, horizon: HOUR },
  relative: { ...held, id: 'relative', kind: 'relative', channel: 'level', against: station, ratio: 1.3 },
  delta: { ...held, id: 'delta', kind: 'delta', channel: 'level', set: 50, clear: 40, learn: 2 },
  state: { ...held, id: 'state', kind: 'state', channel: 'pump', values: ['fault'] },
  expression: { ...held, id: 'expression', kind: 'expression', channels: ['level'], raise: 'level > 50.0' },
  event: { ...held, id: 'event', kind: 'event', code: 'alarm' },
  distinct: { ...base, id: 'distinct', kind: 'distinct', code: 'granted', field: 'who', count: 3, days: 1, within: 1 },
  composite: { ...base, id: 'composite', kind: 'composite', a: 'threshold', b: { rule: 'event' }, window: HOUR },
  flapping: { ...base, id: 'flapping', kind: 'flapping', count: 5, window: HOUR, quiet: HOUR, spare: 1 },
  silent: { ...base, id: 'silent', kind: 'silent', offlineAfter: 24 * HOUR },
};

const type = (typeId: string, rules: readonly RuleSpec[]): DeviceType => ({
  ...{ typeId, name: { zh: typeId, en: typeId }, heartbeat: MINUTE, rules },
  channels: {
    level: { unit: 'cm', kind: 'number' },
    pump: { unit: '1', kind: 'enum', values: ['auto', 'fault'] },
  },
  events: { alarm: { stateful: true }, granted: { stateful: false } },
});

it('a rule of every kind says what it saw, its limits, and why it raises nothing', async () => {
  const types = [type('all', Object.values(RULES)), type('station', [])];
  const engine = await openEngine(testDir(), {
    deviceTypes: new Map(types.map((one) => [one.typeId, one])),
    expressions: { compile: () => (values) => Number(values['level']) > 50 },
  });
  onTestFinished(() => engine.close());
  const frame = frames();
  const values = (level: number): Part[] => [
    { kind: 'value', channel: 'level', value: level },
    { kind: 'value', channel: 'pump', value: 'auto' },
  ];
  const all = device('acme/all', { typeId: 'all' });
  const off: Part = { kind: 'event', code: 'alarm', active: false };
  const granted: Part = { kind: 'event', code: 'granted', active: true, stateful: false, data: { who: 'p1' } };
  await feed(engine, [
    frame(T0, values(10), { device: all }),
    frame(T0 + 5 * MINUTE, [...values(11), off, granted], { device: all }),
  ]);
  const why = new Map((engine.why('acme/all') ?? []).map((one) => [one.kind, one]));
  expect([...why.keys()].sort()).toEqual(Object.keys(RULES).sort());
  for (const [kind, { reason, limits, version }] of why) {
    expect(['condition-not-met', 'no-reference', 'learning'], kind).toContain(reason);
    expect(Object.keys(limits).length, kind).toBeGreaterThan(0);
    expect(version, kind).toMatch(/^[0-9a-f]{8}$/);
  }
  const inputs = (kind: RuleSpec['kind']) => why.get(kind)?.inputs;
  for (const kind of ['threshold', 'expression'] as const) expect(inputs(kind)).toMatchObject({ level: 11 });
  expect(inputs('mean')).toMatchObject({ samples: 2 });
  expect(inputs('rate')).toHaveProperty('change');
  expect(inputs('forecast')).toHaveProperty('expected');
  expect(inputs('relative')).toMatchObject({ reference: 'none' });
  expect(why.get('relative')?.reason).toBe('no-reference');
  expect(inputs('delta')).toMatchObject({ baseline: 10.5 });
  expect(inputs('state')).toMatchObject({ pump: 'auto' });
  expect(inputs('distinct')).toMatchObject({ differentToday: 1 });
  expect(inputs('flapping')).toMatchObject({ occurrences: 0 });
  expect(inputs('silent')).toMatchObject({ lastSeen: T0 + 5 * MINUTE, offline: false });
  expect(engine.device('acme/all')?.episodes.filter(({ phase }) => phase !== 'idle')).toEqual([]);
});
