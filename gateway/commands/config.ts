import type { Command } from 'commander';
import { z } from 'zod';
import { limitFaultIn } from '../../adapters/device-limits.ts';
import { readCity } from '../city/city.ts';
import { printProblem } from '../city/problem.ts';
import { type Config, deviceTypeFolders, loadConfig } from '../config.ts';
import { configSchema } from '../config-file.ts';
import { GatewayError } from '../errors.ts';
import { tryDeviceTypes } from './device-types.ts';

const SECRETS = /token|password|secret|redisUrl/i;

/** Device types and city. Throws CITY_INVALID with what is wrong in any file of either. */
function loadBoth(config: Config) {
  const { types, faults } = tryDeviceTypes(deviceTypeFolders(config));
  const { profilesDir, profile } = config;
  const { city, problems } = readCity({ profilesDir, profile, ...(types ? { limitFault: limitFaultIn(types) } : {}) });
  const errors = problems.filter(({ level }) => level === 'error').map(printProblem);
  const tried = types && config.shadowTypes !== undefined ? [...deviceTypeFolders(config), config.shadowTypes] : [];
  errors.push(...tryDeviceTypes(tried).faults);
  if (types && city && errors.length === 0) return { types, city };
  throw new GatewayError('CITY_INVALID', [...faults, ...errors].join('\n'));
}

/** The file as every other command takes it. */
const AS_START = ['-c, --config <file>', 'the same, as for start'] as const;

export function registerConfig(program: Command): void {
  const config = program.command('config').description('check or show the configuration');

  config
    .command('check')
    .description('check the configuration file, the environment, the device types and the city profile')
    .argument('[file]', 'configuration file (default: GRIDWARDEN_CONFIG, else the environment alone)')
    .option(...AS_START)
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', '\nExit codes: 0 everything is valid, 2 something is not (file:line:column: what).')
    .action((file: string | undefined, options: { config?: string; json?: boolean }) => {
      const loaded = loadConfig({ file: file ?? options.config, env: process.env, cwd: process.cwd() });
      const { city, types } = loadBoth(loaded);
      const summary = {
        ok: true,
        mode: loaded.lab ? 'lab' : 'production',
        profile: `${city.profile.id} ${city.profile.version}`,
        categories: city.catalogue.categories.size,
        deviceTypes: types.size,
      };
      process.stdout.write(
        options.json
          ? `${JSON.stringify(summary)}\n`
          : `ok: ${summary.mode} mode, profile ${summary.profile} with ${summary.categories} categories, ${summary.deviceTypes} device types\n`,
      );
    });

  config
    .command('show')
    .description('print every setting in force and where it comes from; secrets are masked')
    .argument('[file]', 'configuration file')
    .option(...AS_START)
    .option('--json', 'print one JSON object')
    .option('--schema', 'print the JSON Schema of the file, for editor completion')
    .action((file: string | undefined, options: { config?: string; json?: boolean; schema?: boolean }) => {
      if (options.schema) {
        process.stdout.write(`${JSON.stringify(z.toJSONSchema(configSchema), null, 2)}\n`);
        return;
      }
      const { origin, ...settings } = loadConfig({
        file: file ?? options.config,
        env: process.env,
        cwd: process.cwd(),
      });
      const masked = JSON.parse(
        JSON.stringify(settings, (key, value) => (SECRETS.test(key) && typeof value === 'string' ? '••••' : value)),
      ) as Record<string, unknown>;
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ settings: masked, origin })}\n`);
        return;
      }
      for (const [key, value] of Object.entries(masked))
        process.stdout.write(`${key.padEnd(16)} ${JSON.stringify(value)}\n`);
      const given = Object.entries(origin).filter(([, from]) => from !== 'default');
      for (const [key, from] of given) process.stdout.write(`# ${key} comes from ${from}\n`);
    });
}
