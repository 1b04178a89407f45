import { expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { rehearse } from '../../simulators/rehearsal.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const fire = (hold: string) => ({
  kind: 'fire',
  name: 'fire',
  at: '2min',
  rise: '10s',
  hold,
  fall: '1s',
  device: 'smoke-002',
  expect: { category: 'E0498', when: { channel: 'smoke', atLeast: 0.15, for: '30s' } },
});

test('finds incidents whose condition never is complete', () => {
  const report = (hold: string) => {
    const scenario = smallScenario({ incidents: [fire(hold)] });
    return rehearse(scenario, placeFleet(scenario, twoGrids));
  };
  expect(report('1min')).toMatchObject({ devices: 4, expected: 1, incomplete: [] });
  expect(report('5s')).toMatchObject({ expected: 1, incomplete: ['fire'] });
});
