/** F5: a gateway that is wrong on purpose. A harness that finds nothing lost here could not see loss anywhere. */
import { expect, it } from 'vitest';
import { runChaos } from '../chaos/chaos.ts';
import { NIGHT_MS, nightly } from '../chaos/row.ts';

const load = { seed: 7, devices: 20, rate: 100, alarmRate: 2, startMs: 60_000, drainMs: 60_000 };

it.each(nightly ? (['ack-first', 'forget-queue'] as const) : (['ack-first'] as const))(
  'sees the loss of a gateway that does %s',
  { timeout: NIGHT_MS },
  async (control) => {
    const report = await runChaos({ ...load, rounds: nightly ? 10 : 1, control });
    expect(report.totals.lost).toBeGreaterThan(0);
    expect(report.passed).toBe(false);
  },
);
