import { expect, test } from 'vitest';
import { placeFleet } from '../../simulators/fleet.ts';
import { epochOf } from '../../simulators/lab-clock.ts';
import { createTruth, truthSoFar } from '../../simulators/truth.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const START = epochOf('2026-06-01T08:00:00+08:00');
const at = (second: number) => ({ at: START + second * 1000, machine: second });

function truthFor(when: object, device = 'smoke-001') {
  const common = { name: 'it', at: '60s', device, expect: { category: 'E0498', when } };
  const scenario = smallScenario({
    doors: [{ name: 'block', doors: ['Door1'] }],
    incidents: [device === 'block' ? { ...common, kind: 'duress' } : { ...common, kind: 'silence', lasts: '1s' }],
  });
  return createTruth(scenario, placeFleet(scenario, twoGrids));
}

const completeAt = (truth: ReturnType<typeof truthFor>) => {
  const complete = truth.expected()[0]?.complete;
  return complete ? [(complete.at - START) / 1000, complete.machine] : undefined;
};
const smoke = (value: number) => ({ values: { smoke: value } });

test('a level that need not last is complete with the message', () => {
  const truth = truthFor({ channel: 'smoke', atLeast: 0.15 });
  truth.said('smoke-001', smoke(0.149), at(61));
  expect(completeAt(truth)).toBeUndefined();
  truth.said('smoke-002', smoke(0.9), at(62));
  expect(completeAt(truth)).toBeUndefined();
  truth.said('smoke-001', smoke(0.15), at(63));
  expect(completeAt(truth)).toEqual([63, 63]);
});

test('of a run that was cut short only what could be known had to come', () => {
  const truth = truthFor({ channel: 'smoke', atLeast: 0.15 });
  expect(truthSoFar(truth).expected()).toEqual([]);
  truth.said('smoke-001', smoke(0.15), at(63));
  expect(truthSoFar(truth).expected()).toHaveLength(1);
});

test('a level that must last is complete when its time has run out, and starts anew after a dip', () => {
  const truth = truthFor({ channel: 'smoke', atLeast: 0.15, for: '10s' });
  truth.said('smoke-001', smoke(0.3), at(61));
  truth.reach(at(65));
  truth.said('smoke-001', smoke(0.1), at(65));
  truth.said('smoke-001', smoke(0.3), at(66));
  truth.reach(at(75));
  expect(completeAt(truth)).toBeUndefined();
  truth.reach(at(78));
  // Due at 76, known when the lab reached 78.
  expect(completeAt(truth)).toEqual([76, 78]);
});

test('what was held up counts from when it was said, and can be known when it is there', () => {
  const late = truthFor({ channel: 'smoke', atLeast: 0.15 });
  late.said('smoke-001', smoke(0.3), at(70), START + 65_000);
  expect(completeAt(late)).toEqual([70, 70]);
  const lasting = truthFor({ channel: 'smoke', atLeast: 0.15, for: '10s' });
  lasting.said('smoke-001', smoke(0.3), at(70), START + 65_000);
  lasting.reach(at(80));
  expect(completeAt(lasting)).toEqual([75, 80]);
});

test('what is older than what is known tells nothing of the present', () => {
  const truth = truthFor({ channel: 'smoke', atLeast: 0.15, for: '10s' });
  truth.said('smoke-001', smoke(0.1), at(70));
  truth.said('smoke-001', smoke(0.3), at(71), START + 65_000);
  truth.reach(at(90));
  expect(completeAt(truth)).toBeUndefined();
});

test('what happened before the incident does not count', () => {
  const truth = truthFor({ channel: 'smoke', atLeast: 0.15 });
  truth.said('smoke-001', smoke(0.9), at(59));
  expect(completeAt(truth)).toBeUndefined();
});

test('a repeated event is complete when the last of them falls into the window', () => {
  const truth = truthFor({ event: 'access_denied', times: 3, in: '10s' }, 'block');
  const deny = { device: 'block', verb: 'deny', args: ['Door1', 'Other'] } as const;
  truth.called(deny, at(60));
  truth.called(deny, at(65));
  truth.called(deny, at(71));
  expect(completeAt(truth)).toBeUndefined();
  truth.called(deny, at(74));
  expect(completeAt(truth)).toEqual([74, 74]);
});

test('silence counts from the last sign of life, garbage included', () => {
  const truth = truthFor({ silentFor: '2min' });
  truth.said('smoke-001', undefined, at(50));
  truth.reach(at(169));
  expect(completeAt(truth)).toBeUndefined();
  truth.reach(at(171));
  expect(completeAt(truth)).toEqual([170, 171]);
});

test('an expectation carries the grid the lab reckons and the device id', () => {
  const truth = truthFor({ silentFor: '2min' });
  const scenario = smallScenario();
  const grid = placeFleet(scenario, twoGrids)[0]?.grid;
  expect(truth.expected()).toMatchObject([{ incident: 'it', deviceId: 'lab/smoke-001', category: 'E0498', grid }]);
});
