import type { Command } from 'commander';
import { type AreaRow, areasOf } from '../city/grid-areas.ts';
import { cityOf, km2, ofProfile, type ProfilesOption, printJson, versionOf } from './city-profile.ts';
import { table } from './table.ts';

interface Options extends ProfilesOption {
  readonly system?: string;
  readonly gridVersion?: string;
  readonly leaves?: boolean;
  readonly json?: boolean;
}

const HEADING = ['LEVEL', 'TYPE', 'CELLS', 'KM²', 'MEAN', 'MIN', 'MAX'];
const cellsOf = ({ level, type, cells, sumM2, meanM2, minM2, maxM2 }: AreaRow) => [
  ...[level, type ?? '', String(cells)],
  ...[sumM2, meanM2, minM2, maxM2].map(km2),
];

export function registerCityAreas(city: Command): void {
  ofProfile(city.command('areas').description('areas of the grids by level and type'))
    .option('--system <name>', 'grid system; default: all')
    .option('--grid-version <version>', 'its version; default: all')
    .option('--leaves', 'one row per leaf')
    .option('--json', 'print one JSON array')
    .action((profile: string, { system, gridVersion, leaves, json, ...options }: Options) => {
      const loaded = cityOf(profile, options);
      if (system !== undefined || gridVersion !== undefined) versionOf(loaded, system, gridVersion);
      const chosen = loaded.systems.filter(
        ({ spec }) =>
          (system === undefined || spec.system === system) &&
          (gridVersion === undefined || spec.version === gridVersion),
      );
      if (leaves) {
        const rows = chosen.flatMap(({ spec, leaves: cells }) =>
          cells.map(({ code, type, name, areaM2 }) => ({
            system: spec.system,
            version: spec.version,
            code,
            type,
            name,
            areaM2,
          })),
        );
        if (json) return printJson(rows);
        const lines = rows.map((row) => [row.system, row.version, row.code, row.type, row.name, km2(row.areaM2)]);
        process.stdout.write(table(['SYSTEM', 'VERSION', 'CODE', 'TYPE', 'NAME', 'KM²'], lines, ['KM²']));
        return;
      }
      const areas = chosen.map(areasOf);
      if (json) return printJson(areas);
      areas.forEach(({ system: name, version, rows, managedM2, administrativeM2 }, i) => {
        process.stdout.write(
          `${i > 0 ? '\n' : ''}${name} ${version}\n${table(HEADING, rows.map(cellsOf), HEADING.slice(2))}`,
        );
        if (managedM2 !== undefined) process.stdout.write(`managed area ${km2(managedM2)} km²`);
        if (administrativeM2 !== undefined) process.stdout.write(` of ${km2(administrativeM2)} km²`);
        if (managedM2 !== undefined) process.stdout.write('\n');
      });
    });
}
