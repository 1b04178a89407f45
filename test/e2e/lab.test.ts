import { describe, expect, it } from 'vitest';
import { runCli } from '../support/gateway.ts';

interface Scorecard {
  expected: number;
  raised: number;
  missed: number;
  false: number;
  duplicated: number;
  wrongGrid: number;
  wrongCategory: number;
  latencyMs: { p50: number; p95: number; p99: number };
  accounts: { balanced: boolean };
  passed: boolean;
}

async function lab(...args: string[]): Promise<{ code: number | null; score: Scorecard; out: string }> {
  const { code, out, err } = await runCli(['lab', 'run', ...args, '--json']);
  const last = out.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`no scorecard, exit code ${code}:\n${out}\n${err}`);
  return { code, score: JSON.parse(last), out: out + err };
}

describe('simulated city', () => {
  it('raises what it should and nothing else: the demo', async () => {
    const { code, score } = await lab('simulators/scenarios/demo.yaml');
    expect(score).toMatchObject({
      expected: 12,
      raised: 12,
      missed: 0,
      false: 0,
      duplicated: 0,
      wrongGrid: 0,
      wrongCategory: 0,
    });
    expect([code, score.passed, score.accounts.balanced]).toEqual([0, true, true]);
  });

  it('raises every acknowledged alarm once, though the gateway is killed three times', async () => {
    const { code, score, out } = await lab('simulators/scenarios/crash.yaml');
    expect(out.match(/gateway killed/g)).toHaveLength(3);
    expect(score).toMatchObject({ expected: 6, raised: 6, missed: 0, false: 0, duplicated: 0 });
    expect([code, score.passed, score.accounts.balanced]).toEqual([0, true, true]);
  });

  it('fails, with its exit code, when a case is missing', async () => {
    // The same hour with another truth: the scorecard must be able to say no.
    const { writeFileSync, readFileSync } = await import('node:fs');
    const { testDir } = await import('../support/test-dir.ts');
    const file = `${testDir()}/wrong-truth.yaml`;
    const scenario = readFileSync('simulators/scenarios/crash.yaml', 'utf8')
      .replace(/faults:[\s\S]*?\n\n/, '')
      .replace('category: E0403', 'category: E0404');
    writeFileSync(file, scenario);
    const { code, score } = await lab(file);
    expect(code).not.toBe(0);
    expect(score).toMatchObject({ passed: false, wrongCategory: 1 });
  });
});
