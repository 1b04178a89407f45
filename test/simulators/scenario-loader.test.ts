import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenarioJsonSchema } from '../../simulators/scenario.ts';
import { ScenarioError } from '../../simulators/scenario-error.ts';
import { loadScenario } from '../../simulators/scenario-loader.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenario-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const BASE = `title: base
seed: 1
clock: { start: '2026-06-01T08:00:00+08:00', duration: 10min }
city: { profile: lianhu }
fleets:
  - { type: smoke, count: 2 }
incidents: []
`;

function problemOf(file: string): ScenarioError {
  try {
    loadScenario(file);
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error('the scenario was accepted');
}

test('reads a scenario and fills in what it leaves out', () => {
  const scenario = loadScenario(write('base.yaml', BASE));
  expect(scenario.clock).toMatchObject({ duration: 600_000, tick: 1000, wall: 40_000 });
  expect(scenario.dispatch).toEqual({ accept: 20_000, dispose: 180_000, close: 60_000, falseAlarm: [] });
});

test('an unknown key is named with file, line and column, and exit code 2', () => {
  const file = write('unknown.yaml', BASE.replace('seed: 1', 'seed: 1\nsed: 2'));
  const problem = problemOf(file);
  expect(problem.message).toBe(`SCENARIO_INVALID ${file}:3:1: unknown key sed`);
  expect(problem.exitCode).toBe(2);
});

test('a wrong value deep inside is found where it stands', () => {
  const file = write('type.yaml', BASE.replace('type: smoke', 'type: smock'));
  expect(problemOf(file)).toMatchObject({ place: { line: 6, column: 13 } });
});

test('a mistake inside one kind of incident is reported there, not at the incident', () => {
  const file = write(
    'incident.yaml',
    BASE.replace(
      'incidents: []',
      `incidents:
  - name: fire
    kind: fire
    at: 1min
    device: smoke-001
    expect:
      category: 498
      when: { channel: smoke, atLeast: 0.15 }`,
    ),
  );
  const { place, message } = problemOf(file);
  expect(place).toMatchObject({ line: 13, column: 17 });
  expect(message).toContain('incidents.0.expect.category');
});

test('broken YAML is placed too', () => {
  const file = write('broken.yaml', 'title: x\nclock: { start: 1\n');
  expect(problemOf(file).message).toMatch(/^SCENARIO_INVALID .*broken\.yaml:\d+:\d+: /);
});

test('a missing file is an invalid scenario', () => {
  expect(problemOf(join(folder, 'nowhere.yaml')).message).toContain('cannot read');
});

test.each([
  [
    'a device that is not in the fleet',
    '{ name: a, kind: fire, at: 1s, device: smoke-003, expect: none }',
    'no sensor is called smoke-003',
  ],
  [
    'a camera that is not there',
    '{ name: a, kind: motion, at: 1s, device: smoke-001, expect: none }',
    'no camera or door controller',
  ],
])('%s is found', (_what, incident, text) => {
  const file = write('reference.yaml', BASE.replace('incidents: []', `incidents:\n  - ${incident}`));
  const problem = problemOf(file);
  expect(problem.message).toContain(text);
  expect(problem.place.line).toBe(8);
});

test('a door the controller does not have is found', () => {
  const file = write(
    'door.yaml',
    BASE.replace(
      'incidents: []',
      'doors: [{ name: block, doors: [Door1] }]\nincidents:\n  - { name: a, kind: door-forced, at: 1s, device: block, door: Door9, expect: none }',
    ),
  );
  expect(problemOf(file).message).toContain('block has no door Door9');
});

test.each([
  ['fleets: [{ type: smoke, count: 2, drift: { level: 1 } }]', 'smoke has no number called level; it has smoke'],
  ['fleets: [{ type: smoke, count: 2, shifts: [morning] }]', 'write hours of the day such as 07:00-12:00'],
  ['fleets: [{ type: smoke, count: 2 }]\nsignals: { rain: [[1h, 4], [30min, 9]] }', 'lies behind the one before it'],
  ['fleets: [{ type: smoke, count: 2 }]\nsignals: { snow: [[1h, 4]] }', 'unknown key snow'],
])('a mistake in the signals is found: %s', (text, message) => {
  const file = write('signals.yaml', BASE.replace(/fleets:.*(\n {2}.*)*/, text));
  const problem = problemOf(file);
  expect(problem.message).toContain(message);
  expect(problem.place.line).toBeGreaterThan(4);
});

test.each([
  ['{ name: a, kind: weather, at: 1s, device: smoke-001, expect: none }', 'say it under signals'],
  ['{ name: a, kind: fire, at: 1s, device: smoke-001, camera: eye, expect: none }', 'is called eye'],
  ['{ name: a, kind: fire, at: 1s, device: smoke-001, neighbours: [gas-9], expect: none }', 'is called gas-9'],
])('a part that nothing can play is found: %s', (incident, message) => {
  const file = write('part.yaml', BASE.replace('incidents: []', `incidents:\n  - ${incident}`));
  expect(problemOf(file).message).toContain(message);
});

test('extends takes what the file itself does not say, and reports mistakes in the file they stand in', () => {
  write('parent.yaml', BASE);
  const scenario = loadScenario(write('child.yaml', 'extends: parent.yaml\ntitle: child\nseed: 9\n'));
  expect(scenario).toMatchObject({ title: 'child', seed: 9, city: { profile: 'lianhu' } });

  const wrong = write('wrong-parent.yaml', BASE.replace('seed: 1', 'seed: one'));
  const problem = problemOf(write('child-of-wrong.yaml', 'extends: wrong-parent.yaml\ntitle: child\n'));
  expect(problem.place).toEqual({ file: wrong, line: 2, column: 7 });
});

test('files that extend each other in a circle are refused', () => {
  write('a.yaml', 'extends: b.yaml\n');
  expect(problemOf(write('b.yaml', 'extends: a.yaml\n')).message).toContain('extend each other');
});

test.each(['demo.yaml', 'crash.yaml', 'storm.yaml'])('%s is valid and names its schema for editors', (name) => {
  const file = join('simulators/scenarios', name);
  expect(readFileSync(file, 'utf8')).toMatch(/^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/);
  expect(loadScenario(file).incidents.length).toBeGreaterThan(5);
});

test('the JSON Schema for editors is the one in force', () => {
  const stored: unknown = JSON.parse(readFileSync('simulators/scenarios/scenario.schema.json', 'utf8'));
  expect(stored).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});
