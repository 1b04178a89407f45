import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type GridMap, readGridMap } from './grid-map.ts';
import type { ScenarioFile } from './scenario.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const BUNDLED = join(REPOSITORY, 'deploy', 'profiles');
/** Profiles that extend each other; further ones are not looked at. */
const MAX_EXTENDS = 8;

const profileFile = z.object({ extends: z.string().optional(), catalogue: z.string().optional() });
const catalogueFile = z.object({
  omit: z.array(z.string()).default([]),
  groups: z.array(z.object({ rows: z.array(z.object({ code: z.string() })).default([]) })).default([]),
});

/** Folder of a city profile: among those of `GRIDWARDEN_PROFILES_DIR`, where the gateway looks first, else a bundled one. */
export function cityFolderOf(profile: string): string {
  const own = join(process.env['GRIDWARDEN_PROFILES_DIR'] ?? BUNDLED, profile);
  return existsSync(own) ? own : join(BUNDLED, profile);
}

/** The lab's own grids for a scenario. Throws when the profile has none. */
export function gridMapOf({ city }: Pick<ScenarioFile, 'city'>): GridMap {
  return readGridMap(city.grids ? join(REPOSITORY, city.grids) : join(cityFolderOf(city.profile), 'grids'));
}

function contentOf<T>(schema: z.ZodType<T>, file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  return schema.safeParse(parse(readFileSync(file, 'utf8'))).data;
}

/**
 * Codes of the categories a city can raise, read from its catalogue and those it extends. Whether the catalogue is right is
 * for `city check` to say: what cannot be read counts as empty.
 */
export function categoriesOf(profile: string): ReadonlySet<string> {
  const codes = new Set<string>();
  const omitted: string[] = [];
  let name: string | undefined = profile;
  for (let depth = 0; name !== undefined && depth < MAX_EXTENDS; depth += 1) {
    const folder = cityFolderOf(name);
    const own: z.output<typeof profileFile> = contentOf(profileFile, join(folder, 'profile.yaml')) ?? {};
    const catalogue = contentOf(catalogueFile, join(folder, own.catalogue ?? 'catalogue.yaml'));
    for (const { rows } of catalogue?.groups ?? []) for (const { code } of rows) codes.add(code);
    omitted.push(...(catalogue?.omit ?? []));
    name = own.extends;
  }
  for (const code of omitted) codes.delete(code);
  return codes;
}
