import { resolve } from 'node:path';
import type { Command } from 'commander';
import { limitFaultIn } from '../../adapters/device-limits.ts';
import { checkCity } from '../city/check.ts';
import { realClock } from '../clock.ts';
import { deviceTypeFolders } from '../config.ts';
import { ofProfile, type ProfilesOption, printJson } from './city-profile.ts';
import { tryDeviceTypes } from './device-types.ts';

export function registerCityCheck(city: Command): void {
  ofProfile(
    city
      .command('check')
      .description('check a profile: catalogue, grids (overlaps, gaps, children outside parents), calendars'),
  )
    .option('--all', 'name every overlap, gap and overhang, not only the 20 largest of a kind')
    .option('--json', 'print the problems as one JSON array')
    .addHelpText(
      'after',
      '\nExit codes: 0 the gateway would start with it (there may be warnings), 2 there are errors.',
    )
    .action((profile: string, { profiles, all, json }: ProfilesOption & { all?: boolean; json?: boolean }) => {
      const own = process.env['GRIDWARDEN_DEVICE_TYPES_DIR'];
      const folders = deviceTypeFolders({ deviceTypesDir: own ? resolve(own) : undefined });
      const { types } = tryDeviceTypes(folders);
      const problems = checkCity(resolve(profiles), profile, {
        ...(all ? { named: Number.POSITIVE_INFINITY } : {}),
        ...(types ? { limitFault: limitFaultIn(types) } : {}),
        now: realClock().now(),
      });
      const errors = problems.filter(({ level }) => level === 'error').length;
      if (json) printJson(problems.map(({ level, where, message, areaM2 }) => ({ level, where, message, areaM2 })));
      else {
        for (const { level, where, message } of problems) process.stdout.write(`${level}: ${where}: ${message}\n`);
        const counts = [`${errors} errors`, `${problems.length - errors} warnings`].map((text) =>
          text.startsWith('1 ') ? text.slice(0, -1) : text,
        );
        process.stdout.write(errors > 0 ? `${profile}: ${counts.join(', ')}\n` : `ok: ${profile}, ${counts[1]}\n`);
      }
      if (errors > 0) process.exitCode = 2;
    });
}
