import { join } from 'node:path';
import { GatewayError } from '../errors.ts';
import type { Catalogue, Category } from '../model/catalogue.ts';
import { mergeCatalogues, type NamedCatalogue } from './catalogue.ts';
import { type CatalogueFile, catalogueSchema } from './catalogue-file.ts';
import { positionFault } from './coordinates.ts';
import type { GridSystem } from './grid-systems.ts';
import { createGrids, type Grids, readGridSystems } from './grids.ts';
import { createLocalMetre, type LocalMetre } from './local-metre.ts';
import { createOrgDirectory, type OrgDirectory } from './org-directory.ts';
import { judgePosition } from './position-guard.ts';
import { type CityProblem, refuseErrors } from './problem.ts';
import { type Org, type Profile, profileSchema } from './profile.ts';
import { readSource, type SourceFile } from './source-file.ts';
import { calendarSchema, createWorkCalendar, type WorkCalendar } from './work-calendar.ts';

type Name = { readonly zh: string; readonly en: string };

/** A city: everything about it that is data. Immutable; nothing in it reads a clock, the network or a file. */
export interface City extends Grids {
  readonly profile: { readonly id: string; readonly version: string; readonly name: Name };
  readonly catalogue: Catalogue;
  /** Names of the departments and responder roles that categories refer to. */
  readonly departments: Readonly<Record<string, Name>>;
  readonly roles: Readonly<Record<string, Name>>;
  category(code: string): Category | undefined;
  /** Why a position is not to be believed; undefined when it may be. */
  positionFault: typeof positionFault;
  /** The position of a device to go by, and what is wrong with the one it reported. */
  judgePosition: typeof judgePosition;
  /** The city's own metre grid, where the profile gives its parameters. */
  readonly localMetre?: LocalMetre;
  /** Every version of every grid system, with its cells. */
  readonly systems: readonly GridSystem[];
  /** Response and disposal deadlines of a case raised at `from`, epoch ms. */
  deadlines(category: Category, from: number): { readonly response: number; readonly disposal: number };
  readonly orgs: readonly Org[];
  /** Code of the organisation of tier DISTRICT: dispatches what lies in no grid. */
  readonly districtOrg: string;
  org(code: string): Org | undefined;
}

export interface CityOptions {
  readonly profilesDir: string;
  /** Folder of the profile, e.g. `lianhu`. */
  readonly profile: string;
  /** Look for overlaps and gaps in a map of any size; at a start maps of more than 20,000 corners are taken as checked. */
  readonly thorough?: boolean;
  /** Problems of one kind that are told one by one; default 20. */
  readonly named?: number;
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
  const localMetre = profile.localMetre && createLocalMetre(profile.localMetre);
  const { thorough = false, named } = options;
  const { systems, responsible, complete } = readGridSystems(
    profile.gridSystems,
    { folder, thorough, ...(named === undefined ? {} : { named }), ...(localMetre ? { localMetre } : {}) },
    problems,
  );
  const directory = createOrgDirectory(source, responsible, problems);
  if (!complete) return { problems };
  return { city: createCity({ profile, catalogue, calendar, systems, directory }), problems };
}

/** Loads a city. Throws CITY_INVALID naming file, line and column of every error in its files. */
export function loadCity(options: CityOptions): City {
  const { city, problems } = readCity(options);
  refuseErrors(problems);
  if (!city) throw new GatewayError('CITY_INVALID', `profile "${options.profile}" could not be read`);
  return city;
}

function createCity({ profile, catalogue, calendar, systems, directory }: Parts): City {
  const { id, version, name, orgs } = profile;
  return {
    profile: { id, version, name },
    ...{ catalogue, departments: catalogue.departments, roles: catalogue.roles, orgs, positionFault },
    category: (code) => catalogue.categories.get(code),
    ...createGrids(systems, directory),
    ...(profile.localMetre ? { localMetre: createLocalMetre(profile.localMetre) } : {}),
    ...{ systems, judgePosition },
    deadlines: ({ response, disposal }, from) => ({
      response: calendar.addLimit(from, response),
      disposal: calendar.addLimit(from, disposal),
    }),
    districtOrg: directory.district,
    org: directory.org,
  };
}
