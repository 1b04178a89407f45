import { expect, test } from 'vitest';
import { placeFleet } from '../../../simulators/fleet.ts';
import { epochOf } from '../../../simulators/lab-clock.ts';
import { traffic } from '../../../simulators/traffic.ts';
import { smallScenario, twoGrids } from '../small-scenario.ts';

const START = epochOf('2026-06-01T08:00:00+08:00');

/** Reports of a device, by seconds after the start. */
function reports(over: Record<string, unknown>, device: string) {
  const scenario = smallScenario(over);
  const ticks = [...traffic(scenario, placeFleet(scenario, twoGrids))];
  const said = ticks.flatMap(({ at, publications }) =>
    publications
      .filter((each) => each.device === device && each.topic.endsWith('telemetry'))
      .map(({ payload }) => ({
        at: (at - START) / 1000,
        values: JSON.parse(payload).values as Record<string, number>,
      })),
  );
  return { said, calls: ticks.flatMap(({ at, calls }) => calls.map((call) => ({ at: (at - START) / 1000, ...call }))) };
}

const most = (said: readonly { values: Record<string, number> }[], channel: string) =>
  Math.max(...said.map(({ values }) => Number(values[channel])));

const fire = {
  fleets: [
    { type: 'smoke', count: 3, every: '1min' },
    { type: 'electrical', count: 1, every: '1min' },
  ],
  cameras: [{ name: 'eye', zones: ['yard'] }],
  incidents: [
    {
      ...{ kind: 'fire', name: 'fire', at: '2min', device: 'smoke-001', rise: '30s', hold: '2min', fall: '1min' },
      ...{ neighbours: ['smoke-002'], current: 'electrical-001', camera: 'eye', expect: 'none' },
    },
  ],
};

test('a fire is seen by smoke next door, by the cables and by a camera, each below an alarm of its own', () => {
  expect(most(reports(fire, 'smoke-001').said, 'smoke')).toBeGreaterThan(0.5);
  const nextDoor = most(reports(fire, 'smoke-002').said, 'smoke');
  expect(nextDoor).toBeGreaterThan(0.05);
  expect(nextDoor).toBeLessThan(0.15);
  expect(most(reports(fire, 'smoke-003').said, 'smoke')).toBeLessThan(0.05);
  const { said, calls } = reports(fire, 'electrical-001');
  expect(most(said, 'residual')).toBe(240);
  expect(most(said, 'temperature')).toBeLessThan(70);
  expect(calls).toEqual([
    { at: 150, device: 'eye', verb: 'motion', args: [true] },
    { at: 270, device: 'eye', verb: 'motion', args: [false] },
  ]);
});

test('a gathering fills the square, the lifts and the bins', () => {
  const over = {
    fleets: ['crowd', 'lift', 'bin'].map((type) => ({ type, count: 1, every: '1min' })),
    incidents: [
      {
        ...{
          kind: 'gathering',
          name: 'crowd',
          at: '1min',
          device: 'crowd-001',
          rise: '1min',
          hold: '3min',
          fall: '1min',
        },
        ...{ lifts: ['lift-001'], bins: ['bin-001'], expect: 'none' },
      },
    ],
  };
  expect(most(reports(over, 'crowd-001').said, 'density')).toBe(5.5);
  expect(most(reports(over, 'lift-001').said, 'persons')).toBe(12);
  const fill = reports(over, 'bin-001').said.map(({ at, values }) => [at, Number(values['fill'])] as const);
  const before = Math.max(...fill.filter(([at]) => at < 60).map(([, value]) => value));
  expect(Math.max(...fill.map(([, value]) => value))).toBeGreaterThan(before + 30);
});
