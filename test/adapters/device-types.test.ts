import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDeviceTypes, parseDeviceType } from '../../adapters/device-types.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { testDir } from '../support/test-dir.ts';

const bundled = loadDeviceTypes(fileURLToPath(new URL('../../adapters/device-types', import.meta.url)));
const MINUTE = 60_000;

const head = 'typeId: x\nname: { zh: 甲, en: X }\nheartbeat: 5min\n';
const rest =
  'channels:\n  a: { unit: m, kind: number, min: 0, max: 5 }\nevents:\n  on: { stateful: true }\n  o: { stateful: false }\n';
const withRule = (rule: string) => `${head}${rest}rules:\n  - ${rule}\n`;

describe('bundled device types', () => {
  it('cover the classes of the city', () => {
    const classes = ['smoke', 'gas', 'flood', 'manhole', 'noise', 'bin', 'lift', 'camera', 'door', 'generic'];
    expect([...bundled.keys()]).toEqual(
      expect.arrayContaining([...classes, 'hydrant', 'streetlight', 'crowd', 'water']),
    );
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
    expect(rules('flood')).toEqual(['flood-early E0406 3', 'flood-closed E0406 1', 'silent E0490 3']);
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
      expect(codes.filter((code) => !signals.has(code))).toEqual([]);
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

  it('are named after their type', () => {
    const folder = join(testDir(), 'types');
    mkdirSync(folder);
    writeFileSync(join(folder, 'y.yaml'), `${head}${rest}rules: []\n`);
    expect(() => loadDeviceTypes(folder)).toThrow('name the file x.yaml');
    expect(() => loadDeviceTypes(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'CITY_INVALID' }));
  });
});
