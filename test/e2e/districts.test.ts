import { describe, expect, it } from 'vitest';
import { runCli } from '../support/gateway.ts';

interface Outcome {
  readonly row: number;
  readonly verdict: string;
  readonly asserted: number;
  readonly reason?: string;
  readonly fingerprint?: string;
}

async function districts(...args: string[]): Promise<{ code: number | null; outcomes: readonly Outcome[] }> {
  const { code, out } = await runCli(['lab', 'districts', ...args, '--json']);
  return { code, outcomes: JSON.parse(out.trimEnd().split('\n').at(-1) ?? '[]') as readonly Outcome[] };
}

const failed = (outcomes: readonly Outcome[]) => outcomes.filter(({ verdict }) => verdict !== 'passed');

describe('the rows of the districts that are played with the tests', () => {
  it('pass, each on a gateway of its own', async () => {
    const { code, outcomes } = await districts('--ci');
    expect(failed(outcomes)).toEqual([]);
    // Duty, deadlines, clues, the six steps, crowds, command over several towns, versions, the ledger.
    expect(outcomes.map(({ row }) => row)).toEqual([3, 13, 19, 21, 34, 38, 45, 51]);
    expect(outcomes.every(({ asserted }) => asserted >= 4)).toBe(true);
    expect(code).toBe(0);
  });

  it('come to the same cases in every run with one seed', async () => {
    const { code, outcomes } = await districts('--only', '34,38', '--twice');
    expect([failed(outcomes), code]).toEqual([[], 0]);
    expect(outcomes.map(({ fingerprint }) => fingerprint)).toEqual([
      expect.stringMatching(/^[0-9a-f]{16}$/),
      expect.stringMatching(/^[0-9a-f]{16}$/),
    ]);
  });

  it('are known by their numbers', async () => {
    const { code, err } = await runCli(['lab', 'districts', '--only', '52']);
    expect([code, err]).toEqual([2, expect.stringContaining('there is no row 52; rows are 1 to 51')]);
  });
});
