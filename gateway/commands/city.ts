import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { checkCity } from '../city/check.ts';
import { loadCity } from '../city/city.ts';
import type { Crs } from '../model/observation.ts';

const PROFILES = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));

export function registerCity(program: Command): void {
  const city = program.command('city').description('look at a city profile: catalogue, grids, where a point lies');

  city
    .command('check')
    .description('check a profile: catalogue, grids (overlaps, gaps, children outside parents), calendars')
    .argument('[profile]', 'folder under deploy/profiles', 'lianhu')
    .option('--json', 'print the problems as one JSON array')
    .action((profile: string, options: { json?: boolean }) => {
      const problems = checkCity(PROFILES, profile);
      if (options.json) process.stdout.write(`${JSON.stringify(problems)}\n`);
      else {
        for (const { level, where, message } of problems) process.stdout.write(`${level}: ${where}: ${message}\n`);
        if (problems.length === 0) process.stdout.write(`ok: ${profile}\n`);
      }
      if (problems.some((problem) => problem.level === 'error')) process.exitCode = 2;
    });

  city
    .command('show')
    .description('counts of a profile: categories and grid systems')
    .argument('[profile]', 'folder under deploy/profiles', 'lianhu')
    .option('--json', 'print one JSON object')
    .action((profile: string, options: { json?: boolean }) => {
      const loaded = loadCity({ profilesDir: PROFILES, profile });
      const categories = [...loaded.catalogue.categories.values()];
      const summary = {
        profile: loaded.profile,
        catalogue: {
          version: loaded.catalogue.version,
          components: categories.filter((category) => category.class === 'COMPONENT').length,
          events: categories.filter((category) => category.class === 'EVENT').length,
        },
        gridSystems: loaded.gridSystems(),
      };
      if (options.json) {
        process.stdout.write(`${JSON.stringify(summary)}\n`);
        return;
      }
      process.stdout.write(`${loaded.profile.name.zh} ${loaded.profile.name.en}, version ${loaded.profile.version}\n`);
      process.stdout.write(
        `catalogue ${summary.catalogue.version}: ${summary.catalogue.components} components, ${summary.catalogue.events} events\n`,
      );
      for (const system of summary.gridSystems) {
        const levels = system.levels.map((level) => `${level.cells} ${level.name.zh}`).join(' / ');
        process.stdout.write(
          `${system.system} ${system.version}: ${levels}, ${(system.areaM2 / 1e6).toFixed(2)} km²\n`,
        );
      }
    });

  city
    .command('locate')
    .description('the grids a point lies in')
    .argument('<lon>', 'degrees east')
    .argument('<lat>', 'degrees north')
    .option('--crs <crs>', 'wgs84, cgcs2000, gcj02 or bd09', 'wgs84')
    .option('--profile <profile>', 'folder under deploy/profiles', 'lianhu')
    .action((lon: string, lat: string, options: { crs: Crs; profile: string }) => {
      const loaded = loadCity({ profilesDir: PROFILES, profile: options.profile });
      const position = { lon: Number(lon), lat: Number(lat), crs: options.crs };
      const fault = loaded.positionFault(position);
      process.stdout.write(`${JSON.stringify({ ...loaded.locate(position), ...(fault ? { fault } : {}) })}\n`);
    });
}
