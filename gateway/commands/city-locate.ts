import type { Command } from 'commander';
import type { City } from '../city/city.ts';
import { mapCrsSchema } from '../city/grid-system-spec.ts';
import { GatewayError } from '../errors.ts';
import type { Location } from '../model/grid.ts';
import type { GeoPosition } from '../model/observation.ts';
import { cityOf, inProfiles, instantOf, type ProfilesOption, printJson, THE_CITY } from './city-profile.ts';
import { table } from './table.ts';

interface Options extends ProfilesOption {
  readonly crs: string;
  readonly profile: string;
  readonly at?: string;
  readonly json?: boolean;
}

/** Degrees of two numbers in a reference system. Throws REQUEST_INVALID. */
function positionOf(city: City, x: number, y: number, crs: string): GeoPosition {
  const { data } = mapCrsSchema.safeParse(crs);
  if (!data)
    throw new GatewayError('REQUEST_INVALID', `--crs ${crs}: one of ${mapCrsSchema.options.join(', ')} is wanted`);
  if (data !== 'local_metre') {
    if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return { lon: x, lat: y, crs: data };
    const swapped = Math.abs(x) <= 90 && Math.abs(y) <= 180 ? '; latitude and longitude look swapped' : '';
    throw new GatewayError(
      'REQUEST_INVALID',
      `${x}, ${y}: <lon> is from -180 to 180 degrees, <lat> from -90 to 90${swapped}`,
    );
  }
  if (city.localMetre) return { ...city.localMetre.toWgs84(x, y), crs: 'wgs84' };
  throw new GatewayError(
    'REQUEST_INVALID',
    `${city.profile.id} has no parameters of a local metre grid; put them under localMetre in its profile`,
  );
}

/** A number of the command line. Throws REQUEST_INVALID. */
function numberOf(name: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new GatewayError('REQUEST_INVALID', `<${name}> ${text}: a number is wanted`);
  return value;
}

function printLocation(city: City, { lon, lat, convertedFrom, orgCode, grids }: Location, fault?: string): void {
  const from = convertedFrom === undefined ? '' : `, converted from ${convertedFrom}`;
  process.stdout.write(`${lon.toFixed(7)}, ${lat.toFixed(7)} wgs84${from}\n`);
  if (fault !== undefined) process.stdout.write(`not believed: ${fault}\n`);
  process.stdout.write(`dispatched by ${orgCode} ${city.org(orgCode)?.name.zh ?? ''}\n`);
  const rows = grids.map(({ system, version, code, type = '', path }) => [
    ...[system, version, code, type],
    path.slice(0, -1).join(' › '),
  ]);
  process.stdout.write(table(['SYSTEM', 'VERSION', 'GRID', 'TYPE', 'INSIDE'], rows));
}

export function registerCityLocate(city: Command): void {
  inProfiles(
    city
      .command('locate')
      .description('the grids a point lies in, in every system, and who dispatches there')
      .argument('<lon>', 'degrees east (or metres east with --crs local_metre)')
      .argument('<lat>', 'degrees north'),
  )
    .option('--crs <crs>', 'wgs84, cgcs2000, gcj02, bd09 or local_metre', 'wgs84')
    .option('--at <time>', 'a day or RFC 3339 time: the grids in force then; default: for ever on')
    .option('--profile <profile>', 'folder of the city (or GRIDWARDEN_PROFILE)', THE_CITY)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExit codes: 0 found, 1 no device of a city can be there (say why: SWAPPED, OUTSIDE_CHINA …), 2 no position.',
    )
    .action((lon: string, lat: string, { crs, profile, at, json, ...options }: Options) => {
      const loaded = cityOf(profile, options);
      const position = positionOf(loaded, numberOf('lon', lon), numberOf('lat', lat), crs);
      const fault = loaded.positionFault(position);
      const location = loaded.locate(position, at === undefined ? undefined : instantOf(at));
      if (json) printJson({ ...location, ...(fault ? { fault } : {}) });
      else printLocation(loaded, location, fault);
      if (fault) process.exitCode = 1;
    });
}
