import { describe, expect, it } from 'vitest';
import { runCli } from '../support/gateway.ts';

interface Outcome {
  readonly row: number;
  readonly verdict: string;
  readonly asserted: number;
  readonly reason?: string;
}

describe('the rows of the districts that are played with the tests', () => {
  it('pass, each on a gateway of its own, and each the same way twice', async () => {
    const { code, out } = await runCli(['lab', 'districts', '--ci', '--twice', '--json']);
    const outcomes = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '[]') as readonly Outcome[];
    expect(outcomes.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    // Duty, deadlines, clues, the six steps, crowds, command over several towns, versions, the ledger.
    expect(outcomes.map(({ row }) => row)).toEqual([3, 13, 19, 21, 34, 38, 45, 51]);
    expect(outcomes.every(({ asserted }) => asserted >= 4)).toBe(true);
    expect(code).toBe(0);
  });

  it('are known by their numbers', async () => {
    const { code, err } = await runCli(['lab', 'districts', '--only', '52']);
    expect([code, err]).toEqual([2, expect.stringContaining('there is no row 52; rows are 1 to 51')]);
  });
});
