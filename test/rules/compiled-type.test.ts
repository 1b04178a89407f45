import { describe, expect, it } from 'vitest';
import type { DeviceType, RuleSpec } from '../../gateway/model/device.ts';
import type { RulePatch, ThresholdSpec } from '../../gateway/model/rule-spec.ts';
import { compileType, NO_TYPE, ruleFor } from '../../gateway/rules/compiled-type.ts';
import { withModes } from '../../gateway/rules/mode-overrides.ts';
import { createTypeBook } from '../../gateway/rules/type-book.ts';
import { HOUR, MONDAY } from '../support/rule-kinds.ts';
import { deviceType, smokeRule } from '../support/rules-rig.ts';

const night = { hours: [{ from: 22 * HOUR, to: 6 * HOUR }] };
const smoke = smokeRule as ThresholdSpec;
const typeWith = (rule: RuleSpec, more: Partial<DeviceType> = {}) => ({ ...deviceType('smoke', [rule]), ...more });
const only = (type: DeviceType, site?: Parameters<typeof compileType>[1]) =>
  compileType(type, site).byId.get('smoke-density');
const hazard = { siteClass: 'MAJOR_HAZARD' } as const;

describe('limits of a rule', () => {
  it('are stricter at a major hazard', () => {
    const type = typeWith(smoke, {
      overrides: [{ when: { siteClass: ['MAJOR_HAZARD'] }, rules: { 'smoke-density': { severity: 1, set: 0.12 } } }],
    });
    expect(only(type)?.spec).toMatchObject({ set: 0.15 });
    expect(only(type, { site: hazard })?.spec).toMatchObject({ set: 0.12, severity: 1 });
    expect(only(type, { site: hazard })?.planAt).toBeUndefined();
    expect(only(type, { site: hazard })?.version).not.toBe(only(type)?.version);
  });

  it('change with hours and mode, the later of several winning', () => {
    const rule = {
      ...smoke,
      limits: [
        { when: night, set: 0.5 },
        { when: { modes: ['FLOOD'] }, set: 0.3, dwell: 0 },
      ],
    };
    const compiled = only(typeWith(rule));
    const at = (hour: number, mode: string) => compiled?.planAt?.(MONDAY + hour * HOUR, mode).spec;
    expect(at(12, 'NORMAL')).toMatchObject({ set: 0.15, dwell: smoke.dwell });
    expect(at(23, 'NORMAL')).toMatchObject({ set: 0.5, dwell: smoke.dwell });
    expect(at(23, 'FLOOD')).toMatchObject({ set: 0.3, dwell: 0 });
  });

  it('of one device win over all others', () => {
    const type = typeWith({ ...smoke, limits: [{ when: night, set: 0.5 }] });
    const overrides: Record<string, RulePatch> = { 'smoke-density': { set: 0.2 } };
    const own = only(type, { site: { siteClass: 'ORDINARY', overrides } });
    expect(own?.planAt?.(MONDAY, 'NORMAL').spec).toMatchObject({ set: 0.2 });
  });

  it('can be switched off, for a site or altogether', () => {
    expect(only(typeWith({ ...smoke, enabled: false }))).toMatchObject({ off: true, gated: true });
    const crowded = typeWith({ ...smoke, when: { siteClass: ['CROWDED'] } });
    expect([only(crowded)?.off, only(crowded, { site: { siteClass: 'CROWDED' } })?.off]).toEqual([true, false]);
    const elsewhere = { siteClass: 'ORDINARY', overrides: { 'smoke-density': { enabled: false } } } as const;
    expect(only(typeWith(smoke), { site: elsewhere })?.off).toBe(true);
  });

  it('come from the modes of a city as well', () => {
    const mode = { id: 'FLOOD', name: { zh: '防汛', en: 'flood' }, sampling: [], routing: [], deferred: [] };
    const thresholds = [
      { typeId: 'smoke', ruleId: 'smoke-density', set: 0.4 },
      { typeId: 'smoke', ruleId: 'gone', set: 1 },
    ];
    const types = withModes(new Map([['smoke', typeWith(smoke)]]), [{ ...mode, thresholds }]);
    const compiled = only(types.get('smoke') as DeviceType);
    expect(compiled?.planAt?.(MONDAY, 'FLOOD').spec).toMatchObject({ set: 0.4, clear: 0.1 });
    expect(compiled?.planAt?.(MONDAY, 'NORMAL').spec).toMatchObject({ set: 0.15 });
  });
});

describe('compiled type', () => {
  it('finds the rule of a stored episode by what it watches', () => {
    const rules: RuleSpec[] = [
      smoke,
      { id: 'forced', kind: 'event', category: 'E0495', code: 'door_forced_open', dwell: 0, quiet: 0 },
    ];
    const type = compileType(deviceType('smoke', rules));
    expect(ruleFor(type, 'smoke-density', 'smoke')?.spec.id).toBe('smoke-density');
    expect(ruleFor(type, 'smoke-density', 'heat')).toBeUndefined();
    expect(ruleFor(type, 'forced', 'door_forced_open|Door1')?.spec.id).toBe('forced');
    expect(ruleFor(type, 'forced', 'door_forced_opened')).toBeUndefined();
  });

  it('keeps the channels that others compare with, and no more than are used', () => {
    expect([...compileType(deviceType('smoke', [smoke])).channels.keys()]).toEqual(['smoke']);
    const watched = compileType(deviceType('smoke', []), { references: new Set(['trapped']) });
    expect([...watched.channels.keys()]).toEqual(['trapped']);
  });
});

describe('type book', () => {
  it('has one type for all devices of a class of sites, and generic for what is not known', () => {
    const book = createTypeBook(
      new Map([
        ['generic', deviceType('generic', [])],
        ['smoke', deviceType('smoke', [smoke])],
      ]),
    );
    expect(book.of('smoke', hazard)).toBe(book.of('smoke', { ...hazard }));
    expect(book.of('smoke', hazard)).not.toBe(book.of('smoke', { siteClass: 'CROWDED' }));
    expect(book.of('nothing', hazard).typeId).toBe('generic');
    expect(createTypeBook(new Map()).of('nothing', hazard)).toBe(NO_TYPE);
  });
});
