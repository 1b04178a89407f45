import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { registerLabCommands } from '../../simulators/cli.ts';

let stdout: string;
let stderr: string;

beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<number | string | null | undefined> {
  const program = new Command('gridwarden').exitOverride();
  registerLabCommands(program);
  await program.parseAsync(args, { from: 'user' });
  return process.exitCode;
}

test('sim check tells what a scenario will do, the same every time', async () => {
  expect(await run('sim', 'check', 'simulators/scenarios/crash.yaml', '--json')).toBe(0);
  const report = JSON.parse(stdout) as { devices: number; expected: number; incomplete: string[]; sha256: string };
  expect(report).toMatchObject({ devices: 38, expected: 6, incomplete: [] });
  stdout = '';
  await run('sim', 'check', 'simulators/scenarios/crash.yaml', '--json');
  expect(JSON.parse(stdout)).toEqual(report);
  stdout = '';
  await run('sim', 'check', 'simulators/scenarios/crash.yaml', '--json', '--seed', '8');
  expect(JSON.parse(stdout).sha256).not.toBe(report.sha256);
});

test('the demo can bring about every case it expects', async () => {
  expect(await run('sim', 'check', 'simulators/scenarios/demo.yaml')).toBe(0);
  expect(stdout).toMatch(/242 devices, \d+ messages, \d+ camera and door events, 12 cases expected/);
});

test.each(['lab run', 'sim check'])('%s of a scenario that is not valid ends with 2 and its place', async (command) => {
  expect(await run(...command.split(' '), 'package.json')).toBe(2);
  expect(stderr).toMatch(/^SCENARIO_INVALID .*package\.json:\d+:\d+: /);
});

test('--seed decides as the same seed in the file would: instants and devices left to it, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seed-'));
  try {
    const text = readFileSync('simulators/scenarios/numbers.yaml', 'utf8');
    const short = text.replace(/^seed: \d+$/m, 'seed: 1');
    writeFileSync(join(folder, 'one.yaml'), short);
    writeFileSync(join(folder, 'eight.yaml'), short.replace('seed: 1', 'seed: 8'));
    await run('sim', 'check', join(folder, 'one.yaml'), '--seed', '8', '--json');
    await run('sim', 'check', join(folder, 'eight.yaml'), '--json');
    const [given, own] = stdout.trim().split('\n');
    expect(JSON.parse(given ?? '')).toEqual(JSON.parse(own ?? 'null'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a condition that nothing ever meets is told with its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'never-'));
  try {
    const file = join(folder, 'never.yaml');
    const text = readFileSync('simulators/scenarios/crash.yaml', 'utf8');
    writeFileSync(file, text.replace(/atLeast: [\d.]+/, 'atLeast: 9999'));
    expect(await run('sim', 'check', file)).toBe(1);
    const place = /never\.yaml:(\d+):\d+: never complete: /.exec(stdout);
    expect(readFileSync(file, 'utf8').split('\n')[Number(place?.[1]) - 1]).toContain('9999');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a seed that is no number is refused', async () => {
  await expect(run('sim', 'check', 'simulators/scenarios/demo.yaml', '--seed', 'x')).rejects.toThrow('whole number');
});
