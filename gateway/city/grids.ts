import { GatewayError } from '../errors.ts';
import { type GridRef, type Location, UNGRIDDED } from '../model/grid.ts';
import type { Crs, GeoPosition } from '../model/observation.ts';
import { fromWgs84, toWgs84 } from './coordinates.ts';
import type { FeatureCollection } from './geojson.ts';
import { type GridSystemSpec, validity } from './grid-system-spec.ts';
import { type GridSystem, type ReadOptions, readGridSystem } from './grid-systems.ts';
import { type CollectionOptions, collectionOf, type GridSystemSummary, pick, summaryOf } from './grid-views.ts';
import type { OrgDirectory } from './org-directory.ts';
import type { CityProblem } from './problem.ts';

type Dispatchers = Pick<OrgDirectory, 'dispatcherOf' | 'district'>;

/** The deepest cell that several grids lie in, and who commands there. */
export interface CommonAncestor {
  /** UNGRIDDED where not even the top level is common. */
  readonly code: string;
  readonly level?: string;
  readonly path: readonly string[];
  readonly orgCode: string;
}

/** Grid systems, ready to be asked. */
export interface Grids {
  /**
   * Where a position lies in every grid system that is in force at `at` (epoch ms; default: for ever on), the responsible one
   * first. Outside all its grids the code is UNGRIDDED and the district dispatches, so that nothing is dropped; of an overlay only
   * cells are named. Never throws.
   */
  locate(position: GeoPosition, at?: number): Location;
  /**
   * Who commands over several grids of the responsible system: in one street the street, over two the district. References of
   * other systems do not count; an ungridded one is the district's.
   */
  commonAncestor(refs: readonly GridRef[]): CommonAncestor;
  /** Every version of every system, the responsible system first. */
  gridSystems(): readonly GridSystemSummary[];
  /** Cells of a system as GeoJSON. Throws NOT_FOUND for a system, version or level the city has not. */
  featureCollection(system: string, options?: CollectionOptions): FeatureCollection;
  fromWgs84(position: { readonly lon: number; readonly lat: number }, crs: Crs): GeoPosition;
}

/** Reads all grid systems of a profile. `responsible` has the cells of every version of the first system. */
export function readGridSystems(specs: readonly GridSystemSpec[], options: ReadOptions, problems: CityProblem[]) {
  const read = specs.map((spec) => readGridSystem(spec, options, problems));
  const systems = read.flatMap((system) => system ?? []);
  const versions = systems.filter(({ spec }) => spec.system === specs[0]?.system);
  const [first] = versions;
  const responsible = first && {
    ...first,
    cells: new Map(versions.flatMap(({ cells }) => [...cells])),
  };
  return { systems, complete: systems.length === specs.length, ...(responsible ? { responsible } : {}) };
}

/** A version, ready for the hot path: one shared reference per leaf, and one for everywhere else. */
function versionOf({ spec, leaves, paths, locator }: GridSystem, { dispatcherOf }: Dispatchers) {
  const { system, version } = spec;
  const refs = leaves.map(({ code, type }, i): GridRef => ({ system, version, code, path: paths[i] ?? [], type }));
  const nowhere: GridRef = { system, version, code: UNGRIDDED, path: [] };
  return { ...validity(spec), find: locator.find, refs, nowhere, dispatchers: paths.map(dispatcherOf) };
}

type Version = ReturnType<typeof versionOf>;

/** The version in force at `at`; undefined before the first, after the last and in between. */
function inForce(versions: readonly Version[], at: number): Version | undefined {
  for (const version of versions)
    if (at >= version.from && (at < version.to || version.to === Number.POSITIVE_INFINITY)) return version;
  return undefined;
}

/** Versions by system, the responsible one first; the newest version first. */
function bySystem(systems: readonly GridSystem[]): GridSystem[][] {
  const groups = new Map<string, GridSystem[]>();
  for (const system of systems) groups.set(system.spec.system, [...(groups.get(system.spec.system) ?? []), system]);
  const newestFirst = (a: GridSystem, b: GridSystem) => validity(b.spec).from - validity(a.spec).from || 0;
  return [...groups.values()].map((versions) => versions.toSorted(newestFirst));
}

function createLocate(groups: readonly (readonly GridSystem[])[], dispatchers: Dispatchers): Grids['locate'] {
  const [responsible = [], ...others] = groups.map((versions) => versions.map((one) => versionOf(one, dispatchers)));
  const overlay = groups.slice(1).map(([newest]) => newest?.spec.kind === 'OVERLAY');
  return (position, at = Number.POSITIVE_INFINITY) => {
    const { lon, lat } = toWgs84(position);
    const duty = inForce(responsible, at);
    const leaf = duty?.find(lon, lat) ?? -1;
    const grids: GridRef[] = [];
    // Outside its dates the responsible system has no grids: the point is in none, and the district's.
    const here = duty?.refs[leaf] ?? (duty ?? responsible[0])?.nowhere;
    if (here) grids.push(here);
    for (let i = 0; i < others.length; i++) {
      const version = inForce(others[i] as readonly Version[], at);
      if (!version) continue;
      const ref = version.refs[version.find(lon, lat)];
      if (ref) grids.push(ref);
      else if (!overlay[i]) grids.push(version.nowhere);
    }
    const orgCode = duty?.dispatchers[leaf] ?? dispatchers.district;
    if (lon === position.lon && lat === position.lat) return { lon, lat, crs: 'wgs84', grids, orgCode };
    return { lon, lat, crs: 'wgs84', convertedFrom: position.crs, grids, orgCode };
  };
}

function createCommonAncestor(versions: readonly GridSystem[], dispatchers: Dispatchers): Grids['commonAncestor'] {
  const name = versions[0]?.spec.system;
  return (refs) => {
    const [first, ...rest] = refs.filter(({ system }) => system === name);
    let path: readonly string[] = first?.path ?? [];
    for (const ref of rest) {
      const fork = path.findIndex((code, depth) => ref.path[depth] !== code);
      if (fork >= 0) path = path.slice(0, fork);
    }
    const code = path.at(-1);
    if (code === undefined) return { code: UNGRIDDED, path, orgCode: dispatchers.district };
    const level = versions.find(({ cells }) => cells.has(code))?.cells.get(code)?.level;
    return { code, ...(level === undefined ? {} : { level }), path, orgCode: dispatchers.dispatcherOf(path) };
  };
}

/** The grid systems of a city, the responsible one first. */
export function createGrids(systems: readonly GridSystem[], dispatchers: Dispatchers): Grids {
  const groups = bySystem(systems);
  const summaries = systems.map(summaryOf);
  return {
    locate: createLocate(groups, dispatchers),
    commonAncestor: createCommonAncestor(groups[0] ?? [], dispatchers),
    gridSystems: () => summaries,
    featureCollection(wanted, options = {}) {
      const versions = pick('grid system', wanted, groups, ([newest]) => newest?.spec.system ?? '');
      const lasting = versions.find(({ spec }) => spec.validTo === undefined) ?? versions[0];
      const system =
        options.version === undefined
          ? lasting
          : pick(`version of ${wanted}`, options.version, versions, ({ spec }) => spec.version);
      if (!system) throw new GatewayError('NOT_FOUND', `no grid system "${wanted}"`);
      return collectionOf(system, options, versions === groups[0] ? dispatchers.dispatcherOf : undefined);
    },
    fromWgs84,
  };
}
