import { expect } from 'vitest';
import { type ChaosReport, runChaos } from './chaos.ts';
import { type Fault, type Part, partOf, planOf, type Round, type Strike } from './plan.ts';

/** Whether there is time for the long form of a test. */
export const nightly = process.env['GRIDWARDEN_NIGHTLY'] === '1';

/** One row of the fault plan: a few strikes by hand for every run, and many drawn from seeds for the night. */
export interface Row {
  readonly strikes: readonly (readonly Strike[])[];
  readonly faults: readonly Fault[];
  readonly seeds: readonly number[];
  readonly rounds: number;
}

export const strike = (fault: Fault, at: number, lasts = 0, again: readonly number[] = []): Strike => ({
  ...{ fault, at, lasts, again },
});

/** Longest the long form of a row may take, ms. */
export const NIGHT_MS = 1_200_000;

const LOAD = { devices: 20, rate: 100, alarmRate: 1, drainMs: 420_000, startMs: 60_000 };

/** Runs a row and expects that nothing acknowledged is lost, twice, invented or out of order. */
export async function survive({ strikes, faults, seeds, rounds }: Row): Promise<void> {
  const byHand = (parts: readonly Part[]): Round[] =>
    strikes.map((all, index) => ({
      number: index + 1,
      strikes: all.filter(({ fault }) => parts.includes(partOf(fault))),
      calm: 300,
    }));
  if (!nightly) return expectWhole(await runChaos({ ...LOAD, seed: 1, rounds: strikes.length, plan: byHand }));
  for (const seed of seeds) {
    const plan = (parts: readonly Part[]) => planOf(seed, rounds, parts, faults);
    const report = await runChaos({ ...LOAD, seed, rounds, plan });
    console.info(`seed ${seed}: ${report.rounds.length} rounds, ${report.gatewayKills} kills of the gateway`);
    expectWhole(report);
  }
}

function expectWhole(report: ChaosReport): void {
  expect(report.defects).toEqual([]);
  expect(report.findings).toEqual({
    lost: { readings: [], alarms: [], feedback: [], events: [] },
    duplicated: { readings: [], alarms: [], feedback: [], events: [] },
    phantom: { readings: [], alarms: [], events: [] },
    outOfOrder: [],
  });
  expect(report.acknowledged.readings).toBeGreaterThan(100);
  expect(report.acknowledged.alarms).toBeGreaterThan(1);
  expect(report.passed).toBe(true);
}
