import { describe, expect, it, onTestFinished } from 'vitest';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Device, DeviceType } from '../../gateway/model/device.ts';
import type { Expressions } from '../../gateway/model/expressions.ts';
import type { RuleSpec } from '../../gateway/model/rule-spec.ts';
import type { RulesOptions } from '../../gateway/rules/engine.ts';
import { identity } from '../support/identity.ts';
import { HOUR, MINUTE, MONDAY } from '../support/rule-kinds.ts';
import { device, feed, frames, openEngine, type Part, SECOND, waiting } from '../support/rules-rig.ts';
import { testDir } from '../support/test-dir.ts';

const value = (channel: string, reading: number | boolean | string): Part => ({
  kind: 'value',
  channel,
  value: reading,
});
const happening = (code: string, more: object = {}): Part => ({
  kind: 'event',
  code,
  active: true,
  stateful: false,
  ...more,
});
const number = { unit: '1', kind: 'number' } as const;
const base = { category: 'E0498', dwell: 0, quiet: 0 } as const;
const above = (id: string, channel: string, set: number): RuleSpec => ({
  ...{ ...base, id, kind: 'threshold', channel, direction: 'above', set, clear: set / 2 },
});

/** A type with whatever channels its test needs. */
function type(typeId: string, rules: readonly RuleSpec[], more: Partial<DeviceType> = {}): DeviceType {
  return {
    ...{ typeId, name: { zh: typeId, en: typeId }, heartbeat: MINUTE, rules },
    channels: { level: number, wind: number, tilt: number, pm10: number },
    events: { alarm: { stateful: true }, granted: { stateful: false } },
    ...more,
  };
}

const typed = (...types: DeviceType[]) => new Map(types.map((one) => [one.typeId, one] as const));

async function engineOf(types: ReadonlyMap<string, DeviceType>, options: Partial<RulesOptions> = {}, path = testDir()) {
  const engine = await openEngine(path, { deviceTypes: types, startedAt: MONDAY, ...options });
  onTestFinished(() => engine.close());
  return engine;
}
type Engine = Awaited<ReturnType<typeof engineOf>>;
const told = (engine: Engine) =>
  waiting(engine).map(
    ({ type: what, verdict, deviceId, at }) => `${what} ${verdict.ruleId} ${deviceId} @${(at - MONDAY) / MINUTE}`,
  );
const of = (typeId: string, name = 'acme/d1', more: Partial<Device> = {}) => device(name, { typeId, ...more });

describe('rules of a city: limits', () => {
  it('raise more gravely at a major hazard, and say so after a restart too', async () => {
    const overrides = [
      { when: { siteClass: ['MAJOR_HAZARD' as const] }, rules: { level: { severity: 1 as const, set: 5 } } },
    ];
    const types = typed(
      type('tank', [{ ...above('level', 'level', 10), severity: 3, dwell: MINUTE } as RuleSpec], { overrides }),
    );
    const path = testDir();
    const first = await openEngine(path, { deviceTypes: types, startedAt: MONDAY });
    const frame = frames();
    const hazard = of('tank', 'acme/d1', { siteClass: 'MAJOR_HAZARD' });
    await feed(first, [
      frame(MONDAY, [value('level', 6)], { device: hazard }),
      frame(MONDAY, [value('level', 6)], { device: of('tank', 'acme/d2') }),
    ]);
    await first.close();
    const second = await engineOf(types, {}, path);
    await second.advance(MONDAY + HOUR);
    expect(told(second)).toEqual(['raise level acme/d1 @1']);
    expect(waiting(second)[0]).toMatchObject({ severity: 1, verdict: { inputs: { level: 6, set: 5 } } });
  });

  it('of one device hold for it alone', async () => {
    const engine = await engineOf(typed(type('tank', [above('level', 'level', 10)])));
    const frame = frames();
    const own = of('tank', 'acme/d1', { overrides: { level: { set: 20, clear: 15 } } });
    await feed(engine, [
      frame(MONDAY, [value('level', 12)], { device: own }),
      frame(MONDAY, [value('level', 12)], { device: of('tank', 'acme/d2') }),
    ]);
    expect(told(engine)).toEqual(['raise level acme/d2 @0']);
  });

  it('change when the mode does, from the next message on', async () => {
    let mode = 'NORMAL';
    const rule = {
      ...above('level', 'level', 25),
      limits: [{ when: { modes: ['FLOOD'] }, set: 15, clear: 10 }],
    } as RuleSpec;
    const engine = await engineOf(typed(type('flood', [rule])), { mode: () => mode });
    const frame = frames();
    const gauge = { device: of('flood') };
    await feed(engine, [frame(MONDAY, [value('level', 18)], gauge)]);
    mode = 'FLOOD';
    await feed(engine, [frame(MONDAY + MINUTE, [value('level', 18)], gauge)]);
    mode = 'NORMAL';
    await feed(engine, [frame(MONDAY + 2 * MINUTE, [value('level', 11)], gauge)]);
    expect(told(engine)).toEqual(['raise level acme/d1 @1', 'clear level acme/d1 @2']);
    expect(waiting(engine)[0]?.verdict.inputs).toMatchObject({ set: 15 });
  });

  it('are those of the night at night, and a door left open is an alarm when the hours begin', async () => {
    const night = { hours: [{ from: 22 * HOUR, to: 6 * HOUR }] };
    const types = typed(
      type('site', [
        { ...above('noise', 'level', 70), limits: [{ when: night, set: 55, clear: 50 }] } as RuleSpec,
        { ...base, id: 'door', kind: 'event', code: 'alarm', dwell: 30 * SECOND, when: night },
      ]),
    );
    const engine = await engineOf(types);
    const frame = frames();
    const site = { device: of('site') };
    await feed(engine, [
      frame(MONDAY + 20 * HOUR, [value('level', 60), happening('alarm', { stateful: true })], site),
      frame(MONDAY + 21 * HOUR, [value('level', 60)], site),
    ]);
    await engine.advance(MONDAY + 23 * HOUR);
    expect(told(engine)).toEqual(['raise door acme/d1 @1320.5']);
    await feed(engine, [frame(MONDAY + 23 * HOUR, [value('level', 60)], site)]);
    expect(told(engine)).toContain('raise noise acme/d1 @1380');
  });

  it('forget a wait when its mode ends, and take it up at the next repeat once it is back', async () => {
    let mode = 'EVENT';
    const rule: RuleSpec = {
      ...base,
      id: 'gate',
      kind: 'event',
      code: 'alarm',
      dwell: MINUTE,
      when: { modes: ['EVENT'] },
    };
    const engine = await engineOf(typed(type('x', [rule])), { mode: () => mode });
    const frame = frames();
    const on = (minute: number) =>
      frame(MONDAY + minute * MINUTE, [happening('alarm', { stateful: true })], { device: of('x') });
    await feed(engine, [on(0)]);
    mode = 'NORMAL';
    await engine.advance(MONDAY + 5 * MINUTE);
    expect(told(engine)).toEqual([]);
    mode = 'EVENT';
    await feed(engine, [on(10), on(12)]);
    expect(told(engine)).toEqual(['raise gate acme/d1 @11']);
  });

  it('say nothing where a rule is off or for other modes, silence included', async () => {
    const quiet: RuleSpec = {
      ...base,
      id: 'silent',
      kind: 'silent',
      category: 'E0490',
      offlineAfter: HOUR,
      when: { modes: ['FLOOD'] },
    };
    let mode = 'NORMAL';
    const engine = await engineOf(
      typed(type('x', [{ ...above('off', 'level', 1), enabled: false } as RuleSpec, quiet])),
      {
        mode: () => mode,
      },
    );
    await feed(engine, [frames()(MONDAY, [value('level', 9)], { device: of('x') })]);
    await engine.advance(MONDAY + 3 * HOUR);
    expect(told(engine)).toEqual([]);
    mode = 'FLOOD';
    await engine.advance(MONDAY + 5 * HOUR);
    expect(told(engine)).toEqual(['raise silent acme/d1 @60']);
  });
});

describe('rules of a city: what is believed', () => {
  it('doubts a jump until the next reading confirms it', async () => {
    const channels = { level: { ...number, maxRate: 1 } };
    const engine = await engineOf(typed(type('x', [above('level', 'level', 50)], { channels })));
    const frame = frames();
    const levels = [10, 90, 10, 10, 90, 91];
    await feed(
      engine,
      levels.map((level, n) => frame(MONDAY + n * SECOND, [value('level', level)], { device: of('x') })),
    );
    expect(told(engine)).toEqual(['raise level acme/d1 @0.08333333333333333']);
  });

  it('judges only the present of a backfill', async () => {
    const engine = await engineOf(typed(type('x', [above('level', 'level', 50)])));
    const decoded = frames()(MONDAY, [value('level', 90), value('level', 90), value('level', 10)], { device: of('x') });
    const ages = [2 * HOUR, HOUR, 0];
    const backfill: Decoded = {
      ...decoded,
      observations: decoded.observations.map((one, n) => ({ ...one, reading: n, time: MONDAY - (ages[n] ?? 0) })),
    };
    await feed(engine, [backfill]);
    expect(told(engine)).toEqual([]);
    const later = {
      ...backfill,
      message: { ...backfill.message, position: { commit: 2, frame: 0 } },
      identity: identity('m2'),
    };
    const observations = backfill.observations.map(
      (one, n) => ({ ...one, time: one.time + (n === 2 ? MINUTE : 0), value: 90 }) as typeof one,
    );
    await engine.process([{ ...later, observations }], 2);
    expect(told(engine)).toEqual(['raise level acme/d1 @1']);
  });

  it('knows words of an enum, and reports the word', async () => {
    const channels = { pump: { unit: '1', kind: 'enum', values: ['auto', 'off', 'fault'] } as const };
    const rule: RuleSpec = { ...base, id: 'pump', kind: 'state', channel: 'pump', values: ['fault'] };
    const engine = await engineOf(typed(type('x', [rule], { channels })));
    const frame = frames();
    await feed(
      engine,
      ['auto', 'odd', 'fault'].map((word, n) => frame(MONDAY + n, [value('pump', word)], { device: of('x') })),
    );
    expect(waiting(engine)[0]?.verdict.inputs).toMatchObject({ pump: 'fault' });
    expect(engine.device('acme/d1')?.channels).toEqual([{ channel: 'pump', time: MONDAY + 2, value: 'fault' }]);
  });

  it('estimates how far a clock is behind, and never applies it', async () => {
    const engine = await engineOf(typed(type('x', [above('level', 'level', 50)])));
    const slow = frames()(MONDAY, [value('level', 1)], { device: of('x') });
    const observations = slow.observations.map((one) => ({ ...one, deviceTime: MONDAY - 90 * SECOND }));
    await feed(engine, [{ ...slow, observations }]);
    expect(engine.device('acme/d1')?.clockSkewMs).toBe(90 * SECOND);
  });
});

describe('rules of a city: other devices', () => {
  const position = (lon: number) => ({ position: { lon, lat: 31.2, crs: 'wgs84' as const } });
  const station = type('air', []);
  const dust: RuleSpec = {
    ...{ ...base, id: 'dust', kind: 'relative', channel: 'pm10', ratio: 1.3, set: 150 },
    against: { type: 'air', channel: 'pm10', maxAge: HOUR, maxDistance: 5_000 },
  };

  it('compare with the nearest station, over a restart as well', async () => {
    const types = typed(station, type('dust', [dust]));
    const path = testDir();
    const first = await openEngine(path, { deviceTypes: types, startedAt: MONDAY });
    const frame = frames();
    const site = of('dust', 'acme/d1', position(121.4));
    await feed(first, [
      frame(MONDAY, [value('pm10', 250)], { device: of('air', 'city/near', position(121.41)) }),
      frame(MONDAY, [value('pm10', 100)], { device: of('air', 'city/far', position(121.44)) }),
      frame(MONDAY, [value('pm10', 300)], { device: site }),
    ]);
    expect(told(first)).toEqual([]);
    expect(first.why('acme/d1')).toMatchObject([
      { reason: 'condition-not-met', inputs: { pm10: 300, reference: 250, referenceDevice: 'city/near' } },
    ]);
    await first.close();
    const second = await engineOf(types, {}, path);
    await feed(second, [frame(MONDAY + MINUTE, [value('pm10', 330)], { device: site })]);
    expect(told(second)).toEqual(['raise dust acme/d1 @1']);
    await feed(second, [
      frame(MONDAY + 2 * HOUR, [value('pm10', 330)], { device: of('dust', 'acme/d2', position(121.4)) }),
    ]);
    expect(waiting(second).at(-1)?.verdict.inputs).toMatchObject({ reference: 'none' });
  });

  it('combine with a storm nearby and not with one far away', async () => {
    const weather = type('weather', [above('wind-high', 'wind', 17.2)]);
    const board = type('board', [
      above('tilt', 'tilt', 1),
      {
        ...{
          ...base,
          id: 'storm-damage',
          kind: 'composite',
          category: 'E0205',
          severity: 2,
          a: 'tilt',
          window: 10 * MINUTE,
        },
        b: { rule: 'wind-high', type: 'weather', distance: 2_000 },
      },
    ]);
    const engine = await engineOf(typed(weather, board));
    const frame = frames();
    const [near, far] = [of('board', 'acme/near', position(121.4)), of('board', 'acme/far', position(121.5))];
    await feed(engine, [
      frame(MONDAY, [value('tilt', 1.5)], { device: near }),
      frame(MONDAY, [value('tilt', 1.5)], { device: far }),
      frame(MONDAY + 5 * MINUTE, [value('wind', 20)], { device: of('weather', 'city/w', position(121.41)) }),
      frame(MONDAY + 9 * MINUTE, [value('tilt', 0)], { device: near }),
    ]);
    expect(told(engine).filter((line) => line.includes('storm'))).toEqual([
      'raise storm-damage acme/near @5',
      'clear storm-damage acme/near @9',
    ]);
    const [raised] = waiting(engine).filter(({ verdict }) => verdict.ruleId === 'storm-damage');
    expect(raised).toMatchObject({ severity: 2, source: 'composite', verdict: { inputs: { nearby: 'city/w' } } });
  });
});

describe('rules of a city: flapping', () => {
  const flapping: RuleSpec = {
    ...{ id: 'flapping', kind: 'flapping', category: 'E0490', severity: 4, count: 3, window: 10 * MINUTE },
    ...{ quiet: 10 * MINUTE, spare: 1 },
  };
  const flap = (n: number) => frame(MONDAY + n * MINUTE, [value('level', n % 2 ? 0 : 90)], { device: of('x') });
  let frame = frames();

  it('is a fault instead of alarms, and what is still in alarm afterwards is told', async () => {
    frame = frames();
    const engine = await engineOf(
      typed(type('x', [{ ...above('level', 'level', 50), severity: 3 } as RuleSpec, flapping])),
    );
    await feed(engine, [0, 1, 2, 3, 4, 5, 6].map(flap));
    expect(told(engine)).toEqual([
      ...['raise level acme/d1 @0', 'clear level acme/d1 @1', 'raise level acme/d1 @2', 'clear level acme/d1 @3'],
      'raise flapping acme/d1 @4',
    ]);
    expect(engine.why('acme/d1')?.[0]?.reason).toBe('muted');
    await engine.advance(MONDAY + HOUR);
    expect(told(engine).slice(5).sort()).toEqual(['clear flapping acme/d1 @16', 'raise level acme/d1 @60']);
    await feed(engine, [frame(MONDAY + 61 * MINUTE, [value('level', 0)], { device: of('x') })]);
    expect(told(engine).at(-1)).toBe('clear level acme/d1 @61');
  });

  it('never mutes what is about life', async () => {
    frame = frames();
    const engine = await engineOf(
      typed(type('x', [{ ...above('level', 'level', 50), severity: 1 } as RuleSpec, flapping])),
    );
    await feed(engine, [0, 1, 2, 3, 4].map(flap));
    expect(told(engine).filter((line) => line.startsWith('raise'))).toHaveLength(4);
  });
});

describe('rules of a city: kinds and answers', () => {
  const rising: RuleSpec = {
    ...{
      ...base,
      id: 'rising',
      kind: 'forecast',
      raises: 'WARNING',
      channel: 'level',
      direction: 'above',
      severity: 3,
    },
    ...{ set: 25, clear: 20, window: 10 * MINUTE, horizon: 15 * MINUTE },
  };
  const closed = above('closed', 'level', 25);

  it('warn at least ten minutes before the alarm', async () => {
    const engine = await engineOf(typed(type('flood', [rising, closed])));
    const frame = frames();
    await feed(
      engine,
      Array.from({ length: 27 }, (_, n) => frame(MONDAY + n * MINUTE, [value('level', n)], { device: of('flood') })),
      1,
    );
    const [warning, alarm] = waiting(engine);
    expect([warning?.kind, warning?.verdict.ruleId, alarm?.verdict.ruleId]).toEqual(['WARNING', 'rising', 'closed']);
    expect((alarm?.at ?? 0) - (warning?.at ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  it('ask an expression once all its channels have a value', async () => {
    const expressions: Expressions = {
      compile: () => (values) => Number(values['wind']) >= 17.2 && Number(values['tilt']) >= 1,
    };
    const rule: RuleSpec = {
      ...base,
      id: 'sign',
      kind: 'expression',
      channels: ['wind', 'tilt'],
      raise: 'wind >= 17.2 && tilt >= 1.0',
    };
    const engine = await engineOf(typed(type('board', [rule])), { expressions });
    const frame = frames();
    const board = { device: of('board') };
    await feed(engine, [
      frame(MONDAY, [value('tilt', 2)], board),
      frame(MONDAY + MINUTE, [value('wind', 18)], board),
      frame(MONDAY + 2 * MINUTE, [value('wind', 3)], board),
    ]);
    expect(told(engine)).toEqual(['raise sign acme/d1 @1', 'clear sign acme/d1 @2']);
    expect(waiting(engine)[0]).toMatchObject({ source: 'wind', verdict: { inputs: { wind: 18, tilt: 2 } } });
  });

  it('say why not: every rule with its inputs, its limits and the reason', async () => {
    const rules: RuleSpec[] = [
      closed,
      { ...above('slow', 'level', 5), dwell: HOUR } as RuleSpec,
      { ...above('night', 'level', 5), when: { hours: [{ from: 22 * HOUR, to: 24 * HOUR }] } } as RuleSpec,
      { ...above('off', 'level', 5), enabled: false } as RuleSpec,
      above('unseen', 'wind', 5),
      rising,
      { ...base, id: 'tilt', kind: 'delta', channel: 'tilt', set: 10, clear: 5, learn: 3 },
      { ...base, id: 'door', kind: 'event', code: 'alarm' },
    ];
    const engine = await engineOf(typed(type('x', rules)));
    await feed(engine, [frames()(MONDAY, [value('level', 20), value('tilt', 1)], { device: of('x') })]);
    const why = engine.why('acme/d1') ?? [];
    expect(why.map(({ ruleId, reason }) => `${ruleId} ${reason}`)).toEqual([
      ...['closed condition-not-met', 'slow dwelling', 'night outside-hours-or-mode', 'off off', 'unseen no-value'],
      ...['rising learning', 'tilt learning', 'door condition-not-met'],
    ]);
    expect(why[0]).toMatchObject({
      ...{ kind: 'threshold', source: 'level', inputs: { level: 20, levelAt: MONDAY }, phase: 'idle', episode: 0 },
      limits: { channel: 'level', direction: 'above', set: 25, clear: 12.5, dwell: 0, quiet: 0 },
    });
    expect(why[1]).toMatchObject({ since: MONDAY, due: MONDAY + HOUR });
    expect(why[2]?.opensAt).toBe(MONDAY + 22 * HOUR);
    expect(engine.why('acme/unheard')).toBeUndefined();
  });
});

describe('rules of a city over restarts', () => {
  const rules: RuleSpec[] = [
    { ...above('level', 'level', 60), dwell: 2 * MINUTE, quiet: MINUTE, of: { n: 2, m: 3 }, severity: 3 } as RuleSpec,
    {
      ...base,
      id: 'mean',
      kind: 'mean',
      channel: 'level',
      direction: 'above',
      set: 55,
      clear: 45,
      window: 15 * MINUTE,
      windows: 1,
      clearWindows: 1,
      minSamples: 1,
      severity: 3,
    },
    {
      ...base,
      id: 'rate',
      kind: 'rate',
      channel: 'level',
      direction: 'above',
      window: 5 * MINUTE,
      per: MINUTE,
      set: 8,
      clear: 2,
      severity: 3,
    },
    { ...base, id: 'delta', kind: 'delta', channel: 'tilt', set: 30, clear: 20, learn: 5, quiet: MINUTE, severity: 3 },
    { ...base, id: 'people', kind: 'distinct', code: 'granted', field: 'subject', count: 3, days: 1, within: 1 },
    { ...base, id: 'both', kind: 'composite', a: 'delta', b: { rule: 'rate' }, window: 20 * MINUTE },
    {
      id: 'flapping',
      kind: 'flapping',
      category: 'E0490',
      count: 5,
      window: 30 * MINUTE,
      quiet: 10 * MINUTE,
      spare: 0,
    },
  ];

  it('decide the same, candidate for candidate, when the gateway stops after every few messages', async () => {
    const types = typed(type('x', rules));
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const frame = frames();
    let now = MONDAY;
    const all = Array.from({ length: 400 }, () => {
      now += random(80) * SECOND + (random(60) === 0 ? HOUR : 0);
      const parts = [value('level', random(100)), value('level', random(100)), value('tilt', random(60))];
      const person = happening('granted', { data: { subject: `p${random(5)}` } });
      return frame(now, [parts[random(5)] ?? person], { device: of('x', `acme/d${random(2)}`) });
    });
    const straight = await engineOf(types);
    await feed(straight, all, 1);
    const path = testDir();
    for (let from = 0; from < all.length; from += 40) {
      const engine = await openEngine(path, { deviceTypes: types, startedAt: MONDAY });
      await feed(engine, all.slice(from, from + 40), 1);
      await engine.close();
    }
    const resumed = await engineOf(types, {}, path);
    const kinds = new Set(waiting(straight).map(({ verdict }) => verdict.ruleId));
    expect([...kinds].sort()).toEqual(['both', 'delta', 'flapping', 'level', 'mean', 'people', 'rate']);
    const byId = (engine: Engine) => waiting(engine).sort((a, b) => a.candidateId.localeCompare(b.candidateId));
    expect(byId(resumed)).toEqual(byId(straight));
  });
});
