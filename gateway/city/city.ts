import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { GatewayError } from '../errors.ts';
import type { Severity } from '../model/candidate.ts';
import type { DutyHint } from '../model/case.ts';
import type { Category, CategoryClass } from '../model/catalogue.ts';
import type { SiteClass } from '../model/device.ts';
import type { Ladder, Partner } from '../model/ladder.ts';
import type { ModeSpec } from '../model/mode.ts';
import type { NamedCatalogue } from './catalogue.ts';
import { type CodeCodec, createCodeCodec } from './category-codes.ts';
import { type CityFiles, type ProfileFolder, profileFile, profileNames, readCityFiles } from './city-files.ts';
import { positionFault } from './coordinates.ts';
import type { DutyCalendar, DutyPlace } from './duty-calendar.ts';
import type { TaskItem } from './flows.ts';
import { checkFunctions } from './functions.ts';
import type { GridSystem } from './grid-systems.ts';
import { createGrids, type Grids, readGridSystems } from './grids.ts';
import { createLocalMetre, type LocalMetre } from './local-metre.ts';
import { type LimitFault, NORMAL } from './modes.ts';
import { createOrgDirectory, type OrgDirectory } from './org-directory.ts';
import { type PartnerSubject, partnersOf, readPartners } from './partners.ts';
import { judgePosition } from './position-guard.ts';
import { type CityProblem, refuseErrors } from './problem.ts';
import { type Org, type Profile, profileSchema } from './profile.ts';
import { limitsOf, severityOf } from './site.ts';
import { FROM_DISK, type Reading } from './source-file.ts';

type Name = { readonly zh: string; readonly en: string };

/** A city: everything about it that is data. Immutable; nothing in it reads a clock, the network or a file. */
export interface City extends Grids {
  readonly profile: { readonly id: string; readonly version: string; readonly name: Name };
  readonly catalogue: NamedCatalogue;
  /** Names of the departments and responder roles that categories refer to. */
  readonly departments: Readonly<Record<string, Name>>;
  readonly roles: Readonly<Record<string, Name>>;
  category(code: string): Category | undefined;
  /** The major class (大类) a category counts under. */
  classOf(code: string): CategoryClass | undefined;
  /** The item of the city's task list a category counts under. */
  taskItemOf(code: string): TaskItem | undefined;
  readonly emergencyFlows: readonly { readonly number: number; readonly name: Name }[];
  /** 16-digit codes of components and events. */
  readonly objectCodes: CodeCodec;
  /** Why a position is not to be believed; undefined when it may be. */
  positionFault: typeof positionFault;
  /** The position of a device to go by, and what is wrong with the one it reported. */
  judgePosition: typeof judgePosition;
  /** The city's own metre grid, where the profile gives its parameters. */
  readonly localMetre?: LocalMetre;
  /** Every version of every grid system, with its cells. */
  readonly systems: readonly GridSystem[];
  /** Response and disposal deadlines of a case raised at `from` (epoch ms) at a site of a class. */
  deadlines(
    category: Pick<Category, 'response' | 'disposal' | 'bySite'>,
    from: number,
    siteClass?: SiteClass,
  ): { readonly response: number; readonly disposal: number };
  /** Severity at a site of a class: what the catalogue says of the site, else of the rule, else of the category. */
  severityOf(category: Category, siteClass?: SiteClass, ruleSays?: Severity): Severity;
  /** Years with a calendar of holidays. */
  readonly calendarYears: ReadonlySet<number>;
  /** The post to send there at `at` (epoch ms); `openCases`: how many are open in the grid already. */
  dutyHint(place: DutyPlace, category: Pick<Category, 'line'>, at: number, openCases?: number): DutyHint | undefined;
  /** Cases wait for a person (PENDING_REVIEW) unless their category flows by itself. */
  readonly reviewGate: boolean;
  /** Operating modes, NORMAL first. */
  readonly modes: readonly ModeSpec[];
  /** NORMAL for a mode the city does not have. */
  modeSpec(id: string): ModeSpec;
  /** Five levels hear, two command. */
  readonly ladder: Ladder;
  readonly orgs: readonly Org[];
  /** Code of the organisation of tier DISTRICT: dispatches what lies in no grid. */
  readonly districtOrg: string;
  org(code: string): Org | undefined;
  /** The neighbourhood that answers for a leaf of the responsible system, by its path: told, never commanding. */
  communityOf(path: readonly string[]): string | undefined;
  readonly partners: readonly Partner[];
  /** Codes of the partners whose shared platform gets a case. */
  partnersOf(subject: PartnerSubject): readonly string[];
}

export interface CityOptions extends ProfileFolder {
  /** Look for overlaps and gaps in a map of any size; at a start maps of more than 20,000 corners are taken as checked. */
  readonly thorough?: boolean;
  /** Problems of one kind that are told one by one; default 20. */
  readonly named?: number;
  /** Whether what a mode says of a rule of a device type is possible, and why not; without it that is not looked at. */
  readonly limitFault?: LimitFault;
  /** Default: from disk. */
  readonly reading?: Reading;
  /** Told once per year without a calendar in which a deadline is counted. */
  readonly missingYear?: (year: number) => void;
}

/** What a city is made of, once its files are read. */
interface Parts {
  readonly profile: Profile;
  readonly files: CityFiles;
  readonly ladder: Ladder;
  readonly duty: DutyCalendar;
  readonly systems: readonly GridSystem[];
  readonly directory: OrgDirectory;
  readonly partners: readonly Partner[];
}

/** Reads a city and everything that is wrong with it; the city is absent when a part of it could not be made. */
export function readCity(options: CityOptions): { readonly city?: City; readonly problems: readonly CityProblem[] } {
  const problems: CityProblem[] = [];
  const file = profileFile(options, options.profile, 'profile.yaml');
  const { reading = FROM_DISK } = options;
  if (!existsSync(options.profilesDir)) {
    const message =
      'there is no such folder of profiles; correct GRIDWARDEN_PROFILES_DIR, or leave it away for the bundled ones';
    return { problems: [{ level: 'error', where: `${options.profilesDir}:1:1`, message }] };
  }
  if (!existsSync(file)) {
    const message = `there is no city "${options.profile}"; there are ${profileNames(options).join(', ')} (GRIDWARDEN_PROFILES_DIR names the folder of your own)`;
    return { problems: [{ level: 'error', where: `${file}:1:1`, message }] };
  }
  const source = reading.read(file, profileSchema, problems);
  if (!source) return { problems };
  const profile = source.value;
  if (profile.id !== options.profile) {
    const message = `profile "${profile.id}" stands in folder "${options.profile}"; both must be called the same`;
    problems.push({ level: 'error', where: source.at(['id']), message });
  }
  const files = readCityFiles(source, options, problems);
  const localMetre = profile.localMetre && createLocalMetre(profile.localMetre);
  const { thorough = false, named } = options;
  const { systems, responsible, complete } = readGridSystems(
    profile.gridSystems,
    {
      folder: dirname(file),
      ...{ thorough, reading },
      ...(named === undefined ? {} : { named }),
      ...(localMetre ? { localMetre } : {}),
    },
    problems,
  );
  const directory = createOrgDirectory(source, responsible, problems);
  const { categories } = files.catalogue;
  checkFunctions(source, files.catalogue, problems);
  const partners = readPartners(
    ...([profile.partners, { categories, cells: responsible?.cells, at: source.at }, problems] as const),
  );
  const duty = files.duty(responsible?.cells);
  const { ladder } = files;
  if (!complete || !ladder) return { problems };
  return { city: createCity({ profile, files, ladder, duty, systems, directory, partners }), problems };
}

/** Loads a city. Throws CITY_INVALID naming file, line and column of every error in its files. */
export function loadCity(options: CityOptions): City {
  const { city, problems } = readCity(options);
  refuseErrors(problems);
  if (!city) throw new GatewayError('CITY_INVALID', `profile "${options.profile}" could not be read`);
  return city;
}

function createCity({ profile, files, ladder, duty, systems, directory, partners }: Parts): City {
  const { id, version, name } = profile;
  const { catalogue, calendar, modes, flows } = files;
  const { categories, classes, departments, roles } = catalogue;
  const classOf = new Map(classes.flatMap((row) => row.codes.map((code) => [code, row] as const)));
  const byId = new Map(modes.map((mode) => [mode.id, mode]));
  const normal = byId.get(NORMAL) as ModeSpec;
  return {
    profile: { id, version, name },
    ...{ catalogue, departments, roles, positionFault, severityOf, modes, ladder, partners },
    category: (code) => categories.get(code),
    classOf: (code) => classOf.get(code),
    taskItemOf: flows.taskItemOf,
    emergencyFlows: flows.emergencyFlows,
    objectCodes: createCodeCodec(profile.objectCodes, new Set([...categories.keys()].map((code) => code.slice(0, 3)))),
    ...createGrids(systems, directory),
    ...(profile.localMetre ? { localMetre: createLocalMetre(profile.localMetre) } : {}),
    ...{ systems, judgePosition },
    deadlines(category, from, siteClass) {
      const { response, disposal } = limitsOf(category, siteClass);
      return { response: calendar.addLimit(from, response), disposal: calendar.addLimit(from, disposal) };
    },
    calendarYears: calendar.years,
    reviewGate: profile.reviewGate,
    dutyHint: duty.hint,
    modeSpec: (mode) => byId.get(mode) ?? normal,
    ...{ orgs: directory.orgs, districtOrg: directory.district, org: directory.org },
    communityOf: directory.communityOf,
    partnersOf: (subject) => partnersOf(partners, subject),
  };
}
