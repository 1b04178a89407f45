import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type City, loadCity } from '../city/city.ts';
import type { GridSystem } from '../city/grid-systems.ts';
import { GatewayError } from '../errors.ts';

const BUNDLED = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));

export interface ProfilesOption {
  readonly profiles: string;
}

/** `--profiles`: where the profiles lie. */
export function inProfiles(command: Command): Command {
  return command.option(
    '--profiles <folder>',
    'folder of city profiles (or GRIDWARDEN_PROFILES_DIR)',
    process.env['GRIDWARDEN_PROFILES_DIR'] || BUNDLED,
  );
}

/** The city that commands are about where none is named: that of the gateway's environment. */
export const THE_CITY = process.env['GRIDWARDEN_PROFILE'] || 'lianhu';

/** `[profile]` as the first argument, and `--profiles`. */
export function ofProfile(command: Command): Command {
  return inProfiles(command.argument('[profile]', 'folder of the city (or GRIDWARDEN_PROFILE)', THE_CITY));
}

/** The city of a folder. Throws CITY_INVALID. */
export function cityOf(profile: string, { profiles }: ProfilesOption): City {
  return loadCity({ profilesDir: resolve(profiles), profile });
}

/** A version of a system, by default the newest of the responsible one. Throws NOT_FOUND naming what there is. */
export function versionOf(city: City, name: string | undefined, version?: string): GridSystem {
  const system = name ?? city.systems[0]?.spec.system;
  const versions = city.systems
    .filter(({ spec }) => spec.system === system)
    .sort((a, b) => (b.spec.validFrom ?? 0) - (a.spec.validFrom ?? 0));
  const found = version === undefined ? versions[0] : versions.find(({ spec }) => spec.version === version);
  if (found) return found;
  const known = city.systems.map(({ spec }) => `${spec.system} ${spec.version}`).join(', ');
  throw new GatewayError(
    'NOT_FOUND',
    `no grid system "${[system, version].filter(Boolean).join(' ')}"; ${city.profile.id} has ${known}`,
  );
}

/** Epoch ms of `--at`: a day (midnight in Shanghai) or RFC 3339. Throws REQUEST_INVALID. */
export function instantOf(text: string): number {
  const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!Number.isNaN(at)) return at;
  throw new GatewayError('REQUEST_INVALID', `"${text}" is no date; write 2026-01-31 or 2026-01-31T08:00:00+08:00`);
}

export const km2 = (areaM2: number) => (areaM2 / 1e6).toFixed(areaM2 < 1e5 ? 4 : 2);

/** One JSON value on a line. */
export const printJson = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);
