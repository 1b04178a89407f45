import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerExplain } from '../../gateway/commands/explain.ts';
import { registerTrial } from '../../gateway/commands/trial.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it.each([
  [{}, 'http://127.0.0.1:8080'],
  [{ GRIDWARDEN_HTTP_PORT: '9080' }, 'http://127.0.0.1:9080'],
  // Any free port: nobody can tell which from here.
  [{ GRIDWARDEN_HTTP_PORT: '0' }, 'http://127.0.0.1:8080'],
  [{ GRIDWARDEN_HTTP_PORT: '9080', GRIDWARDEN_HTTP: 'http://10.0.0.7' }, 'http://10.0.0.7'],
])('asks the gateway that was started with the same settings: %j', (env, address) => {
  vi.stubEnv('GRIDWARDEN_HTTP', undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const program = new Command();
  registerTrial(program);
  registerExplain(program);
  expect(program.commands.map((command) => command.opts()['http'])).toEqual([address, address]);
});
