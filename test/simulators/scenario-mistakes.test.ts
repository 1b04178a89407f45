import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ScenarioError } from '../../simulators/scenario-error.ts';
import { loadScenario } from '../../simulators/scenario-loader.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mistakes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const STEAM =
  '{ name: steam, kind: spike, at: 10min, device: smoke-004, channels: { smoke: 0.4 }, hold: 5s, expect: none }';
const BASE = `title: t
seed: 1
clock: { start: "2026-07-15T14:00:00+08:00", duration: 30min, tick: 5s, speed: max }
city: { profile: lianhu, within: "610104002" }
fleets:
  - { type: smoke, count: 5 }
incidents:
  - ${STEAM}
`;

/** What is said of BASE with `from` made `to`, without the file's name. */
function complaintsOf(from: string, to: string): string[] {
  expect(BASE).toContain(from);
  const file = join(folder, 'scenario.yaml');
  writeFileSync(file, BASE.replace(from, to));
  try {
    loadScenario(file);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.message.replaceAll(`SCENARIO_INVALID ${file}:`, '').split('\n');
  }
  return [];
}

test('a scenario without a mistake is taken', () => expect(complaintsOf('title: t', 'title: u')).toEqual([]));

test.each([
  ['at: 10min', 'at: 3h', '8:37: incidents.0.at: begins 180 min 00 s after the start, when the run is over'],
  [
    'at: 10min',
    'at: { between: [20min, 10min] }',
    '8:48: incidents.0.at.between: the second time lies before the first',
  ],
  ['hold: 5s', 'hold: 1s', '8:95: incidents.0.hold: lasts 1.0 s, which a clock.tick of 5.0 s would stretch'],
  ['tick: 5s', 'tick: 0s', '3:69: clock.tick: longer than nothing'],
  ['{ smoke: 0.4 }', '{ smok: 0.4 }', '8:81: incidents.0.channels.smok: smoke has no channel smok; it has smoke,'],
  ['device: smoke-004, ', '', '8:5: incidents.0.device: say to which sensor it happens'],
  [
    'device: smoke-004',
    'devices: { any: smoke, count: 9 }',
    '8:74: incidents.0.devices.count: asks for 9 devices, there are 5',
  ],
  ['profile: lianhu', 'profile: lianhoo', '4:18: city.profile: there is no profile lianhoo'],
  ['"610104002"', '"610199002"', '4:34: city.within: lianhu has no grid 610199002'],
])('%s made %s is found where it stands', (from, to, text) => {
  const complaints = complaintsOf(from, to);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toContain(text);
});

const fire = (rest: string) => `expect: { category: E0498, when: { channel: smoke, atLeast: 0.3 }, ${rest} }`;

test.each([
  [fire('grid: "610104002999999"'), 'incidents.0.expect.grid: lianhu has no grid 610104002999999'],
  [fire('severity: 1').replace('E0498', 'E0999'), 'expect.category: the catalogue of lianhu has no category E0999'],
  [fire('severity: 1').replace('channel: smoke', 'channel: lel'), 'expect.when.channel: smoke has no channel lel'],
])('an expectation nothing can meet is found: %s', (expectation, text) => {
  expect(complaintsOf('expect: none', expectation)[0]).toContain(text);
});

test('a category that a city leaves out is none of its categories', () => {
  // E0118 stands in the base catalogue; Lianhu omits it.
  const text = fire('severity: 1').replace('E0498', 'E0118');
  expect(complaintsOf('expect: none', text)).toHaveLength(1);
});

test.each([
  ['faults: [{ kind: loss, at: 5h, lasts: 1h, share: 0.1 }]', 'faults.0.at: begins 300 min 00 s after the start'],
  ['actions: [{ at: 2h, method: GET, path: /livez }]', 'actions.0.at: begins 120 min 00 s after the start'],
  ['cameras: [{ name: smoke-001, zones: [a] }]', 'cameras.0.name: two devices are called smoke-001'],
])('%s is found', (line, text) => {
  expect(complaintsOf('incidents:', `${line}\nincidents:`)[0]).toContain(text);
});

test('an event that a device cannot send is found', () => {
  const alarm = '{ name: a, kind: event, at: 1min, device: smoke-001, code: smoke_alrm, hold: 1min, expect: none }';
  expect(complaintsOf(STEAM, alarm)[0]).toMatch(
    /incidents\.0\.code: smoke has no event smoke_alrm; it has .*smoke_alarm/,
  );
});

test('all mistakes are told at once, each with its place', () => {
  const complaints = complaintsOf('seed: 1\n', 'seed: one\nsed: 2\nexpect: { recal: 1 }\n');
  expect(complaints).toEqual([
    '4:11: expect: unknown key recal',
    '3:1: unknown key sed',
    '2:7: seed: Invalid input: expected number, received string',
  ]);
  expect(complaintsOf('seed: 1\n', '')).toEqual(['1:1: seed: is missing']);
  expect(complaintsOf('at: 10min', 'at: 3h, repeat: { times: 3 }')).toHaveLength(1);
});
