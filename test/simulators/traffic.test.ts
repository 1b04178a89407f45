import { expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { epochOf } from '../../simulators/lab-clock.ts';
import type { Scenario } from '../../simulators/scenario.ts';
import { digestOf, type Publication, timedFaults, traffic } from '../../simulators/traffic.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const START = epochOf('2026-06-01T08:00:00+08:00');

interface Sent extends Publication {
  readonly at: number;
}

function play(scenario: Scenario): Sent[] {
  return [...traffic(scenario, placeFleet(scenario, twoGrids))].flatMap(({ at, publications }) =>
    publications.map((publication) => ({ ...publication, at: at - START })),
  );
}

const ofDevice = (sent: readonly Sent[], device: string) =>
  sent.filter((each) => each.device === device && each.topic.endsWith('/telemetry'));
const body = ({ payload }: Publication) =>
  JSON.parse(payload) as { ts: number; seq: number; values: Record<string, number | boolean> };

test('the same scenario gives byte-identical traffic, another seed does not', () => {
  const digest = (scenario: Scenario) => digestOf(traffic(scenario, placeFleet(scenario, twoGrids)));
  const over = {
    incidents: [{ kind: 'fire', name: 'fire', at: '2min', device: 'smoke-002', expect: 'none' }],
    faults: [{ kind: 'link-drop', at: { between: ['1min', '9min'] }, device: 'gas-001' }],
  };
  const once = digest(smallScenario(over));
  expect(digest(smallScenario(over))).toEqual(once);
  expect(digest(smallScenario({ ...over, seed: 12 })).sha256).not.toBe(once.sha256);
});

test('a device more changes what no other device sends', () => {
  const before = play(smallScenario());
  const fleets = [
    { type: 'smoke', count: 4, every: '1min' },
    { type: 'gas', count: 1, every: '1min' },
  ];
  const after = play(smallScenario({ fleets }));
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.filter(({ device }) => device !== 'smoke-004')).toEqual(before);
});

test('every device says what it is and then reports at its interval, stamped and numbered', () => {
  const sent = play(smallScenario());
  const status = sent.filter(({ topic }) => topic === 'v1/lab/smoke-001/status');
  expect(status).toMatchObject([
    { at: 0, retain: true, payload: '{"online":true,"firmware":"1.0.0","profile":"smoke"}' },
  ]);
  const reports = ofDevice(sent, 'smoke-001');
  expect(reports).toHaveLength(10);
  expect(reports.map((report) => body(report).seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(reports.every((report) => body(report).ts === START + report.at)).toBe(true);
  expect(reports.every((report) => JSON.parse(report.payload).simulated === true)).toBe(true);
  expect(new Set(reports.map(({ at }) => at % 60_000)).size).toBe(1);
});

test('during an incident the device reports at once and often, and says when it is over', () => {
  const signal = { kind: 'signal', name: 'leak', at: '130s', device: 'gas-001', expect: 'none' };
  const incidents = [{ ...signal, channels: { lel: 30 }, rise: '10s', hold: '20s', fall: '10s', every: '5s' }];
  const during = ofDevice(play(smallScenario({ incidents })), 'gas-001').filter(
    ({ at }) => at >= 130_000 && at <= 170_000,
  );
  const alarm = new Map(during.map((report) => [report.at, Number(body(report).values['lel'])]));
  expect([...alarm.keys()]).toEqual(expect.arrayContaining([130_000, 135_000, 140_000, 150_000, 160_000, 170_000]));
  expect(alarm.get(140_000)).toBe(30);
  expect(alarm.get(160_000)).toBe(30);
  expect(alarm.get(135_000)).toBeGreaterThan(14);
  expect(alarm.get(170_000)).toBeLessThan(4);
});

test('a silent device sends nothing until it is back', () => {
  const incidents = [{ kind: 'silence', name: 'flat', at: '2min', lasts: '5min', device: 'smoke-003', expect: 'none' }];
  const reports = ofDevice(play(smallScenario({ incidents })), 'smoke-003').map(({ at }) => at);
  expect(reports.filter((at) => at >= 120_000 && at < 420_000)).toEqual([]);
  expect(reports).toContain(420_000);
});

test('an event goes on and off again', () => {
  const incidents = [
    {
      kind: 'event',
      name: 'button',
      at: '1min',
      hold: '30s',
      code: 'smoke_alarm',
      device: 'smoke-001',
      expect: 'none',
    },
  ];
  const events = play(smallScenario({ incidents })).filter(({ topic }) => topic.endsWith('/event'));
  expect(events.map(({ at, payload }) => [at, JSON.parse(payload)])).toMatchObject([
    [60_000, { code: 'smoke_alarm', active: true }],
    [90_000, { code: 'smoke_alarm', active: false }],
  ]);
});

test('faults: the same bytes twice, twice with DUP, cut off, garbage, and a stranger', () => {
  const faults = [
    { kind: 'duplicate', at: '61s', device: 'smoke-001' },
    { kind: 'redelivered', at: '62s', device: 'smoke-001' },
    { kind: 'link-drop', at: '63s', device: 'smoke-001' },
    { kind: 'malformed', at: '64s', device: 'smoke-001', payload: '{' },
    { kind: 'oversized', at: '65s', device: 'smoke-001', bytes: 10 },
    { kind: 'unknown-device', at: '66s' },
  ];
  const sent = play(smallScenario({ faults })).filter(({ at }) => at >= 61_000 && at <= 66_000);
  const at = (second: number, device = 'smoke-001') =>
    sent.filter((each) => each.at === second * 1000 && each.device === device);
  const [first, second] = at(61);
  expect(second).toEqual(first);
  expect(at(62).map(({ dup }) => dup)).toEqual([false, true]);
  expect(new Set(at(62).map(({ payload }) => payload)).size).toBe(1);
  expect(at(63)).toMatchObject([{ cut: true, dup: false }]);
  expect(at(64).at(-1)).toMatchObject({ payload: '{', terminal: 'own' });
  expect(at(64).at(-1)?.meaning).toBeUndefined();
  expect(at(65).at(-1)).toMatchObject({ payload: 'xxxxxxxxxx', terminal: 'second' });
  expect(at(66, 'stranger-1')).toMatchObject([{ terminal: 'stranger', topic: 'v1/lab/stranger-1/telemetry' }]);
});

test('a wrong clock is in the time stamps only', () => {
  const faults = [{ kind: 'clock-skew', at: '2min', lasts: '4min', by: '-10min', device: 'gas-001' }];
  const reports = ofDevice(play(smallScenario({ faults })), 'gas-001');
  const off = reports.map((report) => [report.at, body(report).ts - START - report.at]);
  expect(off.every(([at, skew]) => skew === (at !== undefined && at >= 120_000 && at < 360_000 ? -600_000 : 0))).toBe(
    true,
  );
  expect(off.some(([, skew]) => skew === -600_000)).toBe(true);
});

test('the seed picks instants inside their stretch, on a tick', () => {
  const faults = [{ kind: 'gateway-kill', at: { between: ['100s', '200s'] }, moment: 'stepping' }];
  const [fault] = timedFaults(smallScenario({ faults }));
  const offset = (fault?.instant ?? 0) - START;
  expect(offset).toBeGreaterThanOrEqual(100_000);
  expect(offset).toBeLessThanOrEqual(200_000);
  expect(offset % 1000).toBe(0);
  const scenario = smallScenario({ faults });
  const kills = [...traffic(scenario, placeFleet(scenario, twoGrids))].filter((tick) => tick.kills.length > 0);
  expect(kills).toMatchObject([{ at: fault?.instant, kills: ['stepping'] }]);
});

test('camera and door actions come at their tick', () => {
  const scenario = smallScenario({
    doors: [{ name: 'block', doors: ['Door1'] }],
    incidents: [
      { kind: 'access-denied', name: 'denied', at: '1min', times: 3, over: '20s', device: 'block', expect: 'none' },
    ],
  });
  const calls = [...traffic(scenario, placeFleet(scenario, twoGrids))].filter((tick) => tick.calls.length > 0);
  expect(calls.map(({ at, calls: [call] }) => [at - START, call?.verb, call?.args[0]])).toEqual([
    [60_000, 'deny', 'Door1'],
    [70_000, 'deny', 'Door1'],
    [80_000, 'deny', 'Door1'],
  ]);
});

const telemetryOf = (faults: object[], device = 'smoke-001') => ofDevice(play(smallScenario({ faults })), device);

test('what is lost is sent again with DUP, and what is held up arrives behind what came later', () => {
  const before = play(smallScenario());
  const whole = { at: '0s', lasts: '8min', share: 0.3 };
  const lost = play(smallScenario({ faults: [{ kind: 'loss', ...whole }] }));
  const payloads = (sent: readonly Sent[]) => sent.map(({ payload }) => payload).sort();
  expect(payloads(lost)).toEqual(payloads(before));
  const again = lost.filter(({ dup }) => dup);
  expect(again.length).toBeGreaterThan(3);
  for (const { payload, at } of again) expect(before.find((each) => each.payload === payload)?.at).toBe(at - 5_000);
  const moved = play(smallScenario({ faults: [{ kind: 'reorder', later: '90s', ...whole }] }));
  expect(payloads(moved)).toEqual(payloads(before));
  const order = ofDevice(moved, 'smoke-001').map((report) => body(report).seq);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
});

test('a device without a network sends what it kept as one array', () => {
  const sent = telemetryOf([{ kind: 'late-batch', at: '2min', lasts: '4min', device: 'smoke-001' }]);
  const batch = sent.find(({ payload }) => payload.startsWith('['));
  expect(batch?.at).toBe(360_000);
  const readings = JSON.parse(batch?.payload ?? '') as { seq: number }[];
  expect(readings.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  expect(sent.filter(({ at }) => at >= 120_000 && at < 360_000)).toEqual([]);
});

test('a stuck sensor repeats itself, one with the wrong unit exaggerates, other names mean nothing', () => {
  const during = (sent: readonly Sent[]) => sent.filter(({ at }) => at >= 120_000 && at < 360_000);
  const lasting = { at: '2min', lasts: '4min', device: 'smoke-001' };
  const stuck = during(telemetryOf([{ kind: 'stuck', ...lasting }])).map((report) => body(report).values);
  expect(new Set(stuck.map((values) => JSON.stringify(values))).size).toBe(1);
  const normal = during(telemetryOf([])).map((report) => Number(body(report).values['temperature']));
  const slipped = during(telemetryOf([{ kind: 'unit-slip', channel: 'temperature', factor: 10, ...lasting }]));
  expect(slipped.map((report) => Number(body(report).values['temperature']) / 10)).toEqual(normal);
  const broken = during(telemetryOf([{ kind: 'schema-break', ...lasting }]));
  expect(broken).toHaveLength(4);
  for (const { payload, meaning } of broken)
    expect([JSON.parse(payload).values, meaning]).toEqual([undefined, undefined]);
});

test('a flood is many messages of one device; a reboot storm is all devices of a type at once', () => {
  const flood = telemetryOf([{ kind: 'flood', at: '90s', device: 'smoke-001', messages: 50 }]);
  expect(flood.filter(({ at }) => at === 90_000)).toHaveLength(50);
  expect(new Set(flood.map((report) => body(report).seq)).size).toBe(flood.length);
  const storm = play(smallScenario({ faults: [{ kind: 'reboot-storm', at: '90s', type: 'smoke' }] }));
  const then = storm.filter(({ at }) => at === 90_000).map(({ topic }) => topic);
  for (const name of ['smoke-001', 'smoke-002', 'smoke-003'])
    expect(then.filter((topic) => topic.startsWith(`v1/lab/${name}/`))).toEqual([
      `v1/lab/${name}/status`,
      `v1/lab/${name}/telemetry`,
    ]);
});
