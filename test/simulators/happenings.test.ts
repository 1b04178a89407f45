import { expect, test } from 'vitest';
import { smallScenario } from './small-scenario.ts';

const leak = { kind: 'signal', name: 'leak', channels: { lel: 30 }, hold: '1min', expect: 'none' };
const over = (incident: object, more: object = {}) =>
  smallScenario({ ...more, fleets: [{ type: 'gas', count: 5 }], incidents: [{ ...leak, ...incident }] }).incidents;

test('an incident happens once, where and when it is written', () => {
  expect(over({ at: '90s', device: 'gas-002' })).toMatchObject([
    { name: 'leak', at: 90_000, devices: ['gas-002'], origin: 0 },
  ]);
});

test('it is repeated at a pace, under numbered names', () => {
  const found = over({ at: '1min', device: 'gas-002', repeat: { times: 3, every: '2min' } });
  expect(found.map(({ name, title, at }) => [name, title, at])).toEqual([
    ['leak 1', 'leak', 60_000],
    ['leak 2', 'leak', 180_000],
    ['leak 3', 'leak', 300_000],
  ]);
});

test('the seed picks instants and devices, the same every time, and leaves a device time to recover', () => {
  const incident = { at: { between: ['0s', '40h'] }, device: { any: 'gas' }, repeat: { times: 20 } };
  const found = over(incident);
  const drawn = (all: typeof found) => all.map(({ at, devices }) => [at, devices]);
  expect(drawn(over(incident))).toEqual(drawn(found));
  expect(drawn(over(incident, { seed: 12 }))).not.toEqual(drawn(found));
  for (const { at, devices } of found) {
    expect(at % 1000).toBe(0);
    const near = found.filter((other) => other.devices[0] === devices[0] && Math.abs(other.at - at) < 7_200_000);
    expect(near).toHaveLength(1);
  }
});

test('it happens to several devices at once', () => {
  expect(over({ at: '1min', devices: ['gas-001', 'gas-003'] })[0]?.devices).toEqual(['gas-001', 'gas-003']);
  const [any] = over({ at: '1min', devices: { any: 'gas', count: 4 } });
  expect(new Set(any?.devices).size).toBe(4);
  expect(over({ at: '1min', devices: { any: 'gas', count: 9 } })[0]?.devices).toHaveLength(5);
});
