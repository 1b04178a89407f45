import { expect, test } from 'vitest';
import { disturbance } from '../../simulators/disturbances/disturbances.ts';
import { shiftedTo } from '../../simulators/disturbances/shifted-coordinates.ts';
import { placeFleet } from '../../simulators/fleet.ts';
import { epochOf } from '../../simulators/lab-clock.ts';
import type { Publication, Tick } from '../../simulators/traffic.ts';
import { digestOf, disturberOf, traffic } from '../../simulators/traffic.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const START = epochOf('2026-06-01T08:00:00+08:00');
const MINUTE = 60_000;

/** Plays ten minutes with a disturbance switched on at `from` and ended at `to`, both in minutes. */
function play(spec: object, from = 2, to = Number.POSITIVE_INFINITY, over: Record<string, unknown> = {}): Tick[] {
  const scenario = smallScenario({ cameras: [{ name: 'eye', zones: ['yard'] }], ...over });
  const fleet = placeFleet(scenario, twoGrids);
  const disturber = disturberOf(scenario, fleet);
  const ticks: Tick[] = [];
  let id: string | undefined;
  for (const tick of traffic(scenario, fleet, START + 10 * MINUTE, disturber)) {
    ticks.push(tick);
    if (id === undefined && tick.at >= START + from * MINUTE) id = disturber.add(disturbance.parse(spec), tick.at).id;
    if (id !== undefined && tick.at >= START + to * MINUTE) disturber.remove(id);
  }
  return ticks;
}

interface Sent extends Publication {
  readonly minute: number;
}

const sentBy = (ticks: readonly Tick[], device: string): Sent[] =>
  ticks.flatMap(({ at, publications }) =>
    publications.filter((each) => each.device === device).map((each) => ({ ...each, minute: (at - START) / MINUTE })),
  );
const telemetry = (ticks: readonly Tick[], device = 'smoke-001') =>
  sentBy(ticks, device).filter(({ topic }) => topic.endsWith('telemetry'));
const body = ({ payload }: Publication) =>
  JSON.parse(payload) as { ts: number; seq: number; values: Record<string, unknown>; position: { lon: number } };

test('what is switched on acts from the next instant, and no more when it is switched off', () => {
  const slipped = telemetry(play({ kind: 'unit-slip', factor: 0, target: 'smoke-001' }, 3, 6));
  const zero = slipped.filter((each) => body(each).values['temperature'] === 0).map(({ minute }) => minute);
  expect(zero.length).toBeGreaterThanOrEqual(3);
  expect(Math.min(...zero)).toBeGreaterThan(3);
  expect(Math.max(...zero)).toBeLessThan(7.1);
  const others = telemetry(play({ kind: 'unit-slip', factor: 0, target: 'smoke-001' }), 'smoke-002');
  expect(others.some((each) => body(each).values['temperature'] === 0)).toBe(false);
});

test('what was meant follows what was sent', () => {
  const flapping = telemetry(play({ kind: 'flapping', channels: { smoke: 0.5 }, target: 'smoke' }));
  const later = flapping.filter(({ minute }) => minute > 2.1);
  expect(new Set(later.map((each) => body(each).values['smoke'] === 0.5)).size).toBe(2);
  for (const each of later) expect(each.meaning).toEqual({ values: body(each).values });
  const broken = telemetry(play({ kind: 'schema-break', target: 'smoke' })).filter(({ minute }) => minute > 2.1);
  expect(broken.every(({ meaning }) => meaning === undefined)).toBe(true);
});

test('a clock that is off and one that lost its battery', () => {
  const skewed = telemetry(play({ kind: 'clock-skew', by: '-1h', target: 'all' })).at(-1);
  expect(skewed && body(skewed).ts).toBe(START + (skewed?.minute ?? 0) * MINUTE - 3_600_000);
  const reset = telemetry(play({ kind: 'clock-reset', target: 'all' })).at(-1);
  expect(reset && body(reset).ts).toBeLessThan(10 * MINUTE);
});

test('a position in another system is some 500 m off, as the published algorithm has it', () => {
  const route = [
    { lon: 108.901, lat: 34.201 },
    { lon: 108.909, lat: 34.209 },
  ];
  const fleets = [{ type: 'patrol', count: 1, every: '1min', place: { route, lap: '10min' } }];
  const over = { fleets };
  const right = telemetry(play({ kind: 'stuck', target: 'camera' }, 2, 99, over), 'patrol-001');
  const wrong = telemetry(play({ kind: 'wrong-crs', target: 'patrol' }, 2, 99, over), 'patrol-001');
  const metres = (index: number) =>
    ((body(wrong[index] as Sent).position.lon - body(right[index] as Sent).position.lon) * Math.PI * 6_378_137) /
    (180 / Math.cos((34.2 * Math.PI) / 180));
  expect(metres(0)).toBeCloseTo(0, 5);
  // In this part of the country the shift is some 430 m to the east.
  expect(metres(8)).toBeGreaterThan(400);
  expect(metres(8)).toBeLessThan(460);
  const baidu = shiftedTo('bd09', { lon: 108.9, lat: 34.2 });
  expect(baidu.lon - shiftedTo('gcj02', { lon: 108.9, lat: 34.2 }).lon).toBeGreaterThan(0.005);
});

test.each([
  ['loss', 5 * 1000],
  ['reorder', 3 * 1000],
])('%s: nothing is gone for good', (kind, later) => {
  const plain = telemetry(play({ kind: 'stuck', target: 'camera' }));
  const played = telemetry(play({ kind, share: 0.5 }));
  const payloads = (all: readonly Sent[]) => all.map(({ payload }) => payload).sort();
  expect(payloads(played)).toEqual(payloads(plain));
  const late = played.filter(
    ({ payload, minute }) => plain.find((each) => each.payload === payload)?.minute !== minute,
  );
  expect(late.length).toBeGreaterThan(1);
  for (const each of late) {
    expect(each.dup).toBe(kind === 'loss');
    const before = plain.find(({ payload }) => payload === each.payload)?.minute ?? 0;
    expect((each.minute - before) * MINUTE).toBeCloseTo(later, 3);
  }
});

test('loss and reordering at once lose nothing either, whatever their delays', () => {
  const faults = [
    { kind: 'loss', at: '0s', lasts: '8min', share: 0.4, later: '7s' },
    { kind: 'reorder', at: '0s', lasts: '8min', share: 0.4, later: '3s' },
  ];
  const scenario = smallScenario({ faults });
  const all = [...traffic(scenario, placeFleet(scenario, twoGrids))].flatMap(({ publications }) => publications);
  const plain = smallScenario();
  const before = [...traffic(plain, placeFleet(plain, twoGrids))].flatMap(({ publications }) => publications);
  expect(all.map(({ payload }) => payload).sort()).toEqual(before.map(({ payload }) => payload).sort());
});

test('a vendor that was away delivers everything when it is back, message by message', () => {
  const sent = telemetry(play({ kind: 'vendor-outage', target: 'smoke', lasts: '4min' }));
  const late = sent.filter((each) => body(each).ts < START + each.minute * MINUTE - 30_000);
  expect(late.length).toBeGreaterThanOrEqual(3);
  expect(new Set(late.map(({ minute }) => minute)).size).toBe(1);
  expect(sent.map((each) => body(each).seq)).toEqual([...sent.keys()]);
});

test('a retained replay repeats old messages, retained, and means nothing by it', () => {
  const replayed = telemetry(play({ kind: 'retained-replay', target: 'smoke-001', messages: 2 })).filter(
    ({ retain }) => retain,
  );
  expect(replayed).toHaveLength(2);
  expect(replayed.every(({ meaning }) => meaning === undefined)).toBe(true);
});

test('bursts: a reboot storm counts from 0, a flood counts on, an oversized one leaves by another terminal', () => {
  const storm = sentBy(play({ kind: 'reboot-storm', target: 'smoke' }), 'smoke-002');
  const status = storm.filter(({ topic, minute }) => topic.endsWith('status') && minute > 0);
  expect(status).toHaveLength(1);
  expect(
    telemetry(play({ kind: 'reboot-storm', target: 'smoke' })).filter((each) => body(each).seq === 0),
  ).toHaveLength(2);
  const flood = telemetry(play({ kind: 'flood', target: 'smoke-001', messages: 30 }));
  expect(new Set(flood.map((each) => body(each).seq)).size).toBe(flood.length);
  expect(flood.length).toBe(40);
  const large = sentBy(play({ kind: 'oversized', target: 'smoke-001', bytes: 9 }), 'smoke-001');
  expect(large.filter(({ terminal }) => terminal === 'second').map(({ payload }) => payload)).toEqual(['xxxxxxxxx']);
  const bad = sentBy(play({ kind: 'malformed', target: 'smoke-001', payload: '{' }), 'smoke-001');
  expect(bad.filter(({ payload }) => payload === '{')).toHaveLength(1);
});

test('duplicates, dropped links and batches', () => {
  const twice = telemetry(play({ kind: 'duplicate', target: 'smoke-001' }, 8.5));
  expect(twice.length).toBeGreaterThan(10);
  expect(new Set(twice.map(({ payload }) => payload)).size).toBe(10);
  expect(telemetry(play({ kind: 'link-drop' })).filter(({ cut }) => cut).length).toBeGreaterThan(5);
  const batch = telemetry(play({ kind: 'late-batch', lasts: '3min' })).filter(({ payload }) => payload.startsWith('['));
  expect(batch).toHaveLength(1);
});

test('connections, the gateway and peers are struck too', () => {
  const deeds = (spec: object, to?: number) =>
    play(spec, 2, to).map(({ strands = [], kills, quirks = [] }) => ({ strands, kills, quirks }));
  expect(deeds({ kind: 'half-open', target: 'gas' }).flatMap(({ strands }) => strands)).toEqual(['gas-001']);
  expect(deeds({ kind: 'broker-restart' }).flatMap(({ kills }) => kills)).toEqual(['restart']);
  expect(deeds({ kind: 'gateway-kill', moment: 'stepping' }).flatMap(({ kills }) => kills)).toEqual(['stepping']);
  expect(deeds({ kind: 'onvif-quirk', quirk: 12 }, 5).flatMap(({ quirks }) => quirks)).toEqual([
    { device: 'eye', quirk: 12, on: true },
    { device: 'eye', quirk: 12, on: false },
  ]);
});

test('a share of the devices is struck, the same ones all the time', () => {
  const sent = ['smoke-001', 'smoke-002', 'smoke-003', 'gas-001'].map((device) =>
    telemetry(play({ kind: 'unit-slip', factor: 0, share: 0.5 }), device)
      .filter(({ minute }) => minute > 3.2)
      .map((each) => Object.values(body(each).values).every((value) => value === 0 || typeof value !== 'number')),
  );
  for (const device of sent) expect(new Set(device).size).toBe(1);
});

test('a target that is nobody is refused with the types there are, and so is one too many', () => {
  const scenario = smallScenario();
  const disturber = disturberOf(scenario, placeFleet(scenario, twoGrids));
  const loss = (target: string) => disturbance.parse({ kind: 'loss', target });
  expect(() => disturber.add(loss('lift'), START)).toThrow('one of smoke, gas');
  for (let count = 0; count < 100; count += 1) disturber.add(loss('gas'), START);
  expect(() => disturber.add(loss('gas'), START)).toThrow('100 disturbances');
  expect(disturber.remove('loss-1')).toBe(true);
  expect(disturber.remove('nothing-1')).toBe(false);
});

test('the first fault of a kind is its number 1, whatever else is on', () => {
  const scenario = smallScenario({
    faults: [{ kind: 'clock-skew', at: '1min', device: 'gas-001', lasts: '1min', by: '9s' }],
  });
  const disturber = disturberOf(scenario, placeFleet(scenario, twoGrids));
  disturber.add(disturbance.parse({ kind: 'loss', target: 'smoke' }), START);
  disturber.add(disturbance.parse({ kind: 'loss', target: 'gas' }), START);
  expect(new Set(disturber.list().map(({ id }) => id))).toEqual(new Set(['clock-skew-1', 'loss-1', 'loss-2']));
});

test('a script with disturbances is played the same twice', () => {
  const faults = [
    { kind: 'loss', at: '1min', lasts: '5min', share: 0.2 },
    { kind: 'flapping', at: '2min', lasts: '5min', target: 'smoke', channels: { smoke: 0.4 } },
    { kind: 'vendor-outage', at: '3min', lasts: '2min', target: 'gas' },
    { kind: 'retained-replay', at: '6min' },
  ];
  const digest = () => {
    const scenario = smallScenario({ faults });
    return digestOf(traffic(scenario, placeFleet(scenario, twoGrids)));
  };
  expect(digest()).toEqual(digest());
});
