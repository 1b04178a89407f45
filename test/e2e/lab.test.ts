import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cli, runCli } from '../support/gateway.ts';
import { testDir } from '../support/test-dir.ts';

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
  fingerprint: string;
  passed: boolean;
}

/** Ten minutes on a bad network: two that must come, one that must not. */
const SHORT = `title: short
seed: 3
clock: { start: "2026-06-01T14:00:00+08:00", duration: 10min, tick: 1s, speed: max }
city: { profile: lianhu, within: "610104002" }
fleets:
  - { type: smoke, count: 6, every: 1min }
  - { type: gas, count: 3, every: 1min, crs: gcj02 }
incidents:
  - name: fire
    kind: fire
    at: { between: [1min, 3min] }
    device: { any: smoke }
    every: 5s
    expect: { category: E0498, when: { channel: smoke, atLeast: 0.15, for: 10s }, severity: 1 }
  - name: gas
    kind: signal
    at: 2min
    device: gas-002
    channels: { lel: 30 }
    rise: 20s
    hold: 3min
    expect: { category: E0403, when: { channel: lel, atLeast: 10 } }
  - { name: steam, kind: spike, at: 4min, device: smoke-005, channels: { smoke: 0.3 }, hold: 4s, expect: none }
faults:
  - { kind: loss, at: 0s, lasts: 9min, share: 0.05, later: 3s }
  - { kind: half-open, at: 150s, target: gas }
  - { kind: retained-replay, at: 5min, target: gas }
dispatch: { accept: 10s, dispose: 1min, close: 20s }
`;

const written = (name: string, text: string): string => {
  const file = `${testDir()}/${name}`;
  writeFileSync(file, text);
  return file;
};

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
    const { readFileSync } = await import('node:fs');
    const file = `${testDir()}/wrong-truth.yaml`;
    const scenario = readFileSync('simulators/scenarios/crash.yaml', 'utf8')
      .replace(/faults:[\s\S]*?\n\n/, '')
      .replace('category: E0403', 'category: E0404');
    writeFileSync(file, scenario);
    const { code, score } = await lab(file);
    expect(code).not.toBe(0);
    expect(score).toMatchObject({ passed: false, wrongCategory: 1 });
  });

  it('comes to the same verdict twice with one seed, and to another traffic with another', async () => {
    const file = written('short.yaml', SHORT);
    const once = await lab(file);
    expect(once.score).toMatchObject({ expected: 2, raised: 2, passed: true });
    expect((await lab(file)).score.fingerprint).toBe(once.score.fingerprint);
    expect((await lab(file, '--seed', '4')).score.fingerprint).not.toBe(once.score.fingerprint);
  });

  it('says at once that it is interrupted, and leaves no gateway behind', async () => {
    const run = spawn(process.execPath, [cli, 'lab', 'run', written('slow.yaml', SHORT.replace('max', '1'))], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    run.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const started = new Promise<string>((resolve) =>
      run.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        const [, http] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(out) ?? [];
        if (http) resolve(http);
      }),
    );
    const http = await started;
    expect((await fetch(`${http}/livez`)).status).toBe(200);
    err = '';
    run.kill('SIGINT');
    const [code] = await once(run, 'close');
    expect(code).toBe(1);
    expect(err.trimStart()).toMatch(/^interrupted/);
    // What had no chance to happen was not missed.
    expect(stripVTControlCharacters(out)).toMatch(/interrupted before its end.*expected 0 {2}raised 0 {2}missed 0/s);
    await expect(fetch(`${http}/livez`)).rejects.toThrow();
  });
});
