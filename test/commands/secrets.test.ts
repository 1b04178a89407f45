import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerConform } from '../../gateway/commands/conform.ts';
import { registerDevices } from '../../gateway/commands/devices.ts';
import { registerExplain } from '../../gateway/commands/explain.ts';
import { registerOnvif } from '../../gateway/commands/onvif.ts';
import { registerField } from '../../simulators/field/commands.ts';
import { registerRecording } from '../../simulators/recording/commands.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A command and all below it. */
function withAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap((below) => withAll(below as Command))];
}

it('help names the variables that hold secrets, and prints none of them', () => {
  for (const name of ['GRIDWARDEN_ADMIN_TOKEN', 'GRIDWARDEN_RECEIVER_SECRET', 'GRIDWARDEN_ONVIF_PASSWORD'])
    vi.stubEnv(name, 'hunt2-hunt2');
  const program = new Command();
  for (const register of [registerConform, registerDevices, registerExplain, registerOnvif]) register(program);
  for (const register of [registerRecording, registerField]) register(program, (work) => work as never);
  const help = withAll(program)
    .map((command) => command.helpInformation())
    .join('');
  expect(help).toContain('env: GRIDWARDEN_RECEIVER_SECRET');
  expect(help).not.toContain('hunt2');
});
