import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { City } from '../city/city.ts';
import { profileNames } from '../city/city-files.ts';
import { cityOf, inProfiles, km2, type ProfilesOption, printJson } from './city-profile.ts';
import { table } from './table.ts';

function summaryOf(city: City) {
  const categories = [...city.catalogue.categories.values()];
  const ofClass = (wanted: string) => categories.filter((category) => category.class === wanted).length;
  return {
    profile: city.profile,
    catalogue: {
      version: city.catalogue.version,
      components: ofClass('COMPONENT'),
      events: ofClass('EVENT'),
    },
    orgs: {
      streets: city.orgs.filter(({ tier }) => tier === 'STREET').length,
      communities: city.orgs.filter(({ tier }) => tier === 'COMMUNITY').length,
    },
    gridSystems: city.gridSystems(),
  };
}

type Summary = ReturnType<typeof summaryOf>;

const day = (at?: string) =>
  at === undefined ? '' : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

function printSummary({ profile, catalogue, orgs, gridSystems }: Summary): void {
  process.stdout.write(`${profile.id}: ${profile.name.zh} ${profile.name.en}, version ${profile.version}\n`);
  process.stdout.write(
    `catalogue ${catalogue.version}: ${catalogue.components} components, ${catalogue.events} events\n` +
      `organisations: 1 district, ${orgs.streets} streets, ${orgs.communities} communities\n`,
  );
  const rows = gridSystems.map(({ system, version, kind, validFrom, validTo, levels, types, areaM2 }) => [
    ...[system, version, kind, day(validFrom), day(validTo)],
    levels.map(({ cells, name }) => `${cells} ${name.zh}`).join(' / '),
    Object.entries(types)
      .map(([type, count]) => `${count} ${type}`)
      .join(', '),
    km2(areaM2),
  ]);
  process.stdout.write(table(['SYSTEM', 'VERSION', 'KIND', 'FROM', 'TO', 'CELLS', 'LEAVES', 'KM²'], rows, ['KM²']));
}

export function registerCityShow(city: Command): void {
  inProfiles(
    city
      .command('show')
      .description('counts of a profile, or of all: categories, organisations and grid systems in every version')
      .argument('[profile]', 'folder of the city; without one, all of them'),
  )
    .option('--json', 'print one JSON object per profile')
    .action((profile: string | undefined, options: ProfilesOption & { json?: boolean }) => {
      const folder = resolve(options.profiles);
      const found = profile ? [profile] : profileNames({ profilesDir: folder });
      for (const [i, name] of found.entries()) {
        const summary = summaryOf(cityOf(name, options));
        if (options.json) printJson(summary);
        else {
          if (i > 0) process.stdout.write('\n');
          printSummary(summary);
        }
      }
    });
}
