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

test('a seed that is no number is refused', async () => {
  await expect(run('sim', 'check', 'simulators/scenarios/demo.yaml', '--seed', 'x')).rejects.toThrow('whole number');
});
