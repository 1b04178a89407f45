import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { importMap, writeMap } from '../city/grid-import.ts';
import { gridTypeSchema, levelSchema, mapCrsSchema } from '../city/grid-system-spec.ts';
import { GatewayError } from '../errors.ts';
import { cityOf, inProfiles, km2, type ProfilesOption, printJson } from './city-profile.ts';

interface Options extends ProfilesOption {
  readonly level: string;
  readonly code?: string;
  readonly parent?: string;
  readonly parentDigits?: string;
  readonly name?: string;
  readonly type?: string;
  readonly levelProperty?: string;
  readonly as: string;
  readonly crs: string;
  readonly profile?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const wrong = (detail: string) => new GatewayError('REQUEST_INVALID', detail);

/** The meaning of the map's properties, from the options. Throws REQUEST_INVALID. */
function levelOf({ level, code, parent, parentDigits, name, type, levelProperty }: Options, file: string) {
  const said = { code, parent, name, type, level: levelProperty };
  const properties = Object.fromEntries(Object.entries(said).filter(([, property]) => property !== undefined));
  const digits = parentDigits === undefined ? {} : { parentDigits: Number(parentDigits) };
  const { data, error } = levelSchema.safeParse({
    id: level,
    name: { zh: level, en: level },
    file,
    properties,
    ...digits,
  });
  if (!data) throw wrong(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  return data;
}

export function registerCityImport(city: Command): void {
  inProfiles(
    city
      .command('import')
      .description('turn a GeoJSON map of one level, as an authority exported it, into a file of a profile')
      .argument('<file>', 'Feature or FeatureCollection of Polygons and MultiPolygons, with holes'),
  )
    .requiredOption('--level <id>', 'level of its cells, e.g. grid')
    .option('--code <property>', 'property that holds the code', 'code')
    .option('--parent <property>', "property that holds the parent's code", 'parent')
    .option('--parent-digits <n>', "where there is none: the parent's code is the first n characters")
    .option('--name <property>', 'property that holds the name', 'name')
    .option('--type <property>', 'property that holds URBAN, SELF_GOVERNED or OVERLAY', 'type')
    .option('--level-property <property>', 'in a map of several levels: take features where it is the level')
    .option('--as <type>', 'type of cells that say none', 'URBAN')
    .option('--crs <crs>', 'what the map is drawn in: wgs84, cgcs2000, gcj02, bd09 or local_metre', 'cgcs2000')
    .option('--profile <profile>', 'profile with the parameters of local_metre')
    .option('-o, --out <file>', 'where to write; default: standard output')
    .option('--json', 'print the report as one JSON object')
    .addHelpText(
      'after',
      `
Rings may be open, wound either way and repeat positions; numbers may be codes. "city check" then looks for overlaps and gaps.
  gridwarden city import map.geojson --level grid --code BGID --parent-digits 12 --crs gcj02 -o grids/grids.geojson`,
    )
    .action((file: string, options: Options) => {
      const crs = mapCrsSchema.safeParse(options.crs).data;
      const type = gridTypeSchema.safeParse(options.as).data;
      if (!crs) throw wrong(`--crs ${options.crs}: one of ${mapCrsSchema.options.join(', ')} is wanted`);
      if (!type) throw wrong(`--as ${options.as}: one of ${gridTypeSchema.options.join(', ')} is wanted`);
      const localMetre = options.profile === undefined ? undefined : cityOf(options.profile, options).localMetre;
      const cells = importMap(file, {
        level: levelOf(options, file),
        crs,
        type,
        ...(localMetre ? { localMetre } : {}),
      });
      const text = writeMap(options.level, cells);
      const areaM2 = cells.reduce((sum, cell) => sum + cell.areaM2, 0);
      if (options.out === undefined) return void process.stdout.write(text);
      try {
        writeFileSync(options.out, text);
      } catch (error) {
        throw wrong(
          `--out ${options.out}: cannot be written (${error instanceof Error && 'code' in error ? error.code : error})`,
        );
      }
      if (options.json) return printJson({ file, out: options.out, level: options.level, cells: cells.length, areaM2 });
      process.stdout.write(`${options.out}: ${cells.length} cells of level ${options.level}, ${km2(areaM2)} km²\n`);
    });
}
