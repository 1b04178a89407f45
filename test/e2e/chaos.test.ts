import { describe, expect, it } from 'vitest';
import { runChaos } from '../chaos/chaos.ts';
import { type Part, partOf, type Round, type Strike } from '../chaos/plan.ts';

const strike = (fault: Strike['fault'], at: number, lasts = 0, again: readonly number[] = []): Strike => ({
  ...{ fault, at, lasts, again },
});

/**
 * The short form of `npm run chaos`: each part fails once, the gateway four times. The receiver's two faults are further apart
 * than its first retry (5 s), since the second one waits for minutes, and too short for the five failures after which it is
 * left alone for 30 s.
 */
const ROUNDS: readonly (readonly Strike[])[] = [
  [strike('gateway-kill', 600, 100), strike('receiver-drop', 200, 600)],
  // Longer than the 5 s after which the gateway works without its queue.
  [strike('redis-kill', 0, 6_500)],
  [strike('gateway-kill-starting', 300, 0, [500]), strike('redis-flush', 0)],
  [
    strike('receiver-down', 0, 600),
    strike('influx-kill', 200, 1_200),
    strike('net-cut', 500),
    strike('gateway-kill', 1_000, 100),
  ],
];

const plan = (parts: readonly Part[]): Round[] =>
  ROUNDS.map((strikes, index) => ({
    number: index + 1,
    strikes: strikes.filter(({ fault }) => parts.includes(partOf(fault))),
    calm: 500,
  }));

const load = { seed: 7, devices: 20, rate: 100, alarmRate: 1, drainMs: 90_000, startMs: 60_000 };

describe('a gateway whose world breaks down', () => {
  it('keeps what it acknowledged: every reading once, every alarm one case, in order', async () => {
    const report = await runChaos({ ...load, rounds: ROUNDS.length, plan });
    expect(report.defects).toEqual([]);
    expect(report.findings).toEqual({
      lost: { readings: [], alarms: [], feedback: [], events: [] },
      duplicated: { readings: [], alarms: [], feedback: [], events: [] },
      phantom: { readings: [], alarms: [], events: [] },
      outOfOrder: [],
    });
    expect(report.gatewayKills).toBe(4);
    expect(report.acknowledged.readings).toBeGreaterThan(500);
    expect(report.acknowledged.alarms).toBeGreaterThan(10);
    expect(report.passed).toBe(true);
  });

  it('is seen to lose when it acknowledges before it stores', async () => {
    const report = await runChaos({ ...load, rounds: 1, control: 'ack-first' });
    expect(report.totals.lost).toBeGreaterThan(0);
    expect(report.passed).toBe(false);
  });
});
