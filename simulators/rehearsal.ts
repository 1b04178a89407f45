import type { LabDevice } from './fleet.ts';
import type { Scenario } from './scenario.ts';
import { digestOf, type Tick, traffic } from './traffic.ts';
import { createTruth, type Truth } from './truth.ts';

/** What a scenario will do, found out without a gateway. */
export interface Rehearsal {
  readonly devices: number;
  readonly ticks: number;
  readonly messages: number;
  readonly calls: number;
  readonly expected: number;
  /** Of all traffic: equal for equal file, seed and grids. */
  readonly sha256: string;
  /** Incidents whose condition the scripted traffic never completes. */
  readonly incomplete: readonly string[];
}

function* watched(ticks: Iterable<Tick>, truth: Truth): Generator<Tick> {
  for (const tick of ticks) {
    const now = { at: tick.at, machine: 0 };
    truth.reach(now);
    for (const { device, terminal, meaning, saidAt } of tick.publications)
      if (terminal !== 'stranger') truth.said(device, meaning, now, saidAt);
    for (const call of tick.calls) truth.called(call, now);
    yield tick;
  }
}

/** Plays a scenario to nobody, with the truth looking on. */
export function rehearse(scenario: Scenario, fleet: readonly LabDevice[]): Rehearsal {
  const truth = createTruth(scenario, fleet);
  const digest = digestOf(watched(traffic(scenario, fleet), truth));
  const expected = truth.expected();
  return {
    devices: fleet.length,
    ...digest,
    expected: expected.length,
    incomplete: expected.filter(({ complete }) => !complete).map(({ incident }) => incident),
  };
}
