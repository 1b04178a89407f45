import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { Ladder } from '../model/ladder.ts';
import type { ModeSpec } from '../model/mode.ts';
import { mergeCatalogues, type NamedCatalogue } from './catalogue.ts';
import { type CatalogueFile, catalogueSchema } from './catalogue-file.ts';
import { createDutyCalendar, type DutyCalendar, NO_DUTY } from './duty-calendar.ts';
import { dutySchema } from './duty-file.ts';
import { createFlows, type Flows, flowsSchema, NO_FLOWS } from './flows.ts';
import { ladderSchema } from './ladder.ts';
import { type LimitFault, mergeModes, modesSchema } from './modes.ts';
import type { CityProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import { FROM_DISK, type Reading, type SourceFile } from './source-file.ts';
import { calendarSchema, createWorkCalendar, type WorkCalendar } from './work-calendar.ts';

/** The profiles that come with the gateway. */
export const BUNDLED = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));

export interface ProfileFolder {
  readonly profilesDir: string;
  /** Folder of the profile, e.g. `lianhu`. */
  readonly profile: string;
}

/**
 * A file under the operator's profiles; what is not there, such as the base or a calendar, comes from the bundled ones, so
 * that another district is its own files and nothing else.
 */
export function profileFile({ profilesDir }: Pick<ProfileFolder, 'profilesDir'>, ...path: readonly string[]): string {
  const own = resolve(profilesDir, ...path);
  const inside = relative(profilesDir, own);
  if (existsSync(own) || inside.startsWith('..') || isAbsolute(inside)) return own;
  const bundled = join(BUNDLED, inside);
  return existsSync(bundled) ? bundled : own;
}

/** Names of the profiles there are: the operator's own and the bundled ones. */
export function profileNames({ profilesDir }: Pick<ProfileFolder, 'profilesDir'>): readonly string[] {
  const inside = (folder: string) =>
    existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'profile.yaml'))) : [];
  return [...new Set([...inside(profilesDir), ...inside(BUNDLED)])].sort();
}

/** What a profile's own files and those of the one it extends make, besides the grids. */
export interface CityFiles {
  readonly catalogue: NamedCatalogue;
  readonly calendar: WorkCalendar;
  readonly modes: readonly ModeSpec[];
  readonly ladder?: Ladder;
  readonly flows: Flows;
  /** The duty calendar, once the cells are known that its posts name. */
  duty(cells: ReadonlyMap<string, unknown> | undefined): DutyCalendar;
}

/**
 * Reads the files a profile names. `missingYear` is told when a deadline is counted in a year without a calendar. What is
 * wrong goes to `problems`.
 */
export function readCityFiles(
  source: SourceFile<Profile>,
  options: ProfileFolder & {
    readonly missingYear?: ((year: number) => void) | undefined;
    readonly limitFault?: LimitFault | undefined;
    readonly reading?: Reading | undefined;
  },
  problems: CityProblem[],
): CityFiles {
  const { profile: folder, missingYear, limitFault, reading = FROM_DISK } = options;
  const profile = source.value;
  const read = <T>(schema: z.ZodType<T>, ...path: readonly string[]) =>
    reading.read(profileFile(options, ...path), schema, problems);
  const own = <T>(file: string | undefined, schema: z.ZodType<T>) => file && read(schema, folder, file);
  /** The file of the profile below, which need not have one. */
  const below = <T>(file: string, schema: z.ZodType<T>) =>
    profile.extends && existsSync(profileFile(options, profile.extends, file))
      ? read(schema, profile.extends, file)
      : undefined;

  const base = profile.extends && read(catalogueSchema, profile.extends, 'catalogue.yaml');
  const layers = [base, own(profile.catalogue, catalogueSchema)];
  const catalogue = mergeCatalogues(
    layers.flatMap((layer): SourceFile<CatalogueFile>[] => (layer ? [layer] : [])),
    problems,
  );
  const years = profile.calendars.flatMap((file) => own(file, calendarSchema) || []);
  warnOfGaps(
    source,
    years.map((file) => file.value.year),
    problems,
  );
  const calendar = createWorkCalendar(
    ...([years.map((file) => file.value), profile.workingHours, missingYear] as const),
  );
  const modes = mergeModes(
    { base: below('modes.yaml', modesSchema), own: own(profile.modes, modesSchema) || undefined },
    ...([{ ...catalogue, limitFault }, problems] as const),
  );
  const ladder = own(profile.ladder, ladderSchema) || below('ladder.yaml', ladderSchema);
  if (!ladder)
    problems.push({
      ...{ level: 'error', where: source.at([]) },
      message: 'the profile has no ladder; name a ladder.yaml or extend a profile that has one',
    });
  const flows = own(profile.flows, flowsSchema);
  const duty = own(profile.duty, dutySchema);
  const { roles } = catalogue;
  const { isWorkingDay } = calendar;
  return {
    ...{ catalogue, calendar, modes },
    ...(ladder ? { ladder: ladder.value } : {}),
    flows: flows ? createFlows(flows, catalogue.categories, problems) : NO_FLOWS,
    duty: (cells) => (duty ? createDutyCalendar(duty, { cells, roles, isWorkingDay }, problems) : NO_DUTY),
  };
}

/** A year left out between two others is forgotten, not future. */
function warnOfGaps(source: SourceFile<Profile>, years: readonly number[], problems: CityProblem[]): void {
  const where = source.at(['calendars']);
  if (years.length === 0)
    problems.push({ level: 'warning', where, message: 'there is no calendar: only weekends are free, no holidays' });
  for (let year = Math.min(...years); year < Math.max(...years); year++)
    if (!years.includes(year))
      problems.push({
        level: 'warning',
        where,
        message: `there is no calendar for ${year}: its holidays count as work`,
      });
}
