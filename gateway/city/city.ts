import { join } from 'node:path';
import { GatewayError } from '../errors.ts';
import type { Catalogue, Category } from '../model/catalogue.ts';
import { type GridRef, type Location, UNGRIDDED } from '../model/grid.ts';
import type { GeoPosition } from '../model/observation.ts';
import { mergeCatalogues, type NamedCatalogue } from './catalogue.ts';
import { type CatalogueFile, catalogueSchema } from './catalogue-file.ts';
import { type PositionFault, positionFault, toWgs84 } from './coordinates.ts';
import type { FeatureCollection } from './geojson.ts';
import { type GridSystem, readGridSystem } from './grid-systems.ts';
import { createOrgDirectory, type OrgDirectory } from './org-directory.ts';
import { type CityProblem, refuseErrors } from './problem.ts';
import { type Org, type Profile, profileSchema } from './profile.ts';
import { readSource, type SourceFile } from './source-file.ts';
import { calendarSchema, createWorkCalendar, type WorkCalendar } from './work-calendar.ts';

type Name = { readonly zh: string; readonly en: string };

/** A grid system as `GET /v1/grids` shows it. */
export interface GridSystemSummary {
  readonly system: string;
  readonly version: string;
  readonly name: Name;
  /** From the top to the leaves. */
  readonly levels: readonly { readonly id: string; readonly name: Name; readonly cells: number }[];
  /** Sum of the leaves, m². */
  readonly areaM2: number;
}

/** A city: everything about it that is data. Immutable; nothing in it reads a clock, the network or a file. */
export interface City {
  readonly profile: { readonly id: string; readonly version: string; readonly name: Name };
  readonly catalogue: Catalogue;
  /** Names of the departments and responder roles that categories refer to. */
  readonly departments: Readonly<Record<string, Name>>;
  readonly roles: Readonly<Record<string, Name>>;
  category(code: string): Category | undefined;
  /** Why a position is not to be believed; undefined when it may be. */
  positionFault(position: GeoPosition): PositionFault | undefined;
  /**
   * Where a position lies in every grid system, the responsible one first. Outside all grids the code is UNGRIDDED and the
   * district dispatches, so that nothing is dropped. Never throws.
   */
  locate(position: GeoPosition): Location;
  /** Response and disposal deadlines of a case raised at `from`, epoch ms. */
  deadlines(category: Category, from: number): { readonly response: number; readonly disposal: number };
  gridSystems(): readonly GridSystemSummary[];
  /** The leaf grids of a system as GeoJSON (WGS-84). Throws NOT_FOUND for a system the city has not. */
  featureCollection(system: string): FeatureCollection;
  readonly orgs: readonly Org[];
  /** Code of the organisation of tier DISTRICT: dispatches what lies in no grid. */
  readonly districtOrg: string;
  org(code: string): Org | undefined;
}

export interface CityOptions {
  readonly profilesDir: string;
  /** Folder of the profile, e.g. `lianhu`. */
  readonly profile: string;
}

/** What a city is made of, once its files are read. */
interface Parts {
  readonly profile: Profile;
  readonly catalogue: NamedCatalogue;
  readonly calendar: WorkCalendar;
  readonly systems: readonly GridSystem[];
  readonly directory: OrgDirectory;
}

function readCatalogue(
  { value: profile }: SourceFile<Profile>,
  { profilesDir, profile: folder }: CityOptions,
  problems: CityProblem[],
): NamedCatalogue {
  const files = [
    ...(profile.extends ? [join(profilesDir, profile.extends, 'catalogue.yaml')] : []),
    ...(profile.catalogue ? [join(profilesDir, folder, profile.catalogue)] : []),
  ];
  const sources = files.flatMap((file): SourceFile<CatalogueFile>[] => {
    const source = readSource(file, catalogueSchema, problems);
    return source ? [source] : [];
  });
  return mergeCatalogues(sources, problems);
}

function readCalendar(profile: Profile, folder: string, problems: CityProblem[]): WorkCalendar {
  const files = profile.calendars.flatMap(
    (file) => readSource(join(folder, file), calendarSchema, problems)?.value ?? [],
  );
  return createWorkCalendar(files, profile.workingHours);
}

/** Reads a city and everything that is wrong with it; the city is absent when a part of it could not be made. */
export function readCity(options: CityOptions): { readonly city?: City; readonly problems: readonly CityProblem[] } {
  const problems: CityProblem[] = [];
  const folder = join(options.profilesDir, options.profile);
  const source = readSource(join(folder, 'profile.yaml'), profileSchema, problems);
  if (!source) return { problems };
  const profile = source.value;
  if (profile.id !== options.profile) {
    const message = `profile "${profile.id}" stands in folder "${options.profile}"; both must be called the same`;
    problems.push({ level: 'error', where: source.at(['id']), message });
  }
  const catalogue = readCatalogue(source, options, problems);
  const calendar = readCalendar(profile, folder, problems);
  const read = profile.gridSystems.map((spec) => readGridSystem(spec, folder, problems));
  const directory = createOrgDirectory(source, read[0], problems);
  const systems = read.flatMap((system) => system ?? []);
  if (systems.length < read.length) return { problems };
  return { city: createCity({ profile, catalogue, calendar, systems, directory }), problems };
}

/** Loads a city. Throws CITY_INVALID naming file, line and column of every error in its files. */
export function loadCity(options: CityOptions): City {
  const { city, problems } = readCity(options);
  refuseErrors(problems);
  if (!city) throw new GatewayError('CITY_INVALID', `profile "${options.profile}" could not be read`);
  return city;
}

/** The references of one system: one shared object per leaf, and one for everywhere else. */
function refsOf({ spec: { system, version }, leaves, paths }: GridSystem) {
  const refs = leaves.map((leaf, i): GridRef => ({ system, version, code: leaf.code, path: paths[i] ?? [] }));
  const nowhere: GridRef = { system, version, code: UNGRIDDED, path: [] };
  return { refs, nowhere };
}

function createLocate(systems: readonly GridSystem[], { dispatcherOf, district }: OrgDirectory): City['locate'] {
  const found = systems.map((system) => ({ locator: system.locator, ...refsOf(system) }));
  const dispatchers = (systems[0]?.paths ?? []).map(dispatcherOf);
  return (position) => {
    const { lon, lat } = toWgs84(position);
    const moved = lon !== position.lon || lat !== position.lat;
    let orgCode = district;
    const grids = found.map(({ locator, refs, nowhere }, i) => {
      const leaf = locator.find(lon, lat);
      if (i === 0) orgCode = dispatchers[leaf] ?? district;
      return refs[leaf] ?? nowhere;
    });
    return { lon, lat, crs: 'wgs84', ...(moved ? { convertedFrom: position.crs } : {}), grids, orgCode };
  };
}

function summaryOf({ spec, cells, leaves }: GridSystem): GridSystemSummary {
  const all = [...cells.values()];
  return {
    ...{ system: spec.system, version: spec.version, name: spec.name },
    levels: spec.levels.map(({ id, name }) => ({ id, name, cells: all.filter((cell) => cell.level === id).length })),
    areaM2: leaves.reduce((sum, leaf) => sum + leaf.areaM2, 0),
  };
}

/** `orgOf` is given for the responsible system only: in the others nobody dispatches. */
function collectionOf({ leaves, paths }: GridSystem, orgOf?: (path: readonly string[]) => string): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: leaves.map(({ code, parent, level, name, type, areaM2, shape }, i) => {
      const path = paths[i] ?? [];
      const properties = { code, parent, level, name, type, path, orgCode: orgOf?.(path), areaM2: Math.round(areaM2) };
      return { type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates: shape } };
    }),
  };
}

function createCity({ profile, catalogue, calendar, systems, directory }: Parts): City {
  const { id, version, name, orgs } = profile;
  const summaries = systems.map(summaryOf);
  return {
    profile: { id, version, name },
    ...{ catalogue, departments: catalogue.departments, roles: catalogue.roles, orgs, positionFault },
    category: (code) => catalogue.categories.get(code),
    locate: createLocate(systems, directory),
    deadlines: ({ response, disposal }, from) => ({
      response: calendar.addLimit(from, response),
      disposal: calendar.addLimit(from, disposal),
    }),
    gridSystems: () => summaries,
    featureCollection(wanted) {
      const system = systems.find(({ spec }) => spec.system === wanted);
      if (system) return collectionOf(system, system === systems[0] ? directory.dispatcherOf : undefined);
      const known = systems.map(({ spec }) => spec.system).join(', ');
      throw new GatewayError('NOT_FOUND', `no grid system "${wanted}"; this city has ${known}`);
    },
    districtOrg: directory.district,
    org: directory.org,
  };
}
