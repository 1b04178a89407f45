import type { Command } from 'commander';
import { type DiffSide, diffGrids, type GridDiff, type SharedArea } from '../city/grid-diff.ts';
import { importMap } from '../city/grid-import.ts';
import type { GridSystem } from '../city/grid-systems.ts';
import { cityOf, km2, ofProfile, type ProfilesOption, printJson, versionOf } from './city-profile.ts';
import { table } from './table.ts';

interface Options extends ProfilesOption {
  readonly system?: string;
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

/** A map that may become the next version, read as the leaves of the version it is compared with. */
function mapSide(file: string, { spec }: GridSystem): DiffSide {
  const level = spec.levels.at(-1);
  if (!level) return { spec: { system: spec.system, version: file }, leaves: [] };
  const type = level.type ?? (spec.kind === 'OVERLAY' ? 'OVERLAY' : 'URBAN');
  return { spec: { system: spec.system, version: file }, leaves: importMap(file, { level, crs: 'wgs84', type }) };
}

const listed = (areas: readonly SharedArea[]) => areas.map(({ code, areaM2 }) => `${code} ${km2(areaM2)}`).join(', ');

function rowsOf(diff: GridDiff): string[][] {
  const row = (change: string, cell: { code: string; type: string; areaM2: number }, what: string) => [
    ...[change, cell.code, cell.type, km2(cell.areaM2), what],
  ];
  return [
    ...diff.added.map((cell) => row('+ added', cell, cell.of.length > 0 ? `out of ${listed(cell.of)}` : '')),
    ...diff.removed.map((cell) => row('- removed', cell, cell.to.length > 0 ? `now ${listed(cell.to)}` : '')),
    ...diff.moved.map((cell) => row('> moved', cell, `by ${Math.round(cell.byM)} m`)),
    ...diff.reshaped.map((cell) => row('~ reshaped', cell, `gained ${km2(cell.gainedM2)}, lost ${km2(cell.lostM2)}`)),
    ...diff.retyped.map((cell) => row('= retyped', cell, `was ${cell.was}`)),
    ...diff.reparented.map((cell) => row('= moved up', cell, `parent ${cell.was} → ${cell.parent}`)),
    ...diff.renamed.map((cell) => row('= renamed', cell, `was ${cell.was}`)),
  ];
}

function printDiff(diff: GridDiff): void {
  const { from, to, added, removed, moved, reshaped, retyped, unchanged } = diff;
  process.stdout.write(
    `${from.system} ${from.version} → ${to.version}: ${from.cells} → ${to.cells} grids ` +
      `(+${added.length} −${removed.length}, ${moved.length} moved, ${reshaped.length} reshaped, ${retyped.length} retyped, ${unchanged} unchanged)\n`,
  );
  const rows = rowsOf(diff);
  if (rows.length > 0) process.stdout.write(table(['CHANGE', 'GRID', 'TYPE', 'KM²', 'GROUND (KM²)'], rows, ['KM²']));
}

export function registerCityDiff(city: Command): void {
  ofProfile(city.command('diff').description('what a newer version of the grids adds, removes, moves and reshapes'))
    .option('--system <name>', 'grid system; default: the responsible one')
    .option('--from <version>', 'default: the version before')
    .option('--to <version or file>', 'a version, or a GeoJSON file of leaves that may become one; default: the newest')
    .option('--json', 'print one JSON object')
    .action((profile: string, { system, from, to, json, ...options }: Options) => {
      const loaded = cityOf(profile, options);
      const newest = versionOf(loaded, system);
      const isFile = to !== undefined && /\.(geo)?json$/i.test(to);
      const young = to === undefined || isFile ? newest : versionOf(loaded, system, to);
      const older = loaded.systems
        .filter(
          ({ spec }) => spec.system === young.spec.system && (spec.validTo ?? Infinity) <= (young.spec.validFrom ?? 0),
        )
        .sort((a, b) => (b.spec.validTo ?? 0) - (a.spec.validTo ?? 0))[0];
      const old = from === undefined ? (isFile ? newest : (older ?? young)) : versionOf(loaded, system, from);
      const diff = diffGrids(old, isFile ? mapSide(to, old) : young, old.spec.toleranceM2);
      if (json) printJson(diff);
      else printDiff(diff);
    });
}
