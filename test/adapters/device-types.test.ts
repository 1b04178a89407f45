import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDeviceTypes, parseDeviceType } from '../../adapters/device-types.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import { testDir } from '../support/test-dir.ts';

const BUNDLED = fileURLToPath(new URL('../../adapters/device-types', import.meta.url));
const bundled = loadDeviceTypes(BUNDLED, { expressions: celExpressions() });
const MINUTE = 60_000;

const head = 'typeId: x\nname: { zh: 甲, en: X }\nheartbeat: 5min\n';
const rest =
  'channels:\n  a: { unit: m, kind: number, min: 0, max: 5 }\nevents:\n  on: { stateful: true }\n  o: { stateful: false }\n';
const withRule = (rule: string) => `${head}${rest}rules:\n  - ${rule}\n`;

describe('bundled device types', () => {
  it('cover the classes of the city', () => {
    const classes = [
      ...['smoke', 'gas', 'flood', 'sewer', 'manhole', 'dust', 'noise', 'bin', 'parking', 'lift', 'crowd', 'hydrant'],
      ...['streetlight', 'electrical', 'structure', 'billboard', 'bridge', 'door', 'contact', 'camera'],
      ...['falling-object', 'drone', 'water', 'quality', 'tank', 'fire-panel'],
      // And what raises nothing of its own, or little.
      ...['gateway', 'weather', 'air-station', 'patrol', 'muck-truck', 'generic'],
    ];
    expect([...bundled.keys()].sort()).toEqual(classes.sort());
  });

  it('have durations in ms and rules as the domain names them', () => {
    expect(bundled.get('smoke')?.rules[0]).toEqual({
      ...{
        id: 'smoke-density',
        kind: 'threshold',
        category: 'E0498',
        severity: 1,
        channel: 'smoke',
        direction: 'above',
      },
      ...{ set: 0.15, clear: 0.1, dwell: 10_000, quiet: 10 * MINUTE },
    });
    const rules = (typeId: string) =>
      bundled.get(typeId)?.rules.map(({ id, category, severity }) => `${id} ${category} ${severity}`);
    expect(rules('flood')).toEqual([
      ...['flood-early E0406 3', 'flood-closed E0406 1', 'flood-rising E0406 3', 'silent E0490 3'],
    ]);
    expect(rules('door')).toContain('duress E0492 1');
    expect(bundled.get('door')?.rules.find(({ id }) => id === 'denied-often')).toMatchObject({
      count: 5,
      window: 2 * MINUTE,
    });
    expect(bundled.get('camera')?.rules.some((rule) => rule.kind === 'event' && rule.code === 'motion')).toBe(false);
    expect(bundled.get('generic')?.rules).toEqual([]);
  });

  it('name event codes that ONVIF topics are mapped to, and those that rules need', () => {
    const { signals } = onvifTopics();
    for (const typeId of ['camera', 'door']) {
      const codes = Object.keys(bundled.get(typeId)?.events ?? {});
      expect(codes.filter((code) => !signals.has(code) && !OF_PLATFORMS.has(code) && !OF_ANALYTICS.has(code))).toEqual(
        [],
      );
    }
    expect(bundled.get('camera')?.events).toMatchObject({
      ...{ motion: { stateful: true }, intrusion: { stateful: true }, line_crossed: { stateful: false } },
      ...{ tamper: { stateful: true }, signal_loss: { stateful: true } },
    });
    expect(bundled.get('door')?.events).toMatchObject({
      ...{
        door_forced_open: { stateful: true },
        door_open_too_long: { stateful: true },
        door_tamper: { stateful: true },
      },
      ...{ access_denied: { stateful: false }, access_granted: { stateful: false }, duress: { stateful: false } },
    });
  });

  it('are silent later than they report', () => {
    for (const type of bundled.values())
      for (const rule of type.rules)
        if (rule.kind === 'silent') expect(rule.offlineAfter).toBeGreaterThan(type.heartbeat * 2);
  });
});

/** Codes that come by GB/T 28181 and GA/T 1400 only, and from the gateway itself. */
const OF_PLATFORMS = new Set([
  'event_storm',
  ...['watchlist_hit', 'wrong_way', 'crowd_density', 'fast_movement', 'manual_alarm', 'device_fault'],
]);

/** What analytics say in the gateway's words, by the native contract or a map of their vendor. */
const OF_ANALYTICS = new Set(['street_vendor', 'shop_front', 'garbage', 'illegal_parking', 'e_bike']);

describe('device type files', () => {
  it.each([
    ['an unknown key', `${head}${rest}rules: []\ncolour: red\n`, '10:1: colour: is not a known key'],
    ['a misspelt key before the missing one', 'typeId: x\nnaem: {}\n', '2:1: naem: is not a known key'],
    [
      'a duration without unit',
      head.replace('5min', '300'),
      '3:1: heartbeat: Invalid input: expected string, received number',
    ],
    [
      'a duration with a blank',
      head.replace('5min', '5 min'),
      '3:1: heartbeat: must be a duration such as 10s, 30min or 24h',
    ],
    ['a key twice', `${head}typeId: y\n`, '4:1: Map keys must be unique'],
    ['broken YAML', 'typeId: [x\n', '2:1: '],
    [
      'a category without letter',
      withRule('{ id: r, kind: silent, category: "0490", offlineAfter: 1h }'),
      '10:28: rules.0.category: must be a category code',
    ],
    ['a rule of an unknown kind', withRule('{ id: r, kind: magic }'), '10:14: rules.0.kind: '],
    [
      'an unknown channel',
      withRule(
        '{ id: r, kind: threshold, category: E0498, channel: b, direction: above, set: 1, clear: 1, dwell: 0s, quiet: 0s }',
      ),
      '10:48: rules.0.channel: there is no channel "b"',
    ],
    [
      'a clear level on the wrong side',
      withRule(
        '{ id: r, kind: threshold, category: E0498, channel: a, direction: below, set: 2, clear: 1, dwell: 0s, quiet: 0s }',
      ),
      'rules.0.clear: must lie on the healthy side of set',
    ],
    [
      'an unknown event',
      withRule('{ id: r, kind: event, category: E0498, code: toString, dwell: 0s, quiet: 0s }'),
      'rules.0.code: there is no event "toString"',
    ],
    [
      'a count without window',
      withRule('{ id: r, kind: event, category: E0498, code: o, dwell: 0s, quiet: 0s, count: 3 }'),
      'rules.0.count: needs a window',
    ],
    [
      'a counted state',
      withRule('{ id: r, kind: event, category: E0498, code: on, dwell: 0s, quiet: 0s, count: 3, window: 1min }'),
      'rules.0.count: only occurrences are counted',
    ],
    [
      'a dwelling occurrence',
      withRule('{ id: r, kind: event, category: E0498, code: o, dwell: 3s, quiet: 0s }'),
      'rules.0.dwell: an occurrence has no duration',
    ],
    [
      'a rule id twice',
      `${withRule('{ id: r, kind: silent, category: E0490, offlineAfter: 1h }')}  - { id: r, kind: event, category: E0498, code: on, dwell: 0s, quiet: 0s }\n`,
      '11:7: rules.1.id: "r" is used twice',
    ],
    [
      'a range turned round',
      `${head}channels:\n  a: { unit: m, kind: number, min: 5, max: 0 }\nevents: {}\nrules: []\n`,
      'channels.a: min must be below max',
    ],
    ['nothing', '', '1:1: file: '],
  ])('are refused for %s', (_, text, expected) => {
    let message = '';
    try {
      parseDeviceType(text, 'x.yaml');
    } catch (error) {
      expect(error).toMatchObject({ code: 'CITY_INVALID' });
      message = (error as Error).message;
    }
    expect(message.startsWith('CITY_INVALID: x.yaml:')).toBe(true);
    expect(message).toContain(expected);
  });

  it('are refused for everything that is wrong at once, in every file of the folder', () => {
    const folder = join(testDir(), 'types');
    mkdirSync(folder);
    const rule = (text: string) =>
      `  - { category: E0498, dwell: 0s, quiet: 0s, kind: threshold, direction: above, ${text} }\n`;
    const slips = rule('id: r, channel: b, set: 1, clear: 0') + rule('id: r, channel: a, set: 1, clear: 2');
    writeFileSync(join(folder, 'x.yaml'), `${head}${rest}rules:\n${slips}`);
    writeFileSync(join(folder, 'y.yaml'), `${head.replace('typeId: x', 'typeId: y')}${rest}rules: []\ncolour: red\n`);
    let lines: string[] = [];
    try {
      loadDeviceTypes(folder);
    } catch (error) {
      lines = (error as Error).message.replace('CITY_INVALID: ', '').replaceAll(`${folder}/`, '').split('\n');
    }
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      ...['x.yaml:10:88: rules.0.channel', 'x.yaml:11:81: rules.1.id', 'x.yaml:11:108: rules.1.clear'],
      'y.yaml:10:1: colour',
    ]);
  });

  it('say hours, days, modes and sites in the words of people', () => {
    const when = "when: { hours: ['22:00-06:00', '12:00-24:00'], days: fri-mon, modes: FLOOD, siteClass: CROWDED }";
    const [parsed] = parseDeviceType(
      withRule(`{ id: r, kind: event, category: E0498, code: on, dwell: 0s, quiet: 0s, ${when} }`),
      'x',
    ).rules;
    expect(parsed?.when).toEqual({
      hours: [
        { from: 22 * 60 * MINUTE, to: 6 * 60 * MINUTE },
        { from: 12 * 60 * MINUTE, to: 24 * 60 * MINUTE },
      ],
      ...{ days: [1, 5, 6, 7], modes: ['FLOOD'], siteClass: ['CROWDED'] },
    });
  });

  const threshold =
    'id: r, kind: threshold, category: E0498, channel: a, direction: above, set: 3, clear: 2, dwell: 0s, quiet: 0s';
  it.each([
    [
      'a limit on the wrong side',
      `{ ${threshold}, limits: [{ when: { modes: FLOOD }, set: 1 }] }`,
      'rules.0.limits.0: with it, must lie on the healthy side',
    ],
    [
      'a limit the kind has not',
      `{ ${threshold}, limits: [{ when: { modes: FLOOD }, horizon: 1h }] }`,
      'rules.0.limits.0.horizon: a threshold rule has no horizon to change',
    ],
    [
      'a when that says nothing',
      `{ ${threshold}, when: {} }`,
      'rules.0.when: must name hours, days, modes or siteClass',
    ],
    ['hours that do not exist', `{ ${threshold}, when: { hours: 25:00-26:00 } }`, 'rules.0.when.hours: '],
    [
      'a window that divides no day',
      `{ id: r, kind: mean, category: E0498, channel: a, direction: above, set: 3, clear: 2, window: 7min }`,
      'rules.0.window: must divide a day',
    ],
    [
      'a combination of nothing',
      `{ id: r, kind: composite, category: E0498, a: none, b: { rule: none2 }, window: 1min }`,
      'rules.0.a: there is no rule "none"',
    ],
    [
      'others without a distance',
      `{ id: r, kind: composite, category: E0498, a: none, b: { rule: none2, type: y }, window: 1min }`,
      'rules.0.b: other devices need a type and a distance',
    ],
    [
      'a state of a number',
      `{ id: r, kind: state, category: E0498, channel: a, values: [x], dwell: 0s, quiet: 0s }`,
      'rules.0.channel: a state needs an enum channel',
    ],
    [
      'more days than are looked at',
      `{ id: r, kind: distinct, category: E0498, code: o, field: subject, count: 3, days: 8, within: 7 }`,
      'rules.0.days: must not be above within',
    ],
    [
      'an expression without a library',
      `{ id: r, kind: expression, category: E0498, channels: [a], raise: 'a > 1.0', dwell: 0s, quiet: 0s }`,
      'rules.0.kind: no expression library is installed',
    ],
    ['no category anywhere', `{ id: r, kind: silent, offlineAfter: 1h }`, 'rules.0.category: is missing'],
  ])('are refused for %s', (_, rule, expected) => {
    expect(() => parseDeviceType(withRule(rule), 'x.yaml')).toThrow(expected);
  });

  it('are refused for an expression that cannot be compiled, where it stands', () => {
    const compile = () => {
      throw new Error('unexpected "&&" at 3');
    };
    const rule = `{ id: r, kind: expression, category: E0498, channels: [a], raise: 'a && ', dwell: 0s, quiet: 0s }`;
    expect(() => parseDeviceType(withRule(rule), 'x.yaml', { expressions: { compile } })).toThrow(
      'x.yaml:10:64: rules.0.raise: unexpected "&&" at 3',
    );
  });

  it('are refused for overrides of rules there are none of', () => {
    const overrides = 'overrides:\n  - { when: { modes: FLOOD }, rules: { gone: { set: 1 } } }\n';
    expect(() => parseDeviceType(`${head}${rest}rules: []\n${overrides}`, 'x.yaml')).toThrow(
      'overrides.0.rules.gone: there is no rule "gone"',
    );
  });

  it('are refused for stations and neighbours that do not exist', () => {
    const folder = join(testDir(), 'types');
    mkdirSync(folder);
    const relative =
      'kind: relative, category: E0302, channel: a, ratio: 1.3, against: { type: air, channel: a, maxAge: 1h }, dwell: 0s, quiet: 0s';
    writeFileSync(join(folder, 'x.yaml'), withRule(`{ id: dust, ${relative} }`));
    expect(() => loadDeviceTypes(folder)).toThrow('dust: there is no device type "air" with a number channel "a"');
    writeFileSync(join(folder, 'air.yaml'), `${head.replace('typeId: x', 'typeId: air')}${rest}rules: []\n`);
    expect(loadDeviceTypes(folder).size).toBe(2);
  });

  it('of a later folder take the place of those with their name', () => {
    const later = testDir();
    writeFileSync(join(later, 'smoke.yaml'), `${head.replace('typeId: x', 'typeId: smoke')}${rest}rules: []\n`);
    const both = loadDeviceTypes([BUNDLED, later], { expressions: celExpressions() });
    expect([both.size, both.get('smoke')?.rules]).toEqual([bundled.size, []]);
  });

  it('are named after their type', () => {
    const folder = join(testDir(), 'types');
    mkdirSync(folder);
    writeFileSync(join(folder, 'y.yaml'), `${head}${rest}rules: []\n`);
    expect(() => loadDeviceTypes(folder)).toThrow('name the file x.yaml');
    expect(() => loadDeviceTypes(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'CITY_INVALID' }));
  });
});
